"""Cases for the steadiest backfill: tubes with known bends, corners on a straight line, large totals, long tubes."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from readyroom import Case

MAX_HOURS = 20_000
MAX_TOTAL = 10**12

Totals = list[int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (lists to be refused included)."""
    given = {**dict(zip(("ready", "due"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"ready", "due"}:
        raise ValueError("steadiest_plan takes ready and due")
    for name, totals in given.items():
        if type(totals) is not list or len(totals) > MAX_HOURS:
            raise ValueError(f"{name} must be a list of at most {MAX_HOURS} totals")
        if any(type(total) is not int or abs(total) > MAX_TOTAL for total in totals):
            raise ValueError(f"{name} must hold integers of at most {MAX_TOTAL} in size")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _bends(rng)
    yield from _straight(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("bends", note, *_tube(rng, 40, 300))
    yield _case("bends", note, *_tube(rng, 90, 80, 25))
    yield _case("straight", note, *_tube(rng, 40, 6))
    yield _case("straight", note, *_around_a_line(rng, 60, 3))


def scaling(rng: random.Random, size: int) -> Case:
    """Uploads that speed up, and nothing due before the end: the rate changes after nearly every hour."""
    hourly = sorted(rng.sample(range(1, 60 * size), size))
    ready = list(accumulate(hourly))
    return _case("scale", f"{size} hours", ready, [0] * (size - 1) + ready[-1:])


def _case(group: str, note: str, ready: Totals, due: Totals) -> Case:
    return Case(args=(ready, due), group=group, note=note)


def _refused(note: str, ready: Totals, due: Totals) -> Case:
    return Case(args=(ready, due), group="bounds", note=note, raises="ValueError")


def _tube(rng: random.Random, hours: int, total: int, apart: int = 0) -> tuple[Totals, Totals]:
    """Two random rising lists, the upper and the lower of each hour, moved further apart by so much."""
    first, second = (sorted(rng.randrange(total + 1) for _ in range(hours)) for _ in range(2))
    ready = [max(pair) + apart for pair in zip(first, second, strict=True)]
    due = [max(0, min(pair) - apart) for pair in zip(first, second, strict=True)]
    return ready, [*due[:-1], ready[-1]]


def _around_a_line(rng: random.Random, hours: int, step: int) -> tuple[Totals, Totals]:
    """Bounds that touch the line of `step` an hour again and again, and now and then cut it off."""
    ready, due = [0], [0]
    for hour in range(1, hours + 1):
        line = step * hour
        ready.append(max(ready[-1], line + rng.choice((-1, 0, 0, 0, step, 2 * step))))
        due.append(max(due[-1], min(ready[-1], line - rng.choice((0, 0, step, 2 * step, 3 * step)))))
    return ready[1:], [*due[1:-1], ready[-1]]


def _samples() -> Iterator[Case]:
    yield _case("samples", "a ceiling forces the rate to rise", [4, 4, 9, 12], [0, 0, 0, 12])
    yield _case("samples", "a deadline forces it to fall", [12, 12, 12, 12], [0, 9, 9, 12])
    yield _case("samples", "one change, and none after hour 2", [5, 10, 10, 20], [0, 2, 10, 20])
    yield _case("samples", "straight on", [9, 9, 9], [0, 0, 9])


def _bends(rng: random.Random) -> Iterator[Case]:
    late = [0] * 6
    yield _case("bends", "uploads speed up", [1, 3, 6, 10, 15, 21, 28], [*late, 28])
    yield _case("bends", "deadlines slow down", [28] * 7, [7, 13, 18, 22, 25, 27, 28])
    yield _case("bends", "one corner hides the next", [6, 6, 6, 7, 20, 20, 20], [*late, 20])
    yield _case("bends", "a deadline makes old ceilings matter", [1, 3, 7, 13, 40, 40], [0, 0, 0, 0, 40, 40])
    yield _case(
        "bends", "a ceiling makes old deadlines matter", [40, 40, 40, 40, 40, 40], [8, 15, 21, 26, 30, 40]
    )
    yield _case("bends", "from a deadline to a ceiling", [20, 20, 20, 20, 20, 40], [0, 18, 18, 18, 18, 40])
    yield _case("bends", "noticed late", [2, 30, 30, 30, 30, 30, 30, 30], [0, 0, 0, 0, 0, 0, 29, 30])
    yield _case("bends", "nothing to do for a while", [0, 0, 0, 6, 9], [0, 0, 0, 0, 9])
    yield _case("bends", "done early", [9, 9, 9, 9, 9], [3, 9, 9, 9, 9])
    yield _case("bends", "back and forth", [4, 4, 10, 10, 16, 16], [0, 4, 4, 10, 10, 16])
    for hours, total, apart in (
        (6, 12, 0),
        (9, 20, 2),
        (12, 400, 30),
        (30, 900, 0),
        (60, 900, 60),
        (250, 10**6, 10**4),
    ):
        yield _case("bends", f"a tube of {hours} hours", *_tube(rng, hours, total, apart))


def _straight(rng: random.Random) -> Iterator[Case]:
    line = [3, 6, 9, 12]
    yield _case("straight", "both bounds are the line", line, line)
    yield _case("straight", "both bounds are the plan", [1, 2, 3, 5, 7, 8, 9], [1, 2, 3, 5, 7, 8, 9])
    yield _case("straight", "ceilings on the line", [3, 6, 20, 20], [0, 0, 0, 20])
    yield _case("straight", "ceilings on the line, then slower", [3, 6, 9, 10], [0, 0, 0, 10])
    yield _case("straight", "ceilings on the line, then faster", [3, 6, 9, 20], [0, 0, 0, 20])
    yield _case("straight", "deadlines on the line", [12] * 4, [3, 6, 9, 12])
    yield _case("straight", "deadlines on the line, then slower", [10] * 4, [3, 6, 9, 10])
    yield _case("straight", "a ceiling and a deadline on one line", [2, 9, 9, 9], [0, 4, 4, 9])
    yield _case("straight", "touches both on the way to a bend", [3, 12, 12, 12, 40], [0, 6, 6, 12, 40])
    yield _case("straight", "a deadline meets a corner of the ceiling", [2, 4, 9, 9, 9], [0, 0, 6, 6, 9])
    yield _case("straight", "a deadline corner in the middle of a line", [9, 9, 9, 9, 10], [2, 4, 6, 6, 10])
    yield _case("straight", "a ceiling on a line that begins at a bend", [0, 1, 2, 4], [0, 0, 1, 4])
    yield _case("straight", "a deadline on a line that begins at a bend", [2, 3, 4, 4], [2, 2, 3, 4])
    for hours, step in ((5, 1), (8, 2), (20, 3), (60, 4)):
        yield _case("straight", f"along a line for {hours} hours", *_around_a_line(rng, hours, step))
    for hours, total in ((6, 3), (12, 5), (40, 12)):
        yield _case("straight", f"few videos in {hours} hours", *_tube(rng, hours, total))


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "one hour", [7], [7])
    yield _case("bounds", "nothing to do", [0, 0, 0], [0, 0, 0])
    yield _case("bounds", "nothing to do, in one hour", [0], [0])
    yield _refused("no hours", [], [])
    yield _refused("fewer deadlines", [3, 4], [4])
    yield _refused("more deadlines", [4], [0, 4])
    yield _refused("deadlines but no ceilings", [], [4])
    yield _refused("more is due than ready", [3, 5, 9], [0, 6, 9])
    yield _refused("more is due than ready in the first hour", [3, 9], [4, 9])
    yield _refused("the ends differ", [3, 9], [0, 8])
    yield _refused("the end is due in excess", [3, 8], [0, 9])
    yield _refused("ready falls", [5, 4, 9], [0, 0, 9])
    yield _refused("due falls", [9, 9, 9], [3, 2, 9])
    yield _refused("below zero", [9, 9], [-1, 9])
    yield _refused("all below zero", [-3, -2], [-3, -2])
    yield _refused("ready falls at the end", [9, 9, 8], [0, 0, 8])
    yield _case("bounds", "equal bounds are allowed in the first hour", [3, 9], [3, 9])
    hours, total = MAX_HOURS, MAX_TOTAL - 1
    before = ((hours - 1) * total - 1) // hours  # the line stands less than a thousandth of a video above it
    yield _case(
        "bounds",
        "a bend by a hair, at a ceiling",
        [before] * (hours - 1) + [total],
        [0] * (hours - 1) + [total],
    )
    least = (total - 1) // hours + 1
    yield _case("bounds", "a bend by a hair, at a deadline", [total] * hours, [least] * (hours - 1) + [total])


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case("scale", "a narrow tube of 20000 hours", *_tube(rng, MAX_HOURS, 10**9))
    yield _case("scale", "few videos in 20000 hours", *_tube(rng, MAX_HOURS, 5_000))
    due = sorted(rng.randrange(10**9) for _ in range(MAX_HOURS))
    ready = list(accumulate((least + rng.randrange(20_000) for least in due), max))
    yield _case("scale", "hardly any room, and many bends", ready, [*due[:-1], ready[-1]])
    hourly = sorted(rng.sample(range(1, 10_000), 400))
    ready = list(accumulate(hourly))
    yield _case("scale", "uploads speed up for 400 hours", ready, [0] * 399 + ready[-1:])
    yield _case(
        "scale", "deadlines slow down for 400 hours", ready[-1:] * 400, list(accumulate(hourly[::-1]))
    )
