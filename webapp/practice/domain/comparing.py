"""Two texts side by side."""

from difflib import SequenceMatcher
from typing import Literal, TypedDict

CONTEXT = 3  # equal lines shown around a change
Op = Literal["same", "change", "delete", "insert", "gap"]


class DiffRow(TypedDict, total=False):
    """One row. Line numbers count from 1 and are None where a text has no such line; `count` belongs to a gap."""

    op: Op
    a_number: int | None
    a_text: str
    b_number: int | None
    b_text: str
    count: int


def diff_rows(a: str, b: str) -> list[DiffRow]:
    """The rows of a side-by-side comparison, long equal stretches folded; none when the texts are equal."""
    left, right = a.splitlines(), b.splitlines()
    if left == right:
        return []
    rows: list[DiffRow] = []
    opcodes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for index, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        if tag == "equal":
            same = [
                _row("same", i, left[i], j, right[j])
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            ]
            rows += _fold(same, first=index == 0, last=index == len(opcodes) - 1)
            continue
        both = min(i2 - i1, j2 - j1)
        rows += [_row("change", i1 + n, left[i1 + n], j1 + n, right[j1 + n]) for n in range(both)]
        rows += [_row("delete", i, left[i], None, "") for i in range(i1 + both, i2)]
        rows += [_row("insert", None, "", j, right[j]) for j in range(j1 + both, j2)]
    return rows


def _row(op: Op, i: int | None, left: str, j: int | None, right: str) -> DiffRow:
    a_number, b_number = (None if index is None else index + 1 for index in (i, j))
    return {"op": op, "a_number": a_number, "a_text": left, "b_number": b_number, "b_text": right}


def _fold(same: list[DiffRow], first: bool, last: bool) -> list[DiffRow]:
    """Equal rows with the middle left out, unless that would hide a single line."""
    head, tail = 0 if first else CONTEXT, 0 if last else CONTEXT
    hidden = len(same) - head - tail
    if hidden < 2:
        return same
    return [*same[:head], {"op": "gap", "count": hidden}, *same[len(same) - tail :]]
