"""Cases for windows with late events: edges of windows and of lateness, order of closing, flush, and many windows."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 40_000
MAX_ID = 2**63 - 1
MAX_TIME = MAX_SPAN = MAX_SECONDS = 10**12
MAX_K = 10**9

Calls = list[tuple[object, ...]]
FLUSH: tuple[object, ...] = ("flush",)
DROPPED: tuple[object, ...] = ("dropped",)


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    names = ("k", "window", "lateness")
    given = {**dict(zip(names, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != set(names):
        raise ValueError("WatermarkTopK takes three arguments, k, window and lateness")
    _whole("k", given["k"], -MAX_K, MAX_K)
    _whole("window", given["window"], -MAX_SPAN, MAX_SPAN)
    _whole("lateness", given["lateness"], -MAX_SPAN, MAX_SPAN)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    for number, call in enumerate(calls, 1):
        where = f"call {number}: "
        if call[0] == "update" and len(call) == 4:
            _whole(where + "time", call[1], 0, MAX_TIME)
            _whole(where + "video_id", call[2], 0, MAX_ID)
            _whole(where + "watch_seconds", call[3], -MAX_SECONDS, MAX_SECONDS)
        elif tuple(call) not in (FLUSH, DROPPED):
            raise ValueError(where + "write update(time, video_id, watch_seconds), flush() or dropped()")


def _whole(name: str, value: object, low: int, high: int) -> int:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")
    return value


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _windows(rng)
    yield from _late(rng)
    yield from _leaders(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    for group, window, lateness, videos, seconds, back in (
        ("windows", 7, 9, 5, (1, 30), 9),
        ("late", 5, 6, 4, (1, 30), 25),
        ("leaders", 25, 10, 8, (0, 2), 12),
    ):
        calls = _stream(rng, 150, videos, seconds, back)
        yield _case(group, "drawn for this submission", 3, window, lateness, calls)


def _case(group: str, note: str, k: int, window: int, lateness: int, calls: Calls) -> Case:
    return Case(args=(k, window, lateness), calls=calls, group=group, note=note)


def _seen(*views: tuple[int, int, int]) -> Calls:
    return [("update", *view) for view in views]


def _ended(*views: tuple[int, int, int]) -> Calls:
    """Views, then the end of the stream."""
    return [*_seen(*views), DROPPED, FLUSH]


def _at(*times: int) -> Calls:
    """Views of the same video for one second each, then the end."""
    return _ended(*[(time, 5, 1) for time in times])


def _stream(rng: random.Random, length: int, videos: int, seconds: tuple[int, int], back: int) -> Calls:
    """A clock that moves on by 0 to 3 seconds per view; a view is up to `back` seconds older than the clock."""
    ids = rng.sample(range(1, 10_000), videos)
    clock, calls = back, []
    for _ in range(length):
        clock += rng.randrange(4)
        if rng.random() < 0.05:
            calls.append(DROPPED)
        calls.append(("update", clock - rng.randint(0, back), rng.choice(ids), rng.randint(*seconds)))
    return [*calls, DROPPED, FLUSH]


def _samples() -> Iterator[Case]:
    first = _seen((3, 7, 4), (12, 8, 6), (9, 9, 5), (15, 7, 1), (8, 7, 50))
    first += [DROPPED, *_seen((41, 8, 2)), FLUSH]
    yield _case("samples", "the sample of the statement", 2, 10, 5, first)
    second = _ended((0, 1, 1), (3, 1, 1), (4, 2, 1), (5, 3, 1), (3, 4, 9), (4, 4, 9))
    yield _case("samples", "no lateness: a window closes with the first view after it", 3, 4, 0, second)


def _windows(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "windows", "the last second of a window and the first of the next", 2, 10, 0, _at(9, 10, 19, 20)
    )
    yield _case("windows", "windows of one second", 2, 1, 0, _at(0, 1, 1, 2, 4, 5))
    yield _case("windows", "the watermark reaches the end exactly", 2, 10, 3, _at(5, 11, 12, 13, 22, 23))
    yield _case("windows", "the first view is far from zero", 2, 10, 2, _at(1_007, 1_011, 1_012, 1_031))
    yield _case("windows", "several windows close at once", 2, 5, 20, _at(1, 7, 22, 13, 19, 4, 47, 60))
    early = _at(31, 5, 22, 14, 38, 41, 3, 58, 80)
    yield _case("windows", "an early window is opened last", 2, 10, 30, early)
    yield _case("windows", "lateness shorter than a window", 2, 10, 4, _at(2, 13, 14, 25, 23, 24, 33, 34))
    yield _case(
        "windows", "lateness longer than several windows", 2, 3, 14, _at(0, 5, 9, 14, 16, 17, 20, 8, 22)
    )
    alone = _ended((3, 1, 5), (4, 2, 6), (3, 3, 7), (10**6, 4, 1))
    yield _case("windows", "one window, then a long silence", 5, 10, 5, alone)
    far = _ended((0, 1, 5), (10**12, 2, 6), (10**12 - 10, 3, 7), (10**12 - 11, 3, 7))
    yield _case("windows", "the longest silence of all", 5, 1, 9, far)
    yield _case("windows", "a stream out of order", 3, 8, 12, _stream(rng, 400, 6, (1, 50), 12))
    yield _case("windows", "a stream in order", 3, 8, 0, _stream(rng, 200, 6, (1, 50), 0))


def _late(rng: random.Random) -> Iterator[Case]:
    behind = _ended((4, 1, 1), (18, 2, 1), (11, 3, 5), (12, 4, 6), (10, 5, 7), (9, 6, 8))
    yield _case("late", "behind the watermark, in a window that is open", 9, 10, 2, behind)
    edge = [*_seen((5, 1, 1), (14, 2, 1), (9, 3, 4), (15, 4, 1)), DROPPED, *_ended((9, 5, 9), (10, 6, 9))]
    yield _case("late", "just in time, and one view later", 9, 10, 5, edge)
    never = _ended((35, 1, 2), (3, 2, 8), (14, 3, 8), (29, 4, 8), (30, 5, 8))
    yield _case("late", "windows that closed before they had a view", 9, 10, 5, never)
    down = _at(50, 48, 41, 37, 30, 29, 21, 20, 19, 9)
    yield _case("late", "times that only fall", 3, 10, 20, down)
    again = _ended((2, 1, 1), (25, 2, 1), (3, 1, 9), (4, 1, 9), (26, 2, 1), (5, 1, 9), (47, 1, 1), (6, 1, 9))
    yield _case("late", "the same closed window again and again", 3, 10, 5, again)
    back = _ended((30, 1, 2), (21, 2, 3), (33, 3, 1), (22, 4, 1), (35, 2, 1), (23, 5, 5), (44, 1, 1))
    yield _case("late", "late views do not move the watermark back", 9, 10, 4, back)
    zero = _ended((12, 1, 2), (3, 2, 0), (24, 3, 1), (14, 1, 0))
    yield _case("late", "late views of 0 seconds are dropped too", 9, 10, 2, zero)
    yield _case("late", "every third view is late", 3, 6, 4, _stream(rng, 500, 5, (1, 50), 16))
    yield _case("late", "hardly any view is late", 3, 20, 30, _stream(rng, 400, 8, (1, 50), 45))


def _leaders(rng: random.Random) -> Iterator[Case]:
    level = _ended((1, 9, 4), (2, 4, 2), (3, 7, 4), (0, 4, 2), (5, 1, 3))
    yield _case("leaders", "equal totals, some of them sums", 3, 10, 5, level)
    zero = _ended((1, 9, 0), (2, 4, 0), (3, 7, 1), (14, 4, 0), (30, 4, 1))
    yield _case("leaders", "views of 0 seconds are views", 3, 10, 5, zero)
    apart = _ended((1, 9, 5), (11, 9, 1), (12, 8, 2), (3, 8, 4), (13, 9, 2), (4, 9, 1))
    yield _case("leaders", "each window has totals of its own", 1, 10, 50, apart)
    longest = _ended((1, 9, 5), (2, 8, 3), (3, 8, 3), (4, 7, 1))
    yield _case("leaders", "the views of a video add up", 2, 10, 5, longest)
    yield _case("leaders", "totals that keep meeting", 4, 30, 10, _stream(rng, 400, 9, (0, 2), 15))
    yield _case("leaders", "more places than videos", 50, 30, 10, _stream(rng, 200, 5, (0, 3), 15))


def _bounds() -> Iterator[Case]:
    for args, note in (
        ((0, 5, 1), "k is zero"),
        ((-2, 5, 1), "k is negative"),
        ((2, 0, 1), "the window is zero"),
        ((2, -5, 1), "the window is negative"),
        ((2, 5, -1), "the lateness is negative"),
    ):
        yield _case("bounds", note, *args, [])
    yield _case("bounds", "no view at all", 1, 1, 0, [DROPPED, FLUSH, FLUSH, DROPPED])
    least = [*_seen((0, 0, 0), (0, 1, 1), (1, 0, 0)), FLUSH, DROPPED]
    yield _case("bounds", "least values", 1, 1, 0, least)
    refused = _ended((4, 1, 2), (99, 2, -1), (5, 3, 1), (4, 1, -2), (16, 4, 1), (3, 1, -7), (3, 1, 7))
    yield _case("bounds", "refused views change nothing", 5, 10, 6, refused)
    first = _ended((40, 2, -1), (4, 1, 2))
    yield _case("bounds", "the first call is refused", 5, 10, 6, first)
    after = [
        *_ended((4, 1, 2), (27, 2, 2), (14, 3, 1)),
        *_ended((28, 1, 1), (10**6, 1, 1)),
        *_ended((0, 1, -1)),
    ]
    yield _case("bounds", "views after the end of the stream", 5, 10, 30, [*after, DROPPED])
    large = _ended(
        (MAX_TIME, MAX_ID, MAX_SECONDS), (MAX_TIME - 1, MAX_ID, MAX_SECONDS), (0, MAX_ID, 1), (0, 2**32, 1)
    )
    yield _case("bounds", "largest values", MAX_K, MAX_SPAN, MAX_SPAN, large)


def _scale(rng: random.Random) -> Iterator[Case]:
    ids = rng.sample(range(10**6), 400)
    times = [number * 7 + rng.randint(-60_000, 0) for number in range(9_000, 25_000)]
    many = _ended(*[(time, rng.choice(ids), rng.randint(0, 99)) for time in times])
    yield _case("scale", "thousands of open windows", 3, 6, 60_000, many)
    yield _case("scale", "thousands of open windows, in order", 3, 5, 50_000, _at(*range(0, 90_000, 6)))
    large = [
        (number // 4 - rng.randint(0, 300), rng.randrange(10**6), rng.randint(0, 99))
        for number in range(2_000, 18_000)
    ]
    yield _case("scale", "few windows with thousands of videos", 200, 1_000, 300, _ended(*large))
    gaps = [number**2 * 10_000 + rng.randint(-900, 0) for number in range(1, 10_000)]
    yield _case("scale", "silence between any two views", 3, 1, 900, _at(*gaps))
