"""Cases for censored watch times: ties of both kinds, the end of the video before, at and after views, curves that end in the air."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import prod

from readyroom import Case

MAX_VIEWS = 20_000
MAX_MS = 10**9
NEAR = 1e-6  # nearer to one half only the half itself may come

View = tuple[int, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("views", "length"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"views", "length"}:
        raise ValueError("watch_time takes views and length")
    views, length = given["views"], given["length"]
    if type(views) is not list or len(views) > MAX_VIEWS:
        raise ValueError(f"views must be a list of at most {MAX_VIEWS} views")
    for number, view in enumerate(views):
        if type(view) is not tuple or [type(part) for part in view] != [int, int]:
            raise ValueError(f"views[{number}] must be a tuple of two integers, ms and left")
        if abs(view[0]) > MAX_MS or abs(view[1]) > 9:
            raise ValueError(f"views[{number}]: ms may be at most {MAX_MS}, left 0 or 1")
    if type(length) is not int or abs(length) > MAX_MS:
        raise ValueError(f"length must be an integer of at most {MAX_MS}")
    if {left for _, left in views} <= {0, 1} and not clear(views):
        raise ValueError(
            "the share that still watches comes within a millionth of one half, but is not one half"
        )


def clear(views: list[View]) -> bool:
    """Whether the curve stays away from one half, except where it is one half in whole numbers."""
    leaves, ends = Counter(ms for ms, left in views if left), Counter(ms for ms, _ in views)
    there, share = len(views), 1.0
    stayed: list[int] = []
    asked: list[int] = []
    for ms in sorted(ends):
        stayed.append(there - leaves[ms])
        asked.append(there)
        share *= stayed[-1] / there
        if abs(share - 0.5) <= NEAR and 2 * prod(stayed) != prod(asked):
            return False
        there -= ends[ms]
    return True


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _curve(rng), _unseen(rng), _median(), _weights(rng), _errors(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("curve", note, _views(rng, 30, 12_000, 0.3, 500), 12_000)
    yield _case("weights", note, _views(rng, 25, 9_000, 0.6, 1_000), 9_000)
    yield _case("unseen", note, _cut_off(_views(rng, 20, 8_000, 0.5, 100), 6_000), 8_000)


def _case(group: str, note: str, views: list[View], length: int) -> Case:
    return Case(args=(views, length), group=group, note=note)


def _views(rng: random.Random, count: int, length: int, cut: float, grid: int) -> list[View]:
    """Views of which some end within a second, some at the end of the video and some go on; on a grid, so that times are shared."""
    while True:
        views = []
        for _ in range(count):
            stays = rng.choice(
                [rng.expovariate(1 / 900), rng.expovariate(1.5 / length), length, 1.4 * length]
            )
            limit = rng.uniform(0, 2 * length) if rng.random() < cut else 3 * length
            views.append((round(min(stays, limit) / grid) * grid, int(stays <= limit)))
        if clear(views):
            return views


def _cut_off(views: list[View], end: int) -> list[View]:
    """What the log holds if it ends `end` milliseconds after each view began."""
    return [(ms, left) if ms <= end else (end, 0) for ms, left in views]


def _samples() -> Iterator[Case]:
    views = [(2000, 1), (3000, 0), (5000, 1), (5000, 0), (8000, 0), (9000, 1)]
    yield _case("samples", "the sample of the statement", views, 6000)
    yield _case("samples", "the second sample", [(1000, 1), (4000, 0)], 10_000)


def _curve(rng: random.Random) -> Iterator[Case]:
    all_left = [(1000, 1), (2500, 1), (4000, 1), (7000, 1)]
    yield _case("curve", "nobody was cut off", all_left, 5000)
    for length in (3999, 4000, 4001):
        yield _case("curve", f"somebody leaves at 4000, length is {length}", all_left, length)
    cuts = [(1000, 1), (2000, 0), (3000, 1), (6000, 1), (6000, 1)]
    yield _case("curve", "one was cut off in between", cuts, 5000)
    yield _case("curve", "one was cut off before anybody left", [(500, 0), (1000, 1), (3000, 1)], 2000)
    shared = [(2000, 0), (2000, 1), (2000, 0), (2000, 1), (4000, 1), (5000, 1)]
    yield _case("curve", "some leave and some are cut off at one time", shared, 4500)
    yield _case("curve", "the same at the end of the video", shared, 2000)
    yield _case("curve", "the same just after the end of the video", shared, 1999)
    yield _case("curve", "the same just before the end of the video", shared, 2001)
    yield _case("curve", "some leave at once", [(0, 1), (0, 0), (0, 1), (3000, 1), (3000, 1)], 2000)
    yield _case("curve", "one view", [(700, 1)], 700)
    yield _case("curve", "one view, longer than the video", [(1500, 1)], 700)
    yield _case("curve", "everybody leaves at once", [(0, 1), (0, 1)], 1)
    yield _case("curve", "a millisecond", [(1, 1), (0, 1), (2, 1), (1, 0)], 1)
    yield _case("curve", "the order of views does not matter", cuts[::-1], 5000)
    yield _case("curve", "forty views", _views(rng, 40, 15_000, 0.3, 250), 15_000)
    yield _case("curve", "eighty views, many cut off", _views(rng, 80, 15_000, 0.8, 500), 15_000)


def _unseen(rng: random.Random) -> Iterator[Case]:
    views = [(1000, 1), (2000, 0), (4000, 1), (5000, 0), (5000, 0)]
    for length in (4999, 5000, 5001, 9000):
        yield _case("unseen", f"the last are cut off at 5000, length is {length}", views, length)
    both = [(1000, 1), (4000, 1), (4000, 0), (4000, 0)]
    yield _case("unseen", "at the last time one leaves and two are cut off", both, 6000)
    for length in (4000, 3999):
        yield _case("unseen", f"the same, length is {length}", both, length)
    gone = [(1000, 0), (2000, 0), (4000, 1), (4000, 1)]
    yield _case("unseen", "at the last time all leave: nothing is open", gone, 6000)
    yield _case("unseen", "everybody was cut off", [(3000, 0), (1000, 0)], 2500)
    yield _case("unseen", "everybody was cut off before the end", [(3000, 0), (1000, 0)], 4000)
    yield _case("unseen", "everybody was cut off at once", [(0, 0), (0, 0)], 2000)
    yield _case("unseen", "one was cut off at once, one left", [(0, 0), (300, 1)], 2000)
    drawn = _cut_off(_views(rng, 30, 9_000, 0.4, 200), 7_000)
    yield _case("unseen", "a log that ends before the video", drawn, 9_000)


def _median() -> Iterator[Case]:
    yield _case("median", "exactly one half", [(1000, 1), (2000, 1), (3000, 1), (4000, 1)], 2500)
    yield _case("median", "just more than one half is left", [(1000, 1), (2000, 1), (3000, 1)], 2500)
    yield _case("median", "beyond the end of the video", [(1000, 1), (9000, 1), (8000, 1), (9000, 0)], 3000)
    yield _case("median", "not reached", [(1000, 1), (2000, 0), (3000, 0), (4000, 0)], 5000)
    yield _case("median", "one half at the last time, and then nothing", [(1000, 1), (1000, 0)], 5000)
    yield _case("median", "at once", [(0, 1), (0, 1), (0, 0), (4000, 1)], 5000)
    yield _case(
        "median",
        "cut off at the time of the median",
        [(1000, 1), (2000, 0), (2000, 1), (2000, 1), (5000, 1)],
        3000,
    )
    # 5/6 · 4/5 · 3/4, and further products that are one half, though not in every order of multiplication.
    yield _case(
        "median",
        "one half as a product of three",
        [(100, 1), (200, 1), (300, 1), (400, 0), (500, 0), (600, 0)],
        550,
    )
    for note, steps in (
        ("one half as a product with others cut off", [(12, 2), (8, 2), (5, 1)]),
        ("one half as a product of four", [(21, 3), (15, 1), (10, 2), (8, 2)]),
        ("one half in ten steps", [(n, 1) for n in range(20, 10, -1)]),
        ("one half in a hundred steps", [(n, 1) for n in range(200, 100, -1)]),
        ("one half in 44 steps", [(n, 1) for n in range(88, 44, -1)]),
        ("one half of ten, in three steps", [(10, 2), (8, 1), (7, 2)]),
        ("one half of others, with others cut off", [(25, 5), (20, 5), (12, 2)]),
    ):
        yield _case("median", note, _in_steps(steps), 30)


def _in_steps(steps: list[tuple[int, int]]) -> list[View]:
    """Views of which so many are there, and so many of them leave, at 10, 20, …; the others are cut off in between."""
    views, there = [], steps[0][0]
    for number, (count, leave) in enumerate(steps, 1):
        views += [(10 * number - 5, 0)] * (there - count) + [(10 * number, 1)] * leave
        there = count - leave
    return views + [(10 * len(steps) + 5, 0)] * there


def _weights(rng: random.Random) -> Iterator[Case]:
    yield _case("weights", "nobody was cut off", [(1000, 1), (3000, 1), (9000, 1)], 5000)
    views = [(1000, 0), (2000, 1), (3000, 0), (4000, 1), (6000, 0), (7000, 1), (8000, 0)]
    for length in (2000, 3000, 3001, 5000, 6000, 7000, 9000):
        yield _case("weights", f"cut off and left by turns, length is {length}", views, length)
    shared = [(2000, 1), (2000, 0), (2000, 1), (2000, 0), (2000, 0), (4000, 1), (6000, 0)]
    yield _case("weights", "left and cut off at one time", shared, 5000)
    yield _case("weights", "cut off at the end of the video", shared, 2000)
    last = [(1000, 0), (3000, 1), (3000, 1), (3000, 0), (1000, 0)]
    yield _case("weights", "the last are cut off together", last, 3500)
    yield _case("weights", "sixty views", _views(rng, 60, 10_000, 0.6, 500), 10_000)
    yield _case("weights", "sixty views of a long video", _views(rng, 60, 10_000, 0.6, 500), 30_000)


def _errors() -> Iterator[Case]:
    good = [(1000, 1), (2000, 0)]
    refused = {
        "no views": ([], 1000),
        "length is 0": (good, 0),
        "length is negative": (good, -1),
        "a negative time": ([*good, (-1, 1)], 1000),
        "a negative time of a view that was cut off": ([(-1, 0), *good], 1000),
        "a flag of 2": ([*good, (3000, 2)], 1000),
        "a flag of -1": ([(3000, -1), *good], 1000),
    }
    for note, args in refused.items():
        yield Case(args=args, group="errors", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case("scale", "20 000 views of a film", _views(rng, MAX_VIEWS, 90_000_000, 0.5, 1), 90_000_000)
    yield _case("scale", "12 000 views of a short video", _views(rng, 12_000, 20_000, 0.3, 10), 20_000)
    far = [(MAX_MS, 1), (MAX_MS - 1, 0), (1, 1), (MAX_MS, 0)]
    yield _case("scale", "largest times", far, MAX_MS)
