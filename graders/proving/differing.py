"""For a mutant that survives: an input on which it differs from the original, found by search.

Inputs come from the author's own generator under other seeds, and from what lies near the fixed cases where the author's
`validate` agrees. Both run in cells; what is expected comes from the reference.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graders.cases import TestCase, show_input
from graders.caseset import build, expected_of, fixed_cases
from graders.cells import Author, author_limits, candidate_cell, candidate_limits, evaluation
from graders.faults import AuthorFault
from graders.kinds import registry
from graders.kinds.function.decide import Decider
from graders.package.model import SUBMISSION, Package
from graders.report import CaseRow
from graders.shrinking.search import MOST_BYTES, RUN_S, Failing, Search
from graders.shrinking.texts import simpler_text
from graders.shrinking.values import simpler_input
from graders.verdict import Verdict
from graders.verify.mutants.generate import Mutant
from graders.verify.mutants.run import accepted
from sandboxes import Pool
from sandboxes.values import encode

EACH_S, ALL_S, SMALLER_S = 4.0, 40.0, 1.5
"""Seconds of search for one mutant, for all of them, and for a smaller input once one is found."""
MOST = 12
"""Mutants that are searched for."""
SEEDS = 40
NEAR = 8
"""Fixed cases, the smallest ones, whose neighbours are tried."""
LONGEST = 4000
"""Characters of a case as source that anybody would want in a file."""


@dataclass(frozen=True)
class Differing:
    """An input, what is expected on it, what the mutant gives, and the case as a line of cases.py, if it can be one."""

    input: str
    expected: str
    actual: str
    source: str | None
    generated: bool  # by the author's generator, under another seed


def search(
    package: Package,
    pool: Pool,
    survivors: Sequence[Mutant],
    tell: Callable[[Mutant, Differing | None], None],
    look: Callable[[], None],
) -> None:
    """Look for an input for each of the first survivors; `look` may raise to end it."""
    if not survivors or package.manifest.kind not in ("function", "program") or package.has_examiner:
        return
    until = time.monotonic() + ALL_S
    limits = replace(author_limits(package.manifest.limits), wall_s=EACH_S)
    sources = accepted(package)
    with Author(pool, package, limits) as author:
        for mutant in survivors[:MOST]:
            look()
            if time.monotonic() > until:
                return
            try:
                found = _Hunt(package, pool, author, sources[mutant.file], mutant.source).run(look)
            except AuthorFault:  # a generator or reference that fails on what nobody asked of it before
                found = None
            tell(mutant, found)


class _Hunt:
    """One mutant on many inputs, until one tells it from its original."""

    def __init__(self, package: Package, pool: Pool, author: Author, original: str, mutant: str) -> None:
        self.package, self.pool, self.author = package, pool, author
        self.original, self.mutant = original, mutant
        self.until = time.monotonic() + EACH_S
        self.validated = b"def validate" in package.files.get("cases.py", b"")
        self.judge: Decider = registry.decider(package, author)

    def run(self, look: Callable[[], None]) -> Differing | None:
        """The difference, made as small as a moment allows."""
        limits = self.package.manifest.limits
        quick = replace(candidate_limits(self.package.manifest), wall_s=min(2 * RUN_S, limits.wall_s))
        with (
            candidate_cell(self.pool, self.package, {SUBMISSION: self.mutant}, quick) as mutated,
            candidate_cell(self.pool, self.package, {SUBMISSION: self.original}, quick) as original,
        ):
            for case, generated in self._inputs():
                look()
                if time.monotonic() > self.until:
                    return None
                if len(case.packed_args) + len(case.packed_calls) > MOST_BYTES:
                    continue
                outcome = mutated.run(evaluation(SUBMISSION, self.package.manifest.entry, case))
                fit = self.judge.fit(case, outcome)
                if fit.failure is None or fit.failure.verdict is Verdict.TLE:
                    continue
                same = original.run(evaluation(SUBMISSION, self.package.manifest.entry, case))
                if self.judge.fit(case, same).failure is not None:
                    continue
                row = CaseRow(number=case.number, group=case.group, hidden=False, verdict=fit.failure.verdict)
                self.judge.fill(row, case, outcome, fit)
                found = Failing(case, row, fit.failure, fit.call)
                if self.validated:
                    smaller = Search(
                        self.package, self.author, mutated, case, time.monotonic() + SMALLER_S
                    ).run()
                    if smaller:
                        found, generated = smaller, False
                return self._shown(found, generated)
        return None

    def _inputs(self) -> Iterator[tuple[TestCase, bool]]:
        fixed = sorted(
            fixed_cases(self.package, self.pool), key=lambda one: len(one.packed_args) + len(one.packed_calls)
        )
        if self.validated:
            yield from ((case, False) for case in self._near(fixed[:NEAR]))
        which, name = (
            ("fresh" if self.package.draws_fresh else "cases"),
            f"{self.package.set_slug}/{self.package.slug}",
        )
        for number in range(1, SEEDS + 1):
            made = self.author.cases(which, number if which == "fresh" else f"{name} {number}")
            for case in build(self.package, self.author, made or []):
                yield case, True

    def _near(self, fixed: Sequence[TestCase]) -> Iterator[TestCase]:
        """Inputs beside the smallest fixed ones: simpler, and on the edge of what is allowed."""
        seen: set[bytes] = set()
        for case in fixed:
            for args, calls in self._changed(case):
                key = encode([args, calls])
                if key in seen:
                    continue
                seen.add(key)
                other = TestCase(case.number, case.group, "", args, case.kwargs, calls)
                if self.author.refusal(args, case.kwargs, None if calls is None else list(calls)) is not None:
                    continue
                try:
                    yield replace(other, expected=expected_of(self.package, self.author, other))
                except AuthorFault:
                    continue

    def _changed(self, case: TestCase) -> Iterator[tuple[tuple[Any, ...], Any]]:
        if self.package.manifest.kind == "program":
            yield from (((text,), None) for text in simpler_text(case.args[0]))
            return
        for place, value in enumerate(case.args):
            yield from ((_put(case.args, place, new), case.calls) for new in _edges(value))
        for number, call in enumerate(case.calls or ()):
            for place, value in enumerate(call[1:], start=1):
                for new in _edges(value):
                    assert case.calls is not None
                    changed = _put(call, place, new)
                    yield case.args, (*case.calls[:number], changed, *case.calls[number + 1 :])
        yield from simpler_input(case.args, case.calls)

    def _shown(self, found: Failing, generated: bool) -> Differing:
        entry, row = self.package.manifest.entry, found.row
        text = row.input.text if row.input else show_input(entry, found.case).text
        return Differing(
            input=text,
            expected=row.expected.text if row.expected else "",
            actual=row.actual.text if row.actual else found.failure.note.text,
            source=case_source(self.package, found.case),
            generated=generated,
        )


def case_source(package: Package, case: TestCase) -> str | None:
    """The case as `Case(…)`; None where a value has no short literal."""
    group = case.group
    if group == package.manifest.run.cases:  # what is shown to everybody is no place for it
        group = next((one.id for one in package.manifest.groups if one.id != group), group)
    words: list[str] = []
    program = package.manifest.entry.type == "program"
    pairs = [("stdin", case.args[0])] if program else [("args", case.args)]
    pairs += [("kwargs", case.kwargs)] if case.kwargs else []
    pairs += [("calls", list(case.calls))] if case.calls is not None else []
    pairs += [("raises", case.expected.raises)] if case.expected and case.expected.kind == "raises" else []
    pairs += [("group", group)] if group else []
    for name, value in pairs:
        text = literal(value)
        if text is None:
            return None
        words.append(f"{name}={text}")
    source = f"Case({', '.join(words)})"
    return source if len(source) <= LONGEST else None


def literal(value: Any) -> str | None:
    """Python source of a plain value; None for anything else."""
    match value:
        case None | bool() | int() | str() | bytes():
            return repr(value)
        case float():
            return repr(value) if math.isfinite(value) else f"float({str(value)!r})"
        case list() | tuple():
            parts = [literal(item) for item in value]
            if any(part is None for part in parts):
                return None
            inner = ", ".join(map(str, parts))
            return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
        case dict():
            pairs = [(literal(key), literal(item)) for key, item in value.items()]
            if any(key is None or item is None for key, item in pairs):
                return None
            return "{" + ", ".join(f"{key}: {item}" for key, item in pairs) + "}"
    return None


def _put(values: tuple[Any, ...], place: int, new: Any) -> tuple[Any, ...]:
    return (*values[:place], new, *values[place + 1 :])


def _edges(value: Any) -> Iterator[Any]:
    """Values of the same type where mistakes of one more or less show."""
    match value:
        case bool():
            yield not value
        case int():
            yield from (new for new in (0, 1, -1, value - 1, value + 1) if new != value)
        case float():
            yield from (new for new in (0.0, 1.0, -1.0, value / 2) if new != value)
        case list() if value:
            yield from ([*value, value[-1]], [value[0], *value], value[::-1], [])
        case str() if value:
            yield from ("", value + value[-1], value[::-1])
