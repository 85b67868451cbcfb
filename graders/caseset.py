"""The cases of a package with their expected results: made once per digest in the author's cell, then cached."""

from __future__ import annotations

import threading
from collections import defaultdict
from pathlib import Path
from typing import Any

from graders import ENGINE_VERSION, settings
from graders.cases import Expected, TestCase
from graders.cells import Author, ending_words
from graders.faults import AuthorFault
from graders.package.model import Package
from sandboxes import Ending, Pool
from sandboxes.values import Bounds, ValueRefused, decode, encode

_BOUNDS = Bounds(bytes=1 << 30, depth=200, items=1 << 28)
_KEPT = 64
_memory: dict[str, list[TestCase]] = {}
_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def fixed_cases(package: Package, pool: Pool) -> list[TestCase]:
    """The cases every submission of this version gets, in the order of the manifest's groups."""
    with _locks[package.digest]:
        if package.digest not in _memory:
            while len(_memory) >= _KEPT:
                _memory.pop(next(iter(_memory)))
            _memory[package.digest] = _from_disk(package) or _made(package, pool)
        return _memory[package.digest]


def forget(digest: str) -> None:
    """Drop a version's cases from memory and disk, for whoever wants them made afresh."""
    _memory.pop(digest, None)
    _file(digest).unlink(missing_ok=True)


def fresh_cases(package: Package, author: Author, seed: int) -> list[TestCase]:
    """The cases drawn for one submission from its secret seed; none if the package declares none."""
    made = author.call("generate", "fresh", seed)
    return [] if made is None else build(package, author, made)


def in_order(package: Package, cases: list[TestCase]) -> list[TestCase]:
    """Cases by their group's place in the manifest, numbered from 1."""
    order = {group.id: place for place, group in enumerate(package.manifest.groups)}
    ranked = sorted(cases, key=lambda case: order.get(case.group, 0))
    return [_numbered(case, number) for number, case in enumerate(ranked, start=1)]


def build(package: Package, author: Author, made: list[dict[str, Any]]) -> list[TestCase]:
    """Cases from what the author's generator yielded, with what the reference gives for each."""
    return [_case(package, author, fields, number) for number, fields in enumerate(made, start=1)]


def expected_of(package: Package, author: Author, case: TestCase) -> Expected:
    """What the reference gives for a case: a value, an exception, or a trace."""
    outcome = author.reference(case)
    if outcome.ending is Ending.RAISED and outcome.error is not None:
        return Expected("raises", raises=outcome.error.type)
    if outcome.ending is not Ending.RETURNED:
        raise AuthorFault(f"{package.set_slug}/{package.slug}: the reference {ending_words(outcome)}")
    return Expected("value" if package.manifest.entry.type == "function" else "trace", outcome.value)


def _case(package: Package, author: Author, fields: dict[str, Any], number: int) -> TestCase:
    entry, where = package.manifest.entry, f"{package.set_slug}/{package.slug}: case {number}"
    if package.manifest.groups and not package.manifest.group(fields["group"]):
        raise AuthorFault(f"{where} is in the group {fields['group']!r}, which problem.toml does not have")
    if (fields["calls"] is not None) != (entry.type == "class") and not package.has_examiner:
        raise AuthorFault(
            f"{where}: a {entry.type} entry {'needs' if entry.type == 'class' else 'has no'} calls"
        )
    if entry.type == "class" and fields["kwargs"]:
        raise AuthorFault(f"{where}: give the constructor's arguments by position")
    calls = None if fields["calls"] is None else tuple(tuple(call) for call in fields["calls"])
    case = TestCase(number, fields["group"], fields["note"], fields["args"], fields["kwargs"], calls)
    if package.has_examiner or package.manifest.kind == "design":
        return case
    return _with_expected(case, _expected(package, author, case, fields, where))


def _expected(
    package: Package, author: Author, case: TestCase, fields: dict[str, Any], where: str
) -> Expected:
    if fields["raises"]:
        return Expected("raises", raises=fields["raises"])
    if "expected" in fields:
        if case.calls is None:
            return Expected("value", fields["expected"])
        results = [["value", value] for value in fields["expected"]]
        if len(results) != len(case.calls):
            raise AuthorFault(f"{where}: {len(case.calls)} calls, but {len(results)} expected values")
        return Expected("trace", {"made": ["value", None], "results": results})
    expected = expected_of(package, author, case)
    if expected.kind == "raises":
        raise AuthorFault(f"{where}: the reference raised {expected.raises}; say raises= if it should")
    return expected


def _with_expected(case: TestCase, expected: Expected) -> TestCase:
    return TestCase(case.number, case.group, case.note, case.args, case.kwargs, case.calls, expected)


def _numbered(case: TestCase, number: int) -> TestCase:
    if case.number == number:
        return case
    return TestCase(number, case.group, case.note, case.args, case.kwargs, case.calls, case.expected)


def _made(package: Package, pool: Pool) -> list[TestCase]:
    with Author(pool, package) as author:
        made = author.call("generate", "cases", f"{package.set_slug}/{package.slug}")
        if not made:
            raise AuthorFault(f"{package.set_slug}/{package.slug}: cases.py yields no case")
        cases = in_order(package, build(package, author, made))
    settings.write_atomically(_file(package.digest), encode([_record(case) for case in cases]))
    return cases


def _file(digest: str) -> Path:
    return settings.cache("cases") / f"{digest.partition(':')[2]}-{ENGINE_VERSION}.bin"


def _record(case: TestCase) -> list[Any]:
    expected = case.expected and [case.expected.kind, case.expected.value, case.expected.raises]
    return [case.number, case.group, case.note, case.args, case.kwargs, case.calls, expected]


def _of_record(
    number: int, group: str, note: str, args: Any, kwargs: Any, calls: Any, expected: list[Any] | None
) -> TestCase:
    return TestCase(number, group, note, args, kwargs, calls, Expected(*expected) if expected else None)


def _from_disk(package: Package) -> list[TestCase] | None:
    try:
        records = decode(_file(package.digest).read_bytes(), _BOUNDS)
        return [_of_record(*record) for record in records]
    except (FileNotFoundError, ValueRefused, TypeError):
        return None
