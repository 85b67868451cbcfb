"""Junk made of a good argument and its type."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graders.verify.inputs.types import ANY, Type

HUGE_INT = 10**400
HUGE_TEXT = "x" * 1_000_000
MANY = 300_000
DEEP = 60
"""Lists within lists: fewer than a value may have on its way into a cell, more than any signature asks for."""
EDGES: dict[str, tuple[Any, ...]] = {
    "int": (0, -1, 2**63),
    "float": (0.0, -1.0, math.nan, math.inf, -math.inf, 1e308, 5e-324),
    "str": ("", "\0", "é"),
}
"""Values of the right type that a problem may allow or not."""


@dataclass(frozen=True)
class Junk:
    """A value in place of an argument; a `wrong` one has no right type or is beyond all measure, and must be refused."""

    name: str
    value: Any
    wrong: bool


def junk(good: Any, kind: Type, top: bool = True) -> Iterator[Junk]:
    """Junk in place of `good`: of another type, too deep, too large, and on the edge of what is allowed."""
    for name, value in (
        ("None", None),
        ("a text", "junk"),
        ("a number", 7),
        ("a list", [[]]),
        ("a dict", {}),
    ):
        wanted = {"None": "None", "a text": "str", "a number": "int", "a list": "list", "a dict": "dict"}[
            name
        ]
        if not kind.takes(wanted, *(("float",) if wanted == "int" else ())):
            yield Junk(name, value, wrong=True)
    if kind.takes("int") and not kind.takes("float"):
        yield Junk("half a number", 0.5, wrong=True)
    if not kind.takes("any"):
        yield Junk("lists within lists", _nested(), wrong=True)
    if isinstance(good, list | tuple):
        yield from _in_sequence(good, kind, top)
    elif isinstance(good, dict):
        yield from _in_dict(good, kind)
    elif type(good) in (int, float, str):
        yield from _scalar(good, kind)


def _scalar(good: Any, kind: Type) -> Iterator[Junk]:
    names = ("int", "float") if kind.takes("float") else (type(good).__name__,)
    for name in names:
        for value in EDGES[name]:
            yield Junk(f"the {name} {value!r}", value, wrong=False)
    if type(good) is str:
        yield Junk("a text of a million characters", HUGE_TEXT, wrong=True)
    else:
        yield Junk("a number of 400 digits", HUGE_INT, wrong=False)


def _in_sequence(good: list[Any] | tuple[Any, ...], kind: Type, top: bool) -> Iterator[Junk]:
    of = type(good)
    if of is list:
        yield Junk("an empty list", [], wrong=False)
        if good and top:
            yield Junk("300 000 elements", [good[0]] * MANY, wrong=True)
        if good:
            yield Junk("an element twice", [*good, good[-1]], wrong=False)
    else:
        yield Junk("a tuple that is too short", good[:-1], wrong=True)
        yield Junk("a tuple that is too long", (*good, *good[-1:]), wrong=True)
    if not good:
        return
    places = [len(good) - 1] if of is list else range(len(good))
    for place in places:
        for inner in junk(good[place], _part(kind, of.__name__, place), top=False):
            changed = of([*good[:place], inner.value, *good[place + 1 :]])
            yield Junk(f"[{place}]: {inner.name}", changed, inner.wrong)


def _in_dict(good: dict[Any, Any], kind: Type) -> Iterator[Junk]:
    yield Junk("an empty dict", {}, wrong=False)
    if not good:
        return
    key = next(reversed(good))
    (of,) = [choice for choice in kind.choices if choice.name == "dict"][:1] or [ANY]
    keys, values = of.parts if len(of.parts) == 2 else (ANY, ANY)
    if not keys.takes("int"):
        yield Junk("a number for a key", {**good, 7: good[key]}, wrong=True)
    if not keys.takes("str"):
        yield Junk("a text for a key", {**good, "junk": good[key]}, wrong=True)
    for inner in junk(good[key], values, top=False):
        yield Junk(f"[{key!r}]: {inner.name}", {**good, key: inner.value}, inner.wrong)


def _part(kind: Type, name: str, place: int) -> Type:
    """The type of an element."""
    for choice in kind.choices:
        if choice.name == name and choice.parts:
            return choice.parts[0] if name == "list" else (*choice.parts, ANY)[min(place, len(choice.parts))]
    return ANY


def _nested() -> Any:
    value: Any = []
    for _ in range(DEEP):
        value = [value]
    return value
