"""What a program has written against what is expected: by tokens, numbers within a tolerance, or by lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from graders.checkers.base import Mismatch, Path
from graders.package import checker_spec as spec

SHOWN = 60
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


class Tokens:
    """Token by token; the space between them does not count."""

    def __init__(self, declared: spec.Tokens) -> None:
        both = declared.float_tolerance
        self.relative = (
            both if declared.float_relative_tolerance is None else declared.float_relative_tolerance
        )
        self.absolute = (
            both if declared.float_absolute_tolerance is None else declared.float_absolute_tolerance
        )
        self.case_sensitive = declared.case_sensitive

    def compare(self, expected: str, actual: str, path: Path = ()) -> Mismatch | None:
        """The first token that does not agree, with the line that it is on."""
        if expected == actual:
            return None
        last = 0
        for wanted, given in zip_longest(_tokens(expected), _tokens(actual)):
            if given is None:
                where = f"after line {last}" if last else "at once"
                return Mismatch(path, "wa.missing", f"the output ends {where}; expected {_quoted(wanted[0])}")
            last = given[1]
            if wanted is None:
                return Mismatch(
                    path, "wa.extra", f"line {last}: expected nothing more, got {_quoted(given[0])}"
                )
            if not self.agree(wanted[0], given[0]):
                return self._mismatch(path, wanted[0], given)
        return None

    def agree(self, wanted: str, given: str) -> bool:
        """Whether two tokens count as the same."""
        if wanted == given:
            return True
        if (self.relative is not None or self.absolute is not None) and _NUMBER.fullmatch(wanted):
            return bool(_NUMBER.fullmatch(given)) and self._near(float(wanted), float(given))
        return not self.case_sensitive and wanted.casefold() == given.casefold()

    def _near(self, wanted: float, given: float) -> bool:
        error = abs(given - wanted)
        return error <= (self.absolute or 0.0) or error <= (self.relative or 0.0) * abs(wanted)

    def _mismatch(self, path: Path, wanted: str, given: tuple[str, int]) -> Mismatch:
        text = f"line {given[1]}: expected {_quoted(wanted)}, got {_quoted(given[0])}"
        return Mismatch(path, "wa.token", text)


class Lines:
    """Line by line; space at the end of a line and empty lines at the end do not count."""

    def compare(self, expected: str, actual: str, path: Path = ()) -> Mismatch | None:
        """The first line that differs."""
        if expected == actual:
            return None
        pairs = zip_longest(_lines(expected), _lines(actual))
        for number, (wanted, given) in enumerate(pairs, start=1):
            if given is None:
                return Mismatch(
                    path, "wa.missing", f"the output ends before line {number}: {_quoted(wanted)}"
                )
            if wanted is None:
                return Mismatch(
                    path, "wa.extra", f"line {number}: expected nothing more, got {_quoted(given)}"
                )
            if wanted != given:
                text = f"line {number}: expected {_quoted(wanted)}, got {_quoted(given)}"
                return Mismatch(path, "wa.line", text)
        return None

    def agree(self, wanted: str, given: str) -> bool:
        """Whether two tokens count as the same."""
        return wanted == given


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(text.split("\n"), start=1):
        for token in line.split():
            yield token, number


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= SHOWN else text[:SHOWN] + '…'}”"
