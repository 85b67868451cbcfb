"""Ask a package's checker about wrong answers; what it accepts is an error that names case and change."""

from __future__ import annotations

import random
from collections.abc import Iterator

from graders.cases import TestCase
from graders.cells import Author
from graders.checkers.base import path_text
from graders.diagnostics import Diagnostics
from graders.kinds.function.decide import decider
from graders.package.model import Package
from graders.pretty import shown
from graders.verify.answers.changes import Change, changes
from graders.verify.answers.declared import FILE, declared
from graders.verify.answers.tolerance import Rule
from graders.verify.answers.trace import ANOTHER, of_trace, spec_of
from sandboxes import Ending, Outcome, Raised

SHOWN = 120
"""Characters of an answer in a message."""
LARGE, LARGE_ONES = 64 << 10, 3
"""Of answers of more bytes so many are changed, the smallest of them: the others have the same form."""


def check_answers(package: Package, author: Author, cases: list[TestCase], diagnostics: Diagnostics) -> int:
    """Report wrong answers that are accepted, one for each kind of change; returns how many were tried.

    An examiner compares no answers, and a simulator none.
    """
    if package.has_examiner or package.manifest.kind != "function":
        return 0
    allowed, judge = declared(package, diagnostics), decider(package, author)
    tried, accepted = 0, dict[str, list[tuple[TestCase, Change]]]()
    for case in _chosen(cases):
        for part, change, outcome in wrong_answers(package, case):
            tried += 1
            if judge.fit(part, outcome).failure is None:
                accepted.setdefault(change.name, []).append((case, change))
    file = "checker.py" if package.has_own_checker else "checker.toml"
    for name, found in accepted.items():
        if name not in allowed:
            diagnostics.error(_words(name, found), file)
    for name, line in allowed.items():
        if name not in accepted:
            diagnostics.error(f"no answer is right that was changed so: {name!r}", FILE, line)
    return tried


def _chosen(cases: list[TestCase]) -> list[TestCase]:
    sizes = {case.number: len(case.foreseen.data) if case.foreseen else 0 for case in cases}
    small = [case for case in cases if sizes[case.number] <= LARGE]
    large = sorted(cases, key=lambda case: sizes[case.number])[len(small) :]
    return [*small, *large[:LARGE_ONES]]


def wrong_answers(package: Package, case: TestCase) -> Iterator[tuple[TestCase, Change, Outcome]]:
    """What a candidate could give for a case and must not get through with, and the case that it is an answer to."""
    expected, rng = case.expected, random.Random(case.number)
    assert expected is not None
    if expected.kind == "raises":
        yield case, Change("not raised", (), None), Outcome(Ending.RETURNED, None)
    elif expected.kind == "trace":
        for part, change in of_trace(package, case, rng):
            yield part, change, Outcome(Ending.RETURNED, change.value)
        return
    else:
        for change in changes(expected.value, Rule(spec_of(package.checker)), rng):
            yield case, change, Outcome(Ending.RETURNED, change.value)
    name = "raised another" if expected.kind == "raises" else "raised"
    yield case, Change(name, (), ANOTHER), Outcome(Ending.RAISED, error=Raised(ANOTHER, ""))


def _words(name: str, found: list[tuple[TestCase, Change]]) -> str:
    case, change = found[0]
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    where = f" at {path_text(change.path)}" if change.path else ""
    answer = shown(change.value).text[:SHOWN]
    return f"a wrong answer is accepted in case {case.number} ({case.group}): {name}{where}: {answer}{more}"
