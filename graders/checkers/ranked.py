"""Rows (id, score, …) by score: scores within tolerance, ids in the order that the declared tie rule allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graders.checkers.base import Checker, Mismatch, Path, brief, scalar
from graders.checkers.numbers import close
from graders.checkers.structure import Number, is_number, wrong_length, wrong_type
from graders.package.checker_spec import Ranked as Spec


@dataclass(frozen=True)
class Ranked:
    """A ranking. A tie is a run of rows whose neighbouring expected scores agree within the tolerance.

    With `ties = "id"` rows whose expected scores are exactly equal stand in the expected order; rows that
    only agree within the tolerance may change places, since rounding decides between them.
    """

    spec: Spec
    other: Checker

    def compare(self, expected: Any, actual: Any, path: Path = ()) -> Mismatch | None:
        """The first row that is wrong, or a wrong number of rows."""
        if not isinstance(actual, list | tuple):
            return wrong_type(expected, actual, path)
        for start, end in self._ties(expected):
            for place in range(start, min(end, len(actual))):
                if mismatch := self._place(expected, actual, place, (start, end), (*path, place)):
                    return mismatch
        return wrong_length(expected, actual, path) if len(expected) != len(actual) else None

    def _place(
        self, expected: Sequence[Any], actual: Sequence[Any], place: int, tie: tuple[int, int], path: Path
    ) -> Mismatch | None:
        row, wanted = actual[place], expected[place]
        if not isinstance(row, list | tuple):
            return wrong_type(wanted, row, path)
        if len(row) != len(wanted):
            return wrong_length(wanted, row, path)
        taken = [self._id(other) for other in actual[tie[0] : place] if self._is_row(other)]
        choices = expected[tie[0] : tie[1]] if self._may_swap(expected, tie) else [wanted]
        for choice in choices:
            same = self.other.compare(self._id(choice), self._id(row)) is None
            if same and not any(self.other.compare(self._id(choice), name) is None for name in taken):
                return self._rest(choice, row, path)
        if any(self.other.compare(self._id(row), name) is None for name in taken):
            return Mismatch(
                (*path, self.spec.id), "wa.order", f"{brief(self._id(row))} stands here a second time"
            )
        if mismatch := self._rest(wanted, row, path, with_id=False):
            return mismatch
        text = f"expected {brief(self._id(wanted))} in this place, got {brief(self._id(row))}"
        return Mismatch((*path, self.spec.id), "wa.order", text)

    def _rest(self, wanted: Any, row: Any, path: Path, with_id: bool = True) -> Mismatch | None:
        """Compare the row's score within the tolerance and its other columns exactly."""
        for column, (left, right) in enumerate(zip(wanted, row, strict=True)):
            if column == self.spec.score:
                mismatch = self._score_mismatch(scalar(left), scalar(right), (*path, column))
            elif column == self.spec.id and not with_id:
                continue
            else:
                mismatch = self.other.compare(left, right, (*path, column))
            if mismatch:
                return mismatch
        return None

    def _score_mismatch(self, left: Any, right: Any, path: Path) -> Mismatch | None:
        if not is_number(right):
            return wrong_type(left, right, path)
        reason = self._agree(left, right)
        return Mismatch(path, "wa.value", reason) if reason else None

    def _ties(self, expected: Sequence[Any]) -> list[tuple[int, int]]:
        """(start, end) of each run of rows with agreeing scores."""
        runs, start = [], 0
        for place in range(1, len(expected) + 1):
            if place == len(expected) or self._agree(
                self._score(expected[place - 1]), self._score(expected[place])
            ):
                runs.append((start, place))
                start = place
        return runs

    def _may_swap(self, expected: Sequence[Any], tie: tuple[int, int]) -> bool:
        scores = {self._score(row) for row in expected[tie[0] : tie[1]]}
        return self.spec.ties == "any" or len(scores) > 1

    def _agree(self, left: Number, right: Number) -> str | None:
        return close(self.spec.rtol, self.spec.atol, nan_equal=True)(left, right)

    def _is_row(self, row: Any) -> bool:
        return isinstance(row, list | tuple) and len(row) > max(self.spec.id, self.spec.score)

    def _id(self, row: Any) -> Any:
        return row[self.spec.id]

    def _score(self, row: Any) -> Any:
        return scalar(row[self.spec.score])
