"""What two authors made of one text, in one text: changes of different lines go together, others are a person's to decide."""

from collections.abc import Sequence
from difflib import SequenceMatcher

MOST_CELLS = 2_000_000
"""Lines of one text times lines of the other, where they differ: beyond, comparing would hold up the site."""
Edit = tuple[int, int, list[str]]


def merge(base: str, mine: str, theirs: str) -> str | None:
    """`base` with the changes of both; None where both changed the same lines, or put lines at the same place."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    lines = base.split("\n")
    ours, others = _edits(lines, mine.split("\n")), _edits(lines, theirs.split("\n"))
    if ours is None or others is None:
        return None
    merged: list[str] = []
    at = 0
    for start, end, new in sorted(
        [*ours, *(edit for edit in others if edit not in ours)], key=lambda edit: edit[:2]
    ):
        if start < at:
            return None
        merged += lines[at:start] + new
        at = end
    if _meet(ours, others):
        return None
    return "\n".join(merged + lines[at:])


def _meet(ours: Sequence[Edit], others: Sequence[Edit]) -> bool:
    """Whether two different edits begin at the same line, overlap, or touch: their order would be a guess."""
    return any(
        one != other
        and one[0] <= other[1]
        and other[0] <= one[1]
        and (one[0] == other[0] or not _apart(one, other))
        for one in ours
        for other in others
    )


def _apart(one: Edit, other: Edit) -> bool:
    """Whether they only touch, with lines of the base on both sides replaced: then their order is clear."""
    first, second = sorted((one, other), key=lambda edit: edit[0])
    return first[1] <= second[0] and first[0] < first[1] and second[0] < second[1]


def _edits(old: list[str], new: list[str]) -> list[Edit] | None:
    """What makes `new` of `old`: (first line, line after the last, lines instead); None if that takes too long to find."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(left) * len(right) > MOST_CELLS:
        return None
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return [(head + i1, head + i2, right[j1:j2]) for tag, i1, i2, j1, j2 in codes if tag != "equal"]
