"""Simpler inputs of functions and classes: fewer calls, shorter sequences, numbers nearer to zero."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Calls = tuple[tuple[Any, ...], ...] | None
MOST_STEPS = 40
"""By which a number is moved towards zero, each half of the one before; what is beyond is not worth trying."""


def simpler_input(
    args: tuple[Any, ...], calls: Calls, failing: int | None = None
) -> Iterator[tuple[tuple[Any, ...], Calls]]:
    """Inputs with fewer calls, with a simpler argument, or with a simpler argument of one call.

    What comes after the `failing` call goes first: it cannot have made a difference.
    """
    if calls and failing is not None and failing + 1 < len(calls):
        yield args, calls[: failing + 1]
    for fewer in cuts(calls or ()):
        yield args, fewer
    for changed in _one_element(args):
        yield changed, calls
    for place, call in enumerate(calls or ()):
        for changed in _one_element(call[1:]):
            assert calls is not None
            yield args, (*calls[:place], (call[0], *changed), *calls[place + 1 :])


def simpler(value: Any) -> Iterator[Any]:
    """Values of the same type that are simpler: shorter, nearer to zero, or with a simpler element. Ends for every value."""
    match value:
        case bool():
            if value:
                yield False
        case int():
            yield from nearer(value)
        case float():
            if abs(value) < 1e15:  # neither inf nor nan
                yield from map(float, nearer(int(value)))
                if value != int(value):
                    yield float(int(value))
        case str() | bytes():
            yield from cuts(value)
        case list():
            yield from cuts(value)
            yield from _one_element(value)
        case tuple():
            yield from _one_element(value)  # a row, whose fields have places
        case dict():
            items = list(value.items())
            yield from (dict(fewer) for fewer in cuts(items))
            for key, old in items:
                yield from ({**value, key: new} for new in simpler(old))


def nearer(value: int) -> Iterator[int]:
    """Zero, then less and less of a step towards it: half of the way, a quarter of it, at last one."""
    if not value:
        return
    sign, size = (-1, -value) if value < 0 else (1, value)
    yield 0
    steps = dict.fromkeys((*(size >> shift for shift in range(1, MOST_STEPS)), 1))
    yield from (sign * (size - step) for step in steps if 0 < step < size)


def cuts(value: Any) -> Iterator[Any]:
    """The sequence without a stretch of it: halves first, single elements last."""
    size = len(value)
    while size:
        for start in range(0, len(value), size):
            yield value[:start] + value[start + size :]
        size //= 2


def _one_element(values: Any) -> Iterator[Any]:
    """The sequence with one element made simpler."""
    for place, element in enumerate(values):
        for new in simpler(element):
            yield values[:place] + type(values)([new]) + values[place + 1 :]
