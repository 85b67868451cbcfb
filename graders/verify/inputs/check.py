"""Put junk into a package's inputs: its validator refuses it, or every accepted submission has one answer to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from graders.cases import TestCase
from graders.caseset import expected_from
from graders.cells import Author, candidate_cell, evaluation
from graders.diagnostics import Diagnostics
from graders.faults import AuthorFault
from graders.kinds.function.decide import Decider, decider
from graders.outcomes import failure
from graders.package.model import SUBMISSION, Package
from graders.verdict import Verdict
from graders.verify.inputs.junk import Junk, junk
from graders.verify.inputs.types import ANY, parameters
from sandboxes import Ending, Outcome, Pool, Script, Session

FILE = "cases.py"
MOST = 5
"""Messages of one kind; a validator that lets junk through lets more of it through."""


@dataclass(frozen=True)
class Spoilt:
    """A case with junk in one place."""

    where: str
    junk: Junk
    case: TestCase

    def __str__(self) -> str:
        return f"{self.where}: {self.junk.name}"


def check_inputs(
    package: Package, pool: Pool, author: Author, cases: list[TestCase], diagnostics: Diagnostics
) -> int:
    """Report junk that is let through, and what is let through without an answer; returns how much was tried.

    A problem with an examiner takes no input of one's own, and a design's is its simulator's to refuse.
    """
    if package.has_examiner or package.manifest.kind != "function":
        return 0
    line = _line(package)
    if line is None:
        diagnostics.warning("has no validate(args, calls): inputs that people type are not looked at", FILE)
        return 0
    tried, taken, told = 0, list[Spoilt](), list[str]()
    for spoilt in spoil(package, cases):
        tried += 1
        case = spoilt.case
        try:
            calls = None if case.calls is None else list(case.calls)
            if author.refusal(case.args, case.kwargs, calls) is not None:
                continue
        except AuthorFault as fault:
            told.append(f"{spoilt}: {fault.text}")
            continue
        if spoilt.junk.wrong:
            told.append(f"validate lets junk through: {spoilt}")
        else:
            taken.append(spoilt)
    told += _answers(package, pool, author, taken, {*_asked_for(cases), "ValueError"})
    for words in told[:MOST]:
        diagnostics.error(words, FILE, line)
    if len(told) > MOST:
        diagnostics.error(f"and {len(told) - MOST} more of this", FILE, line)
    return tried


def spoil(package: Package, cases: list[TestCase]) -> Iterator[Spoilt]:
    """Small cases with junk in each argument of the function, or of the constructor and one call of each method."""
    entry = package.manifest.entry
    sizes = {case.number: len(case.packed_args) + len(case.packed_calls) for case in cases}
    ordered = sorted(
        cases, key=lambda case: (_refused(case), any(_bare(arg) for arg in case.args), sizes[case.number])
    )
    base, names = ordered[0], entry.parameters
    kinds = parameters(entry, entry.name)
    for place, good in enumerate(base.args):
        kind = kinds[place] if place < len(kinds) else ANY
        for bad in junk(good, kind):
            args = (*base.args[:place], bad.value, *base.args[place + 1 :])
            where = names[place] if place < len(names) else f"argument {place + 1}"
            yield Spoilt(where, bad, replace(base, args=args))
    for method in entry.methods:
        yield from _in_calls(package, ordered, method)


def _in_calls(package: Package, cases: list[TestCase], method: str) -> Iterator[Spoilt]:
    kinds = parameters(package.manifest.entry, method)
    for case in cases:
        calls = case.calls or ()
        place = next((n for n, call in enumerate(calls) if call[0] == method), None)
        if place is None:
            continue
        _, *args = calls[place]
        for number, good in enumerate(args):
            kind = kinds[number] if number < len(kinds) else ANY
            for bad in junk(good, kind):
                call = (method, *args[:number], bad.value, *args[number + 1 :])
                changed = (*calls[:place], call, *calls[place + 1 :])
                yield Spoilt(f"{method}, argument {number + 1}", bad, replace(case, calls=changed))
        return


def _answers(
    package: Package, pool: Pool, author: Author, taken: list[Spoilt], allowed: set[str]
) -> Iterator[str]:
    """What is wrong with the answers to inputs that are let through: one that none gives, or that they give differently."""
    wanted: list[TestCase] = []
    for spoilt, outcome in zip(taken, _outcomes(package, pool, _reference(package), taken), strict=True):
        words = _no_answer(package, outcome, allowed)
        if words:
            yield f"validate lets through what the reference has no answer to: {spoilt}: {words}"
        expected = None if words else expected_from(package, outcome)
        wanted.append(replace(spoilt.case, expected=expected))
    judge = decider(package, author)
    for submission in (s for s in package.submissions if s.verdict is Verdict.AC):
        source = submission.path.read_text(encoding="utf-8")
        outcomes = _outcomes(package, pool, source, taken)
        for spoilt, case, outcome in zip(taken, wanted, outcomes, strict=True):
            if case.expected and (words := _differs(judge, case, outcome)):
                yield f"{submission.name} answers otherwise than the reference: {spoilt}: {words}"


def _outcomes(package: Package, pool: Pool, source: str, taken: list[Spoilt]) -> list[Outcome]:
    """What a submission gives, under the limits of a candidate.

    One process answers in turn; what ends it is asked again in one of its own.
    """
    asked = [evaluation(SUBMISSION, package.manifest.entry, spoilt.case) for spoilt in taken]

    def answers(session: Session) -> list[Outcome]:
        outcomes, process = list[Outcome](), session.open(SUBMISSION)
        for work in asked:
            assert not isinstance(work, Script)  # of programs no validator is asked
            outcome = process.run(work)
            if not process.alive:
                outcome, process = session.run(work), session.open(SUBMISSION)
            outcomes.append(outcome)
        return outcomes

    with candidate_cell(pool, package, {SUBMISSION: source}) as cell:
        cell.runs = 1
        return cell.use(answers) if asked else []


def _no_answer(package: Package, outcome: Outcome, allowed: set[str]) -> str | None:
    """Why an outcome is no answer; an exception is one if the problem asks for such."""
    if outcome.ending is Ending.RAISED and outcome.error and outcome.error.type in allowed:
        return None
    if failed := failure(outcome, package.manifest.entry, package.manifest.limits):
        return failed.note.text
    if package.manifest.entry.type == "class":
        entries = [outcome.value["made"], *outcome.value["results"]]
        strange = next((entry for entry in entries if entry[0] == "raised" and entry[1] not in allowed), None)
        return f"{strange[1]}: {strange[2]}" if strange else None
    return None


def _differs(judge: Decider, case: TestCase, outcome: Outcome) -> str | None:
    failed = judge.fit(case, outcome).failure
    return failed.note.text if failed else None


def _asked_for(cases: list[TestCase]) -> Iterator[str]:
    """The exceptions that the cases ask for."""
    for case in cases:
        expected = case.expected
        if expected is not None and expected.kind == "raises":
            yield expected.raises
        elif expected is not None and expected.kind == "trace":
            rows = [expected.value["made"], *expected.value["results"]]
            yield from {row[1] for row in rows if row[0] == "raised"}


def _refused(case: TestCase) -> bool:
    """Whether the case asks for an exception at once, so that its values are no good ones."""
    expected = case.expected
    if expected is None:
        return False
    return expected.kind == "raises" or (
        expected.kind == "trace" and any(row[0] == "raised" for row in [expected.value["made"]])
    )


def _bare(value: Any) -> bool:
    """Whether a container is empty, so that no junk fits into it."""
    return isinstance(value, list | tuple | dict) and not value


def _reference(package: Package) -> str:
    return package.files[f"submissions/accepted/{package.manifest.reference}"].decode()


def _line(package: Package) -> int | None:
    """Where validate is defined."""
    lines = package.files[FILE].decode().splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith("def validate(")), None)
