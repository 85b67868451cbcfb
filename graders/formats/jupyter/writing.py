"""Cells and notebooks of format 4.5, as plain data."""

from __future__ import annotations

import json
from typing import Any

from graders.cases import TestCase, show_call
from graders.package import Package, Sample
from graders.package.checker_spec import Exact, Numeric
from graders.package.manifest import Entry
from graders.pretty import tokens
from sandboxes.values import Array

LONGEST = 2000
"""Characters of a value in a test."""


def cell(kind: str, id: str, source: str, **marks: Any) -> dict[str, Any]:
    """A cell with nbgrader's metadata; `marks` are those that differ from a locked text."""
    about = {
        "grade": False,
        "grade_id": id,
        "locked": True,
        "solution": False,
        "task": False,
        "schema_version": 3,
    }
    lines = source.rstrip("\n").splitlines(keepends=True)
    made: dict[str, Any] = {"cell_type": kind, "id": id[:64], "metadata": {"nbgrader": {**about, **marks}}}
    return {**made, **({"execution_count": None, "outputs": []} if kind == "code" else {}), "source": lines}


def notebook(cells: list[dict[str, Any]], about: dict[str, Any]) -> bytes:
    """The notebook as a file; `about` is kept under metadata.readyroom."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}, "readyroom": about}
    made = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode()


def statement_cell(package: Package) -> dict[str, Any]:
    """Title and statement."""
    return cell("markdown", "statement", f"# {package.manifest.title}\n\n{package.statement}")


def sample_test(package: Package, sample: Sample) -> str:
    """A sample as code that one can run: assertions where the answer is compared exactly, else calls with what they give."""
    given = sample.input
    results = {
        index: f"raises {claim.raises}" if claim.raises else literal(claim.value)
        for index, claim in sample.claims.items()
    }
    return _test(package, given.args, given.kwargs, given.calls, results)


def case_test(package: Package, case: TestCase) -> str | None:
    """The same of a case with its expected value; None where a value has no spelling."""
    expected = case.expected
    if expected is None:
        return None
    if expected.kind == "raises":
        results: dict[int, str | None] = {0: f"raises {expected.raises}"}
    elif expected.kind == "value":
        results = {0: literal(expected.value)}
    else:
        rows = [expected.value["made"], *expected.value["results"]]
        results = {
            place: f"raises {row[1]}" if row[0] == "raised" else literal(row[1])
            for place, row in enumerate(rows)
            if place or row[0] == "raised"
        }
    if None in results.values() or literal([case.args, case.kwargs, case.calls]) is None:
        return None
    return _test(package, case.args, case.kwargs, case.calls, results)


def literal(value: Any) -> str | None:
    """The value as Python spells it; None if that is too long, or if it is no plain value."""
    if _has_array(value):
        return None
    parts, cut = tokens(value, limit=LONGEST)
    return None if cut else "".join(parts)


def _has_array(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_array, value.values()))
    return any(map(_has_array, value)) if isinstance(value, list | tuple) else isinstance(value, Array)


def _test(package: Package, args: Any, kwargs: Any, calls: Any, results: dict[int, str | None]) -> str:
    entry: Entry = package.manifest.entry
    made = show_call(entry.name, args, kwargs).text
    if calls is None:
        return "\n".join(_claim(package, made, results.get(0)))
    lines = _claim(package, f"it = {made}", results.get(0) if "raises" in str(results.get(0)) else None)
    for place, call in enumerate(calls, start=1):
        lines += _claim(package, "it." + show_call(call[0], tuple(call[1:]), {}).text, results.get(place))
    return "\n".join(lines)


def _claim(package: Package, call: str, result: str | None) -> list[str]:
    if result is None:
        return [call]
    if result.startswith("raises "):
        name = result.removeprefix("raises ")
        return [
            "try:",
            f"    {call}",
            f"except {name}:",
            "    pass",
            "else:",
            f'    raise AssertionError("{name} was to be raised")',
        ]
    checker = package.checker
    if isinstance(checker, Exact):
        return [f"assert {call} == {result}"]
    if isinstance(checker, Numeric) and _is_number(result):
        return [f"assert abs({call} - {result}) <= {checker.atol} + {checker.rtol} * abs({result})"]
    return [f"{call}  # → {result}"]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text not in ("nan", "inf", "-inf")
