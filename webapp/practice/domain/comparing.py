"""Two texts side by side."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Op = Literal["same", "changed", "left", "right"]
Part = tuple[str, bool]  # text, and whether it differs


@dataclass(frozen=True)
class Side:
    """One line of one text: its number and its text in parts; None where the other text has a line more."""

    number: int
    parts: list[Part]

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(text for text, _ in self.parts)


@dataclass(frozen=True)
class DiffRow:
    """One row: the same line twice, a changed line, or a line that only one text has."""

    op: Op
    a: Side | None
    b: Side | None


def diff_rows(a: str, b: str) -> list[DiffRow]:
    """The rows of a side-by-side comparison of two texts, line endings normalised."""
    left, right = a.splitlines(), b.splitlines()
    rows: list[DiffRow] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [
                DiffRow("same", Side(i + 1, [(left[i], False)]), Side(j + 1, [(right[j], False)]))
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            ]
            continue
        both = min(i2 - i1, j2 - j1)
        rows += [_changed(i1 + n, left[i1 + n], j1 + n, right[j1 + n]) for n in range(both)]
        rows += [DiffRow("left", Side(i + 1, [(left[i], True)]), None) for i in range(i1 + both, i2)]
        rows += [DiffRow("right", None, Side(j + 1, [(right[j], True)])) for j in range(j1 + both, j2)]
    return rows


def _changed(i: int, left: str, j: int, right: str) -> DiffRow:
    """Two lines, with the stretches that differ marked; unlike lines are marked whole."""
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < 0.4:
        return DiffRow("changed", Side(i + 1, [(left, True)]), Side(j + 1, [(right, True)]))
    a_parts: list[Part] = []
    b_parts: list[Part] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if i2 > i1:
            a_parts.append((left[i1:i2], tag != "equal"))
        if j2 > j1:
            b_parts.append((right[j1:j2], tag != "equal"))
    return DiffRow("changed", Side(i + 1, a_parts), Side(j + 1, b_parts))
