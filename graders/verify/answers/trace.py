"""Changes of what a class gave: of one call of each method, of the kind of its answer, of the trace's length."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from graders.cases import Expected, TestCase
from graders.package.checker_spec import CheckerSpec, Methods
from graders.package.model import Package
from graders.verify.answers.changes import Change, changes, scale_of
from graders.verify.answers.tolerance import Rule

ANOTHER = "SomeOtherError"
"""An exception that no problem asks for."""


def spec_of(checker: CheckerSpec | None, method: str | None = None) -> CheckerSpec | None:
    """The declaration for a function's answer, or for a method's; None where checker.py decides."""
    if isinstance(checker, Methods):
        return checker.methods.get(method or "", checker.other)
    return checker


def of_trace(package: Package, case: TestCase, rng: random.Random) -> Iterator[tuple[TestCase, Change]]:
    """Changed traces, each with its case; a typed checker, which looks at calls one by one, gets a case of one call."""
    assert case.expected is not None
    made, results = case.expected.value["made"], case.expected.value["results"]
    calls = case.calls or ()
    whole = {"made": made, "results": results}
    if made[0] == "raised":
        yield case, Change("not raised", (), {"made": ["value", None], "results": []})
        yield case, Change("raised another", (), {**whole, "made": ["raised", ANOTHER, ""]})
        return
    if results:
        yield case, Change("cut short", (), {**whole, "results": results[:-1]})
    yield case, Change("another type", (), {**whole, "results": None})
    scale = scale_of([entry[1] for entry in results if entry[0] == "value"])
    for method in package.manifest.entry.methods:
        places = [place for place, call in enumerate(calls) if call[0] == method]
        rule = Rule(spec_of(package.checker, method))
        for place in _drawn(places, results, rng):
            first, last = (place, place + 1) if package.checker else (0, len(results))
            expected = Expected("trace", {"made": made, "results": results[first:last]})
            part = replace(case, calls=calls[first:last], expected=expected)
            for change in _of_entry(results[place], rule, rng, scale):
                changed = [*results[first:place], change.value, *results[place + 1 : last]]
                yield part, Change(change.name, (place, *change.path), {"made": made, "results": changed})


def _drawn(places: list[int], results: list[Any], rng: random.Random) -> Iterator[int]:
    """A call that gave something, one that gave None, and one that raised, as far as there are such."""
    kinds: dict[str, list[int]] = {}
    for place in places:
        if place < len(results):
            kind, value = results[place][0], results[place][1]
            kinds.setdefault("none" if kind == "value" and value is None else kind, []).append(place)
    for found in kinds.values():
        yield rng.choice(found)


def _of_entry(entry: list[Any], rule: Rule, rng: random.Random, scale: float) -> Iterator[Change]:
    if entry[0] == "raised":
        yield Change("not raised", (), ["value", None])
        yield Change("raised another", (), ["raised", ANOTHER, ""])
        return
    yield Change("raised", (), ["raised", ANOTHER, ""])
    for change in changes(entry[1], rule, rng, scale):
        yield Change(change.name, change.path, ["value", change.value])
