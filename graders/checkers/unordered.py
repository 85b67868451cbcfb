"""Sequences in any order: elements are matched one to one under another checker."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

from graders.checkers.base import Checker, Mismatch, Path, brief, scalar
from graders.checkers.structure import elements, is_number, wrong_type
from sandboxes.values import Array, Opaque

MATCHED = 500
"""Up to so many elements that are not identical are matched to each other; beyond, they count as wrong."""


@dataclass(frozen=True)
class Unordered:
    """A sequence as a bag of elements; `exact` says that `items` knows no tolerances."""

    items: Checker
    exact: bool = False

    def compare(self, expected: Any, actual: Any, path: Path = ()) -> Mismatch | None:
        """The first element that nothing matches, or a wrong number of elements."""
        if not isinstance(actual, list | tuple):
            mismatch = wrong_type(expected, actual, path)
            if isinstance(actual, Opaque) and actual.type_name in ("set", "frozenset"):
                return Mismatch(path, mismatch.id, mismatch.text + "; return sorted(...) or list(...) of it")
            return mismatch
        left, right = _without_twins(list(expected), list(actual), self.exact)
        unmatched = self._unmatched([expected[i] for i in left], [actual[i] for i in right])
        if unmatched:
            index = right[unmatched[0]]
            text = f"{brief(actual[index])} is not among the expected elements, or not so often"
            return Mismatch((*path, index), "wa.element", text)
        if len(expected) != len(actual):
            text = f"expected {elements(len(expected))}, got {elements(len(actual))}"
            return Mismatch(path, "wa.length", text)
        return None

    def _unmatched(self, expected: list[Any], actual: list[Any]) -> list[int]:
        """Indices into `actual` that stay without a partner in a largest matching."""
        numbers = [scalar(value) for value in (*expected, *actual)]
        if len(expected) == len(actual) and all(
            is_number(n) and n == n and type(n) is not complex for n in numbers
        ):
            left, right = sorted(map(scalar, expected)), sorted(map(scalar, actual))
            wrong = [b for a, b in zip(left, right, strict=True) if self.items.compare(a, b)]
            return [i for i, value in enumerate(actual) if scalar(value) in wrong]
        if len(actual) > MATCHED:
            return [0]
        partner: dict[int, int] = {}  # index into expected -> index into actual
        return [i for i in range(len(actual)) if not self._augment(i, expected, actual, partner)]

    def _augment(self, start: int, expected: list[Any], actual: list[Any], partner: dict[int, int]) -> bool:
        """Find a partner for actual[start], moving earlier ones over where that helps (breadth first)."""
        came_from: dict[int, int] = {}
        queue = deque([start])
        while queue:
            current = queue.popleft()
            for index, wanted in enumerate(expected):
                if index in came_from or self.items.compare(wanted, actual[current]):
                    continue
                came_from[index] = current
                if index in partner:
                    queue.append(partner[index])
                    continue
                _shift(index, start, came_from, partner)
                return True
        return False


def _shift(free: int, start: int, came_from: dict[int, int], partner: dict[int, int]) -> None:
    """Walk the path back from the free element to `start`, handing each partner on."""
    held = {value: key for key, value in partner.items()}
    index = free
    while True:
        current = came_from[index]
        previous = held.get(current)
        partner[index] = current
        if current == start or previous is None:
            return
        index = previous


def _without_twins(expected: list[Any], actual: list[Any], exact: bool) -> tuple[list[int], list[int]]:
    """Indices that remain once elements that stand identically on both sides are taken away.

    Within tolerances a part of them must stay, since an exchange of partners can let more elements match.
    """
    left, right = [_token(value) for value in expected], [_token(value) for value in actual]
    if Counter(left) == Counter(right):
        return [], []
    common = Counter(left) & Counter(right) if exact else Counter[str]()
    return _rest(left, common.copy()), _rest(right, common.copy())


def _rest(tokens: list[str], remove: Counter[str]) -> list[int]:
    kept = []
    for index, token in enumerate(tokens):
        if remove[token] > 0:
            remove[token] -= 1
        else:
            kept.append(index)
    return kept


def _token(value: Any) -> str:
    """A text that two values share only if they are identical in type and value."""
    value = scalar(value)
    if isinstance(value, list | tuple):
        return f"{type(value).__name__[0]}({'('.join(_token(item) for item in value)})"
    if isinstance(value, dict):
        return f"d({'('.join(sorted(_token(k) + ':' + _token(v) for k, v in value.items()))})"
    if isinstance(value, Array):
        return f"a({value.kind}{value.dtype}{value.shape}{value.data.hex()}"
    return f"{type(value).__name__[0]}{value!r}"
