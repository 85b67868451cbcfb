"""Curves must be what they say: before is what the starter gives, after differs from it, and both come in time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from graders.cells import ending_words
from graders.kinds.function.drawing import after, number, train, training_cell
from graders.package.curves import FILE, RECORDED, Curve
from graders.package.model import SUBMISSION, Package
from graders.verdict import Verdict
from graders.verify.consistency import Problem
from graders.verify.submissions import CLEAR
from sandboxes import Ending, Outcome, Pool

SAME, APART = 0.01, 0.05
"""Of the largest value of a curve: how far what the starter gives may be from what is recorded, for it differs a little
from one version of PyTorch to the next; and how far the curve of a repair must be from it somewhere, to show anything."""
Values = list[float | None]


def check_curves(package: Package, pool: Pool) -> Iterator[Problem]:
    """What is wrong with the curves of a package, if it has any."""
    if FILE not in package.files:
        return
    if not package.curves:
        yield (
            f"what the starter gives is not recorded: python -m graders curves {package.path.name}",
            FILE,
            None,
        )
        return
    outcome = trained(package, pool, package.starter)
    yield from ((words, RECORDED, None) for words in _recorded(package, outcome))
    for submission in package.submissions:
        if submission.verdict is Verdict.AC:
            outcome = trained(package, pool, submission.path.read_text(encoding="utf-8"))
            yield from ((f"{submission.name}: {words}", FILE, None) for words in _repaired(package, outcome))


def trained(package: Package, pool: Pool, source: str) -> Outcome:
    """What curves.py gives with this code beside it, in a cell like a candidate's."""
    with training_cell(pool, package, {SUBMISSION: source}) as cell:
        return train(cell)


def recording(given: Any) -> str:
    """The text of curves.toml; AttributeError or TypeError unless `given` is {title: {step: value}}."""
    parts = [f"# What {FILE} makes of the starter.\nformat = 1\n"]
    for title, points in given.items():
        steps, values = [*points], [number(value) for value in points.values()]
        before = ", ".join("nan" if value is None else repr(value) for value in values)
        parts.append(f"\n[[curve]]\ntitle = {json.dumps(title)}\nsteps = {steps}\nbefore = [{before}]\n")
    return "".join(parts)


def _recorded(package: Package, outcome: Outcome) -> Iterator[str]:
    if outcome.ending is not Ending.RETURNED:
        yield f"with the starter, {FILE} {ending_words(outcome)}"
        return
    given = list(outcome.value) if isinstance(outcome.value, dict) else []
    if given != [curve.title for curve in package.curves]:
        yield f"records other curves than {FILE} gives of the starter: {_again(package)}"
        return
    for curve in package.curves:
        told, known = _values(curve, outcome.value), [number(value) for value in curve.before]
        if not _within(told, known, SAME):
            yield f"{curve.title!r}: the starter gives other values now: {_again(package)}"


def _repaired(package: Package, outcome: Outcome) -> Iterator[str]:
    if outcome.ending is not Ending.RETURNED:
        yield f"{FILE} {ending_words(outcome)}"
        return
    limits = package.manifest.limits
    limit, needed = (limits.cpu_s, outcome.cpu_s) if limits.cpu_s else (limits.wall_s, outcome.wall_s)
    if CLEAR * needed > limit:
        yield f"{FILE} needs {needed:.2f} s of {limit:g} s: a limit must be {CLEAR:g} times that"
    for curve in package.curves:
        told = _values(curve, outcome.value)
        if None in told:
            yield f"{curve.title!r} has no number at step {curve.steps[told.index(None)]}"
        elif _within(told, [number(value) for value in curve.before], APART):
            yield f"{curve.title!r} is the same with it as with the starter"


def _values(curve: Curve, given: Any) -> Values:
    return after(curve, given).get("after") or [None] * len(curve.steps)


def _within(told: Values, known: Values, share: float) -> bool:
    """Whether two curves end and begin together and are nowhere further apart than a share of the largest value."""
    room = share * max((abs(value) for value in (*told, *known) if value is not None), default=0.0)
    return all(
        (one is None and other is None)
        or (one is not None and other is not None and abs(one - other) <= room)
        for one, other in zip(told, known, strict=True)
    )


def _again(package: Package) -> str:
    return f"python -m graders curves {package.path.name}"
