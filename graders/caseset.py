"""The cases of a package with their expected results: made once per digest (and size) in the author's cell, then cached."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from graders import ENGINE_VERSION, settings
from graders.cases import Expected, TestCase
from graders.cells import Author, ending_words
from graders.checkers.base import find_opaque
from graders.faults import AuthorFault
from graders.kinds.program.data import file_cases
from graders.package.model import Package
from sandboxes import Ending, Outcome, Pool
from sandboxes.values import Bounds, ValueRefused, decode, encode


@dataclass(frozen=True)
class CaseSet:
    """The fixed cases of a version in the order of its groups, and how many fresh ones a submission gets."""

    fixed: list[TestCase]
    fresh: int


_BOUNDS = Bounds(bytes=1 << 30, depth=200, items=1 << 28)
_KEPT = 128
_FORMAT = 2  # of the file that keeps a case set
log = logging.getLogger(__name__)
_memory: dict[str, CaseSet] = {}
_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def case_set(package: Package, pool: Pool) -> CaseSet:
    """The cases of this version, from the cache or made now."""
    with _locks[package.case_key]:
        if package.case_key not in _memory:
            while len(_memory) >= _KEPT:
                _memory.pop(next(iter(_memory)))
            _memory[package.case_key] = _from_disk(package) or _made(package, pool)
        return _memory[package.case_key]


def fixed_cases(package: Package, pool: Pool) -> list[TestCase]:
    """The cases every submission of this version gets, in the order of the manifest's groups."""
    return case_set(package, pool).fixed


def forget(digest: str) -> None:
    """Drop a version's cases from memory and disk, for whoever wants them made afresh."""
    _memory.pop(digest, None)
    _file(digest).unlink(missing_ok=True)


def is_on_disk(package: Package) -> bool:
    """Whether the cases of this version are kept beyond this process."""
    return _file(package.case_key).exists()


def take_off_disk(package: Package) -> None:
    """Keep the cases of this version in memory alone, for whoever tries a draft that may never be seen again."""
    _file(package.case_key).unlink(missing_ok=True)


def fresh_cases(package: Package, author: Author, seed: int, after: int = 0) -> list[TestCase]:
    """The cases drawn for one submission from its secret seed, numbered behind `after`; none if none are declared."""
    made = author.cases("fresh", seed)
    return [] if made is None else in_order(package, build(package, author, made), after)


def in_order(package: Package, cases: list[TestCase], after: int = 0) -> list[TestCase]:
    """Cases by their group's place in the manifest, numbered from `after` + 1."""
    order = {group.id: place for place, group in enumerate(package.manifest.groups)}
    ranked = sorted(cases, key=lambda case: order.get(case.group, 0))
    return [replace(case, number=number) for number, case in enumerate(ranked, start=after + 1)]


def build(package: Package, author: Author, made: list[dict[str, Any]]) -> list[TestCase]:
    """Cases from what the author's generator yielded, with what the reference gives for each."""
    cases = [_case(package, fields, number) for number, fields in enumerate(made, start=1)]
    if package.has_examiner or package.manifest.kind == "design":
        return cases
    stated = [_stated(package, case, fields) for case, fields in zip(cases, made, strict=True)]
    asked = [case for case, expected in zip(cases, stated, strict=True) if expected is None]
    given = iter(_given(package, author, asked))
    return [replace(case, expected=word or next(given)) for case, word in zip(cases, stated, strict=True)]


def build_batch(package: Package, author: Author, made: list[dict[str, Any]], where: str) -> list[TestCase]:
    """Cases whose expected values the reference gives in one run for all, none of which it may refuse."""
    cases = [_case(package, fields, number) for number, fields in enumerate(made, start=1)]
    values = author.batch(cases, where)
    kind: Literal["value", "trace"] = "value" if package.manifest.entry.type == "function" else "trace"
    if found := find_opaque(values):
        raise AuthorFault(f"{where}: the reference returned an object of type {found.type_name}")
    return [replace(case, expected=Expected(kind, value)) for case, value in zip(cases, values, strict=True)]


def same_cases(package: Package, cases: Sequence[TestCase], made: list[dict[str, Any]] | None) -> bool:
    """Whether what the author's generator yielded are these cases, with the results that it states itself."""
    again = [_case(package, fields, number) for number, fields in enumerate(made or [], start=1)]
    if not package.has_examiner and package.manifest.kind != "design":
        stated = [_stated(package, case, fields) for case, fields in zip(again, made or [], strict=True)]
        again = [replace(case, expected=word) for case, word in zip(again, stated, strict=True)]
    drawn = in_order(package, again)
    return len(drawn) == len(cases) and all(
        encode(_drawn(one)) == encode(_drawn(other))
        and (one.expected is None or encode(_result(one)) == encode(_result(other)))
        for one, other in zip(drawn, cases, strict=True)
    )


def _drawn(case: TestCase) -> list[Any]:
    return [case.group, case.note, case.args, case.kwargs, case.calls]


def _result(case: TestCase) -> list[Any] | None:
    return [case.expected.kind, case.expected.value, case.expected.raises] if case.expected else None


def expected_of(package: Package, author: Author, case: TestCase) -> Expected:
    """What the reference gives for a case: a value, an exception, or a trace."""
    (outcome,) = author.references([case])
    return expected_from(package, outcome)


def _case(package: Package, fields: dict[str, Any], number: int) -> TestCase:
    entry, where = package.manifest.entry, _where(package, number)
    if entry.type == "program" and not _is_text(fields):
        raise AuthorFault(
            f"{where}: a program reads text and writes text: Case(stdin=…), perhaps with expected=…"
        )
    if package.manifest.groups and not package.manifest.group(fields["group"]):
        raise AuthorFault(f"{where} is in the group {fields['group']!r}, which problem.toml does not have")
    if (fields["calls"] is not None) != (entry.type == "class") and not package.has_examiner:
        raise AuthorFault(
            f"{where}: a {entry.type} entry {'needs' if entry.type == 'class' else 'has no'} calls"
        )
    if entry.type == "class" and fields["kwargs"]:
        raise AuthorFault(f"{where}: give the constructor's arguments by position")
    calls = None if fields["calls"] is None else tuple(tuple(call) for call in fields["calls"])
    values = [fields["args"], fields["kwargs"], fields["calls"], fields.get("expected")]
    if found := find_opaque(values):
        raise AuthorFault(f"{where} holds an object of type {found.type_name}, which cannot leave its cell")
    return TestCase(number, fields["group"], fields["note"], fields["args"], fields["kwargs"], calls)


def _is_text(fields: dict[str, Any]) -> bool:
    """Whether a case is a text to read, and states no other result than a text."""
    texts = [*fields["args"], fields.get("expected", "")]
    plain = not fields["kwargs"] and fields["calls"] is None and fields["raises"] is None
    return plain and len(texts) == 2 and all(isinstance(text, str) for text in texts)


def _stated(package: Package, case: TestCase, fields: dict[str, Any]) -> Expected | None:
    """What the generator itself says must come back, if it does."""
    if fields["raises"]:
        return Expected("raises", raises=fields["raises"])
    if "expected" not in fields:
        return None
    if case.calls is None:
        return Expected("value", fields["expected"])
    results = [["value", value] for value in fields["expected"]]
    if len(results) != len(case.calls):
        raise AuthorFault(
            f"{_where(package, case.number)}: {len(case.calls)} calls, but {len(results)} expected values"
        )
    return Expected("trace", {"made": ["value", None], "results": results})


def expected_from(package: Package, outcome: Outcome) -> Expected:
    """What the reference's outcome asks of others."""
    if package.manifest.entry.type == "program":
        return Expected("value", _written(package, outcome))
    if found := find_opaque(outcome.value):
        name = f"{package.set_slug}/{package.slug}"
        raise AuthorFault(f"{name}: the reference returned an object of type {found.type_name}")
    if outcome.ending is Ending.RAISED and outcome.error is not None:
        return Expected("raises", raises=outcome.error.type)
    return Expected("value" if package.manifest.entry.type == "function" else "trace", outcome.value)


def _written(package: Package, outcome: Outcome) -> str:
    """All that the reference program wrote, if it ended as a program should."""
    name = f"{package.set_slug}/{package.slug}"
    if outcome.ending is not Ending.RETURNED and (outcome.ending, outcome.exit_code) != (Ending.EXITED, 0):
        raise AuthorFault(f"{name}: the reference {ending_words(outcome)}")
    if outcome.stdout_truncated:
        limit = package.manifest.limits.output_kib
        raise AuthorFault(
            f"{name}: the reference writes more than {limit} KiB; raise output_kib, or shorten the case"
        )
    try:
        return outcome.stdout.decode()
    except UnicodeDecodeError as error:
        raise AuthorFault(f"{name}: the reference writes no UTF-8 text: {error.reason}") from None


def _given(package: Package, author: Author, cases: list[TestCase]) -> Iterator[Expected]:
    """What the reference gives for each case, none of which it may refuse."""
    for case, outcome in zip(cases, author.references(cases), strict=True):
        expected = expected_from(package, outcome)
        if expected.kind == "raises":
            where = _where(package, case.number)
            raise AuthorFault(f"{where}: the reference raised {expected.raises}; say raises= if it should")
        yield expected


def _where(package: Package, number: int) -> str:
    return f"{package.set_slug}/{package.slug}: case {number}"


def _made(package: Package, pool: Pool) -> CaseSet:
    with Author(pool, package) as author:
        made = drawn_fixed(package, author)
        if not made:
            raise AuthorFault(f"{package.set_slug}/{package.slug}: cases.py yields no case")
        drawn = author.cases("fresh", 0)
        cases = CaseSet(in_order(package, build(package, author, made)), len(drawn or ()))
    _keep(package, cases)
    return cases


def drawn_fixed(package: Package, author: Author) -> list[dict[str, Any]]:
    """What the files and the generator of a package yield for its fixed cases: the same each time, if it is sound."""
    return [*file_cases(package), *(author.cases("cases", f"{package.set_slug}/{package.slug}") or ())]


def _keep(package: Package, cases: CaseSet) -> None:
    records = [cases.fresh, [_record(case) for case in cases.fixed]]
    try:
        settings.write_atomically(_file(package.case_key), encode(records))
    except OSError as error:  # a full disk costs the next worker some time, and this submission nothing
        log.warning("the cases of %s are not kept: %s", package.slug, error)


def _file(key: str) -> Path:
    return settings.cache("cases") / f"{key.partition(':')[2]}-{ENGINE_VERSION}.{_FORMAT}.bin"


def _record(case: TestCase) -> list[Any]:
    return [case.number, *_drawn(case), _result(case)]


def _of_record(
    number: int, group: str, note: str, args: Any, kwargs: Any, calls: Any, expected: list[Any] | None
) -> TestCase:
    return TestCase(number, group, note, args, kwargs, calls, Expected(*expected) if expected else None)


def _from_disk(package: Package) -> CaseSet | None:
    try:
        fresh, records = decode(_file(package.case_key).read_bytes(), _BOUNDS)
        return CaseSet([_of_record(*record) for record in records], fresh)
    except (OSError, ValueRefused, TypeError, ValueError):
        return None
