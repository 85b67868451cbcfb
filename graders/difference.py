"""What differs between two pretty texts, in segments, token by token."""

from __future__ import annotations

from difflib import SequenceMatcher

from graders.report import Segment

MAX_PRODUCT = 60_000
"""Above so many pairs of differing tokens the middle is given as replaced: alignment would take too long."""


def difference(expected: list[str], actual: list[str]) -> list[Segment]:
    """Segments in reading order; those marked "expected" miss from the actual text, "actual" from the expected.

    Texts of equally many tokens are compared place by place, since in a sequence the place is what counts.
    """
    start = _common(expected, actual)
    end = _common(expected[start:][::-1], actual[start:][::-1])
    left, right = expected[start : len(expected) - end], actual[start : len(actual) - end]
    pieces = [("same", token) for token in expected[:start]]
    if len(left) == len(right):
        for one, other in zip(left, right, strict=True):
            pieces += [("same", one)] if one == other else [("expected", one), ("actual", other)]
    elif len(left) * len(right) > MAX_PRODUCT:
        pieces += [("expected", token) for token in left] + [("actual", token) for token in right]
    else:
        pieces += _aligned(left, right)
    pieces += [("same", token) for token in expected[len(expected) - end :]]
    return _merge(pieces)


def _common(left: list[str], right: list[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _aligned(left: list[str], right: list[str]) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    for op, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if op == "equal":
            pieces += [("same", token) for token in left[a:b]]
        else:
            pieces += [("expected", token) for token in left[a:b]] + [
                ("actual", token) for token in right[c:d]
            ]
    return pieces


def _merge(pieces: list[tuple[str, str]]) -> list[Segment]:
    """Join neighbours of one kind; runs of changed tokens put the expected text before the actual."""
    merged: list[list[str]] = []
    pending = {"expected": "", "actual": ""}

    def flush() -> None:
        merged.extend([op, text] for op, text in pending.items() if text)
        pending.update(expected="", actual="")

    for op, token in pieces:
        if op != "same":
            pending[op] += token
            continue
        flush()
        if merged and merged[-1][0] == "same":
            merged[-1][1] += token
        else:
            merged.append(["same", token])
    flush()
    return [Segment.model_validate({"op": op, "text": text}) for op, text in merged]
