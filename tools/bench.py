"""`make bench`: run every benchmark and write docs/performance.md from their last lines."""

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tools import console, setup, shell, steps
from tools.console import Failure
from tools.engine import engine
from tools.paths import PYTHON, ROOT

_FOLDER = ROOT / "tests" / "benchmarks"
_PAGE = ROOT / "docs" / "performance.md"
_INTRODUCTION = """# Performance

Measured by `make bench`; each table is one `python -m tests.benchmarks.NAME`, which prints the same figures. The
machine is named because the figures mean nothing without it.
"""


def bench(*, quick: bool) -> int:
    """Run the benchmarks one after another; 1 when a goal is missed."""
    steps.perform(setup.for_packages(dev=True))
    setup.bubblewrap()
    with engine():
        results = [_run(name, quick=quick) for name in _names()]
    _PAGE.write_text(page(results))
    console.say(f"Wrote {_PAGE.relative_to(ROOT)}")
    return 0 if all(figure["met"] is not False for result in results for figure in result["figures"]) else 1


def page(results: list[dict[str, Any]]) -> str:
    """docs/performance.md for the results of benchmarks."""
    return "\n".join([_INTRODUCTION, *(line for result in results for line in _section(result))])


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
    yield f"{machine}; {datetime.now(UTC):%Y-%m-%d}\n"
    yield "| figure | measured | goal | met |"
    yield "| --- | ---: | ---: | :-: |"
    for figure in result["figures"]:
        goal = "" if figure["goal"] is None else f"{figure['goal']} {figure['unit']}"
        met = {True: "yes", False: "**no**", None: ""}[figure["met"]]
        yield f"| {figure['name']} | {figure['measured']:.4g} {figure['unit']} | {goal} | {met} |"
    yield ""
    for curve in result.get("curves", []):
        yield from _curve(curve)


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
