"""`make bench`: run benchmarks and write docs/performance.md from their last lines."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from tools import console, setup, shell, steps
from tools.console import Failure
from tools.engine import engine
from tools.paths import PYTHON, ROOT

_FOLDER = ROOT / "tests" / "benchmarks"
_PAGE = ROOT / "docs" / "performance.md"
_RESULTS = ROOT / "docs" / "performance.json"
_PLOTS = ROOT / "docs" / "images" / "performance"
_INTRODUCTION = """# Performance

Measured by `make bench`; each table is one `python -m tests.benchmarks.NAME`, which prints the same figures. The
machine is named because the figures mean nothing without it; where the short form was run, it says so.
"""


def bench(names: Sequence[str] = (), *, quick: bool) -> int:
    """Run benchmarks (all by default) one after another; 1 when a goal is missed, or when one did not end.

    What each gave is kept beside the page, so that one can be run again without the others.
    """
    known = _names()
    if unknown := sorted(set(names) - set(known)):
        raise Failure(f"No benchmark is named {', '.join(unknown)}; there are: {', '.join(known)}")
    steps.perform(*setup.for_packages(dev=True))
    setup.bubblewrap()
    kept = {result["benchmark"]: result for result in _kept()}
    good = True
    with engine():
        for name in names or known:
            try:
                result = _run(name, quick=quick)
            except Failure as failure:
                console.report(failure)
                good = False
                continue
            result |= {"date": f"{datetime.now(UTC):%Y-%m-%d}", "quick": quick}
            kept[name] = result
            good &= all(figure["met"] is not False for figure in result["figures"])
            results = [kept[name] for name in sorted(kept)]
            _RESULTS.write_text(json.dumps(results, indent=1) + "\n")
            _PAGE.write_text(page(results))
    shell.stream([PYTHON, "-m", "tests.benchmarks.drawing", str(_RESULTS), str(_PLOTS)])
    console.say(f"Wrote {_PAGE.relative_to(ROOT)}")
    return 0 if good else 1


def page(results: list[dict[str, Any]]) -> str:
    """docs/performance.md for the results of benchmarks."""
    return "\n".join([_INTRODUCTION, *(line for result in results for line in _section(result))])


def _kept() -> list[dict[str, Any]]:
    """The results of earlier runs."""
    return json.loads(_RESULTS.read_text()) if _RESULTS.exists() else []


def _names() -> list[str]:
    """Modules that can be run, which leaves out what they share."""
    return sorted(
        file.stem for file in _FOLDER.glob("*.py") if 'if __name__ == "__main__"' in file.read_text()
    )


def _run(name: str, *, quick: bool) -> dict[str, Any]:
    """Run a benchmark on this terminal, and take its last line as its result."""
    command = [str(PYTHON), "-m", f"tests.benchmarks.{name}", *(["--quick"] if quick else [])]
    console.say(f"\n{console.colour(name, 'bold')}")
    last = ""
    with subprocess.Popen(
        command, cwd=ROOT, env=shell.environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            console.say(line.rstrip())
            last = line.strip() or last
    if process.returncode not in (0, 1):
        raise Failure(
            f"tests.benchmarks.{name} ended with exit code {process.returncode}", command=" ".join(command)
        )
    try:
        result: dict[str, Any] = json.loads(last)
    except ValueError as error:
        raise Failure(f"The last line of tests.benchmarks.{name} is not JSON: {last[:120]}") from error
    return result


def _section(result: dict[str, Any]) -> Iterator[str]:
    machine = ", ".join(f"{key} {value}" for key, value in result["machine"].items())
    yield f"## {result['benchmark']}\n"
    yield f"{machine}; {result['date']}{', short form' * result['quick']}\n"
    yield "| figure | measured | goal | met |"
    yield "| --- | ---: | ---: | :-: |"
    for figure in result["figures"]:
        goal = "" if figure["goal"] is None else f"{figure['goal']} {figure['unit']}"
        met = {True: "yes", False: "**no**", None: ""}[figure["met"]]
        yield f"| {figure['name']} | {figure['measured']:.4g} {figure['unit']} | {goal} | {met} |"
    yield ""
    for number, curve in enumerate(result.get("curves", [])):
        yield from _curve(curve)
        yield f"![{curve['name']}](images/performance/{result['benchmark']}-{number}.svg)\n"


def _curve(curve: dict[str, Any]) -> Iterator[str]:
    """A curve as a table: x, then each series in the curve's unit."""
    series = {name: dict(map(tuple, points)) for name, points in curve["series"].items()}
    yield f"**{curve['name']}**, in {curve['unit']}\n"
    yield f"| {curve['x']} | " + " | ".join(series) + " |"
    yield "| ---: |" + " ---: |" * len(series)
    for x in sorted({x for points in series.values() for x in points}):
        found = [points.get(x) for points in series.values()]
        yield f"| {x:g} | " + " | ".join("" if y is None else f"{y:.4g}" for y in found) + " |"
    yield ""
