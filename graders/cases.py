"""The cases of a package on the host: inputs, expected results, and the texts that show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from graders.package.manifest import Entry
from graders.pretty import LIMIT, Writer, tokens
from graders.report import Shown
from sandboxes import Foreseen
from sandboxes.values import encode, pack

SHOWN_CALLS = 12
"""Calls of a class shown before the one that counts."""


@dataclass(frozen=True)
class Expected:
    """What must come back: a value, an exception of that name, or per call of a class an entry of either."""

    kind: Literal["value", "raises", "trace"]
    value: Any = None
    raises: str = ""


@dataclass(frozen=True, eq=False)
class TestCase:
    """One case. `calls` (class entries) holds ("method", *args); expected is None where an examiner decides."""

    __test__ = False

    number: int
    group: str
    note: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)
    calls: tuple[tuple[Any, ...], ...] | None = None
    expected: Expected | None = None
    self_fit: Any = field(
        default=None, init=False
    )  # how a checker finds the expected value itself, once asked

    @cached_property
    def packed_args(self) -> bytes:
        """The arguments as they enter every candidate's cell, packed once."""
        return pack(self.args)

    @cached_property
    def packed_calls(self) -> bytes:
        """The calls of a class entry as [method, arguments], packed once."""
        return pack([(call[0], tuple(call[1:])) for call in self.calls or ()])

    @cached_property
    def foreseen(self) -> Foreseen | None:
        """The reply of a right answer, if it is the expected one to the letter."""
        if self.expected is None or self.expected.kind == "raises":
            return None
        return Foreseen(encode(self.expected.value), self.expected.value)

    def plain(self) -> dict[str, Any]:
        """The case as the author's checker gets it."""
        fields = ("args", "kwargs", "calls", "group", "note")
        return {name: getattr(self, name) for name in fields}


def show_input(entry: Entry, case: TestCase, upto: int | None = None) -> Shown:
    """The input as text; for a class the constructor and the calls up to number `upto` (0-based)."""
    if entry.type == "program":
        return Shown(text=case.args[0][:LIMIT], truncated=len(case.args[0]) > LIMIT)
    if entry.type == "function":
        return show_call(entry.name, case.args, case.kwargs)
    given = [*zip(entry.parameters, case.args, strict=False), *case.kwargs.items()]
    head = show_call("", (), dict(given)).text[1:-1] or f"{entry.name}()"
    calls = list(case.calls or ())
    last = len(calls) if upto is None else min(upto + 1, len(calls))
    first = max(0, last - SHOWN_CALLS) if upto is not None else 0
    if upto is None and last > 3 * SHOWN_CALLS:
        last = 3 * SHOWN_CALLS
    parts = [head] if not first else [head, f"… {first} calls …"]
    runs = _runs(calls[first:last])
    if upto is None and last < len(calls):
        runs.append(f"… {len(calls) - last} more calls …")
    return Shown(
        text=" · ".join([*parts, *runs]), truncated=bool(first) or (last < len(calls) and upto is None)
    )


def show_call(name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limit: int = 2000) -> Shown:
    """`f([1, 2], k=3)`."""
    out = Writer(limit, [])
    out.add(name + "(")
    for count, (key, value) in enumerate([*((None, arg) for arg in args), *kwargs.items()]):
        out.add(", " if count else "")
        out.add(f"{key}=" if key else "")
        parts, cut = tokens(value, limit=max(limit - out.length, 1))
        out.add("".join(parts))
        out.cut |= cut
    text = "".join(out.tokens)
    return Shown(text=text + (")" if not out.full else "…)"), truncated=out.cut)


def _runs(calls: list[tuple[Any, ...]]) -> list[str]:
    """Calls as text; neighbours of one method stand together, a change of method is marked by a dot."""
    runs: list[list[str]] = []
    previous = None
    for call in calls:
        text = show_call(call[0], tuple(call[1:]), {}, limit=200).text
        if call[0] != previous:
            runs.append([])
        runs[-1].append(text)
        previous = call[0]
    return [" ".join(run) for run in runs]
