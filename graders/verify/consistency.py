"""What must hold of a package's cases before any submission is tried."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from graders.cases import TestCase
from graders.caseset import case_set, drawn_fixed, fixed_cases, fresh_cases, same_cases
from graders.cells import Author
from graders.faults import AuthorFault
from graders.growth.drawing import draw_scaled, plain_cases
from graders.kinds.function.decide import Typed
from graders.kinds.function.own import positional
from graders.kinds.function.traces import CONSTRUCTOR
from graders.kinds.program.decide import Written
from graders.outcomes import Failure
from graders.package.checker_spec import Exact
from graders.package.model import Package
from graders.package.samples import Claim, Sample
from graders.package.scaling import Growth
from graders.verify.jobs import SEED
from sandboxes import Ending, Outcome, Pool, Raised
from sandboxes.values import encode

Problem = tuple[str, str | None, int | None]
"""What is wrong, in which file, on which line."""


def check_cases(package: Package, pool: Pool) -> list[Problem]:
    """Everything that is wrong with the cases, the statement's samples and the validator."""
    with Author(pool, package) as author:
        try:
            fixed = fixed_cases(package, pool)
            fresh = fresh_cases(package, author, SEED) if package.draws_fresh else []
            found = [*_repeatable(package, author, fixed, fresh), *_same_number(package, pool, fresh)]
            found += _groups(package, fixed, fresh)
            scaled = plain_cases(draw_scaled(package, author, SEED))
            found += _valid(author, [*fixed, *fresh]) if package.manifest.kind != "design" else []
            found += _valid_sizes(author, scaled)
        except AuthorFault as fault:
            return [(fault.text, "cases.py", None)]
    return [*found, *_samples(package, fixed)]


def _repeatable(
    package: Package, author: Author, fixed: list[TestCase], fresh: list[TestCase]
) -> Iterator[Problem]:
    """Cases drawn again from one seed must be the same: a verdict is to be replayed years later."""
    drawn = {"cases": (fixed, drawn_fixed(package, author)), "fresh": (fresh, author.cases("fresh", SEED))}
    for which, (known, again) in drawn.items():
        if not same_cases(package, known, again):
            yield f"{which}(rng) yields other cases when called again with the same rng", "cases.py", None


def _same_number(package: Package, pool: Pool, fresh: list[TestCase]) -> Iterator[Problem]:
    """A submission's progress counts on as many fresh cases as were drawn first."""
    if len(fresh) != (usual := case_set(package, pool).fresh):
        yield f"fresh(rng) yields {len(fresh)} cases with one rng and {usual} with another", "cases.py", None


def _groups(package: Package, fixed: list[TestCase], fresh: list[TestCase]) -> Iterator[Problem]:
    used = {case.group for case in fixed}
    for group in package.manifest.groups:
        if package.has_examiner:
            break  # an examiner's checks may be in groups of their own; what an accepted submission earns shows it
        if group.id not in used and group.id not in {case.group for case in fresh}:
            yield f"no case is in the group {group.id!r}", "cases.py", None
    visible = package.manifest.run.cases
    if package.manifest.groups and visible not in used:
        yield f"no fixed case is in the group {visible!r} that Run uses", "cases.py", None


def _valid(author: Author, cases: list[TestCase]) -> Iterator[Problem]:
    for case in cases:
        calls = None if case.calls is None else list(case.calls)
        if refused := author.refusal(case.args, case.kwargs, calls):
            yield f"validate refuses case {case.number} ({case.group}): {refused}", "cases.py", None


def _valid_sizes(author: Author, scaled: list[tuple[Growth, TestCase]]) -> Iterator[Problem]:
    for growth, case in scaled:
        calls = None if case.calls is None else list(case.calls)
        if refused := author.refusal(case.args, case.kwargs, calls):
            yield f"validate refuses what {growth.cases}(rng, size) gives: {refused}", "cases.py", None


def _samples(package: Package, fixed: list[TestCase]) -> Iterator[Problem]:
    """The blocks of the statement must be the first cases of the visible group, with what those expect."""
    visible = [case for case in fixed if case.group == package.manifest.run.cases]
    if package.manifest.kind == "design":  # what the candidate's function is called with
        visible = [dataclasses.replace(case, args=(case.args[0]["traffic"],)) for case in fixed]
    for number, sample in enumerate(package.samples, start=1):
        if number > len(visible):
            yield f"sample {number} has no case in the visible group", "statement.md", sample.line
        elif difference := _sample_difference(package, sample, visible[number - 1]):
            yield f"sample {number} is not case {number}: {difference}", "statement.md", sample.line


def _sample_difference(package: Package, sample: Sample, case: TestCase) -> str | None:
    entry = package.manifest.entry
    args, kwargs = positional(entry, sample.input)
    other = positional(entry, dataclasses.replace(sample.input, args=case.args, kwargs=case.kwargs))
    if encode([args, kwargs, sample.input.calls]) != encode([*other, case.calls]):
        return "the input differs"
    if case.expected is None:
        return None
    if entry.type == "program":
        return _words(_writer(package).fit(case, _written(sample)).failure)
    wanted = _claimed(case, sample.claims)
    failed = _judge(package).fit(case, wanted).failure if wanted else None
    return _words(failed)


def _written(sample: Sample) -> Outcome:
    """The outcome of a program that writes what the sample shows."""
    return Outcome(Ending.RETURNED, stdout=str(sample.claims[0].value).encode())


def _writer(package: Package) -> Written:
    """The package's typed checker; the statement of one with a checker of its own must agree line by line."""
    return Written(package)


def _claimed(case: TestCase, claims: dict[int, Claim]) -> Outcome | None:
    """The outcome that a candidate with the claimed results would have had."""
    if case.calls is None:
        claim = claims.get(0)
        if claim is None:
            return None
        if claim.raises:
            return Outcome(Ending.RAISED, error=Raised(claim.raises, ""))
        return Outcome(Ending.RETURNED, claim.value)
    assert case.expected is not None
    entries = [case.expected.value["made"], *case.expected.value["results"]]
    for index, claim in claims.items():
        entries[index] = ["raised", claim.raises, ""] if claim.raises else ["value", claim.value]
    return Outcome(Ending.RETURNED, {"made": entries[CONSTRUCTOR + 1], "results": entries[1:]})


def _judge(package: Package) -> Typed:
    """The package's typed checker; the statement of one with a checker of its own must be exact."""
    return Typed(package if package.checker else dataclasses.replace(package, checker=Exact()))


def _words(failed: Failure | None) -> str | None:
    return failed.note.text if failed else None
