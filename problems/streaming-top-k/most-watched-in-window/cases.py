"""Cases for the sliding window: its edges second by second, the clock, falling totals, and large windows."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 40_000
MAX_ANSWERED = 200_000
MAX_ID = 2**63 - 1
MAX_TIME = MAX_WINDOW = MAX_SECONDS = 10**12
MAX_K = 10**9

Calls = list[tuple[object, ...]]


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    given = {**dict(zip(("k", "window"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"k", "window"}:
        raise ValueError("WindowTopK takes two arguments, k and window")
    k = _whole("k", given["k"], -MAX_K, MAX_K)
    window = _whole("window", given["window"], -MAX_WINDOW, MAX_WINDOW)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    answered = 0
    seen: dict[int, int] = {}  # video -> time of its latest view; the last key is the latest video
    clock = 0
    for number, call in enumerate(calls, 1):
        where = f"call {number}: "
        if call[0] == "update" and len(call) == 4:
            time = _whole(where + "time", call[1], 0, MAX_TIME)
            video_id = _whole(where + "video_id", call[2], 0, MAX_ID)
            if _whole(where + "watch_seconds", call[3], -MAX_SECONDS, MAX_SECONDS) >= 0 and time >= clock:
                clock = time
                seen.pop(video_id, None)
                seen[video_id] = time
        elif call[0] == "topk" and len(call) == 2:
            clock = max(clock, _whole(where + "now", call[1], 0, MAX_TIME))
            while seen and seen[next(iter(seen))] <= clock - window:
                del seen[next(iter(seen))]
            answered += min(max(k, 0), len(seen))
        else:
            raise ValueError(where + "write update(time, video_id, watch_seconds) or topk(now)")
    if answered > MAX_ANSWERED:
        raise ValueError(f"the answers hold {answered} ids together, at most {MAX_ANSWERED} are allowed")


def _whole(name: str, value: object, low: int, high: int) -> int:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")
    return value


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _edges(rng)
    yield from _order(rng)
    yield from _clock()
    yield from _expiry(rng)
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    for group, k, window, videos, seconds in (
        ("edges", 3, 6, 4, (1, 9)),
        ("order", 4, 9, 8, (0, 2)),
        ("expiry", 2, 20, 9, (0, 5)),
    ):
        calls = _stream(rng, 150, videos, seconds, (0, 3))
        yield _case(group, "drawn for this submission", k, window, calls)


def _case(group: str, note: str, k: int, window: int, calls: Calls) -> Case:
    return Case(args=(k, window), calls=calls, group=group, note=note)


def _seen(*views: tuple[int, int, int]) -> Calls:
    return [("update", *view) for view in views]


def _asked(*times: int) -> Calls:
    return [("topk", now) for now in times]


def _stream(
    rng: random.Random, length: int, videos: int, seconds: tuple[int, int], step: tuple[int, int]
) -> Calls:
    """Random views and questions; ids are few and far apart, the clock moves on by `step` per call."""
    ids = rng.sample(range(1, 10_000), videos)
    time, calls = rng.randrange(50), []
    for _ in range(length):
        time += rng.randint(*step)
        view = ("update", time, rng.choice(ids), rng.randint(*seconds))
        calls.append(("topk", time) if rng.random() < 0.4 else view)
    return [*calls, ("topk", time)]


def _samples() -> Iterator[Case]:
    first = _seen((100, 7, 5), (103, 8, 4), (109, 8, 2))
    yield _case("samples", "the sample of the statement", 2, 10, first + _asked(109, 110, 113, 119))
    second = _seen((0, 3, 4), (5, 3, 1), (5, 9, 2)) + _asked(5, 29, 30, 34, 35)
    yield _case("samples", "one video, two views that expire apart", 4, 30, second)


def _edges(rng: random.Random) -> Iterator[Case]:
    yield _case("edges", "no view yet", 2, 5, _asked(0, 7))
    yield _case(
        "edges", "asked every second of a view's life", 1, 4, _seen((20, 6, 3)) + _asked(*range(20, 26))
    )
    one = _seen((7, 1, 2)) + _asked(7) + _seen((7, 2, 1)) + _asked(7, 8) + _seen((9, 1, 1)) + _asked(9, 10)
    yield _case("edges", "a window of one second", 3, 1, one)
    together = _seen((3, 1, 2), (3, 2, 2), (3, 1, 5), (4, 3, 1)) + _asked(4, 12, 13, 14)
    yield _case("edges", "views of one second leave together", 3, 10, together)
    apart = _seen(*[(time, 5, 1 << time) for time in range(8)], (8, 6, 40)) + _asked(*range(8, 19))
    yield _case("edges", "views a second apart leave one at a time", 2, 10, apart)
    pushed = _seen((0, 1, 9), (6, 2, 3)) + _asked(9) + _seen((10, 3, 1)) + _asked(10)
    yield _case("edges", "the next view is what lets the first expire", 3, 10, pushed)
    across = _seen((18, 1, 5), (19, 2, 4)) + _asked(20) + _seen((21, 3, 1)) + _asked(21, 27, 28, 29, 30, 31)
    yield _case("edges", "a window that spans a multiple of W", 3, 10, across)
    again = _seen((0, 4, 8)) + _asked(50) + _seen((60, 4, 1)) + _asked(60, 69, 70)
    yield _case("edges", "a video comes back after all of it expired", 2, 10, again)
    jumps = [call for time in range(0, 90, 9) for call in (*_seen((time, time % 4, time)), *_asked(time))]
    yield _case("edges", "two views in the window at any time", 3, 18, jumps)
    yield _case("edges", "steps of zero to three seconds", 3, 7, _stream(rng, 300, 5, (1, 9), (0, 3)))


def _order(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "order", "the larger id came first", 2, 9, _seen((1, 9, 4), (2, 2, 4), (3, 5, 4)) + _asked(3, 10)
    )
    level = _seen((0, 8, 3), (1, 8, 2), (2, 5, 2), (3, 7, 2)) + _asked(3, 10, 11, 12)
    yield _case("order", "level once the first view is gone", 3, 10, level)
    last = _seen((0, 6, 8), (0, 7, 3), (1, 4, 3)) + _asked(1) + _seen((2, 5, 3)) + _asked(2)
    yield _case("order", "equal at the last place", 2, 10, last)
    zero = _seen((0, 4, 0), (0, 2, 3), (1, 3, 0)) + _asked(1, 9, 10, 11)
    yield _case("order", "views of 0 seconds are views", 5, 10, zero)
    rest = _seen((0, 4, 6), (3, 4, 0), (5, 9, 1)) + _asked(5, 9, 10, 12, 13, 14, 15)
    yield _case("order", "what is left of a video is a view of 0 seconds", 3, 10, rest)
    faded = _seen((0, 4, 0), (3, 4, 6), (3, 4, 0)) + _asked(5, 10, 12, 13)
    yield _case("order", "views of 0 seconds expire like others", 3, 10, faded)
    yield _case(
        "order", "small seconds, so that totals keep meeting", 4, 12, _stream(rng, 400, 9, (0, 2), (0, 2))
    )
    yield _case("order", "more places than videos", 50, 12, _stream(rng, 200, 6, (0, 3), (0, 4)))


def _clock() -> Iterator[Case]:
    for k, window, note in (
        (0, 5, "k is zero"),
        (-2, 5, "k is negative"),
        (2, 0, "the window is zero"),
        (2, -4, "the window is negative"),
    ):
        yield _case("clock", note, k, window, [])
    least = _seen((0, 0, 0)) + _asked(0) + _seen((0, 1, 1)) + _asked(0, 1)
    yield _case("clock", "k and window of one, from time zero", 1, 1, least)
    late = _seen((10, 1, 2), (9, 2, 9)) + _asked(10) + _seen((10, 2, 1)) + _asked(9, 10)
    yield _case("clock", "late calls are refused, calls of the same second are not", 3, 5, late)
    asked = _seen((10, 1, 2)) + _asked(13) + _seen((12, 2, 9), (13, 3, 1)) + _asked(13, 12, 13)
    yield _case("clock", "a question moves the clock", 3, 5, asked)
    refused = (
        _seen((10, 1, 2), (30, 2, -1))
        + _asked(11)
        + _seen((12, 2, 4), (11, 1, -1), (12, 2, -5))
        + _asked(14, 15)
    )
    yield _case("clock", "a refused view leaves views and clock alone", 3, 5, refused)
    unknown = _seen((5, 9, -1)) + _asked(0) + _seen((1, 9, 1)) + _asked(1)
    yield _case("clock", "the first call of all is refused", 3, 5, unknown)
    far = _seen(
        (0, MAX_ID, MAX_SECONDS), (0, MAX_ID - 1, MAX_SECONDS), (5, MAX_ID, MAX_SECONDS), (5, 2**32, 1)
    )
    yield _case("clock", "largest values", MAX_K, MAX_WINDOW, far + _asked(MAX_TIME - 1, MAX_TIME))


def _expiry(rng: random.Random) -> Iterator[Case]:
    outsider = _seen((0, 1, 50), (1, 2, 40), (2, 3, 30), (3, 4, 20)) + _asked(3, 9, 10, 11, 12, 13)
    yield _case("expiry", "leaders expire, outsiders come in without a view", 2, 10, outsider)
    sunk = _seen((0, 1, 9), (4, 1, 2), (5, 2, 5), (6, 3, 4)) + _asked(6, 9, 10, 13, 14)
    yield _case("expiry", "a leader sinks to the end and is still listed", 3, 10, sunk)
    back = _seen((0, 5, 3), (2, 6, 1)) + _asked(2) + _seen((4, 5, 3), (5, 7, 2)) + _asked(9, 10, 12, 14)
    yield _case("expiry", "a total rises and falls back to where it was", 4, 10, back)
    wave = [call for time in range(60) for call in (*_seen((time, time % 7, 1 + time % 5)), *_asked(time))]
    yield _case("expiry", "totals rise and fall all the time", 3, 11, wave)
    yield _case("expiry", "few places, much traffic", 2, 25, _stream(rng, 700, 12, (0, 6), (0, 2)))
    yield _case("expiry", "long quiet spells", 3, 40, _stream(rng, 400, 8, (0, 9), (0, 25)))
    yield _case("expiry", "half of all videos lead", 60, 300, _stream(rng, 2_000, 120, (0, 9), (0, 1)))


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "scale", "8000 videos in the window, a question after each view", 10, 8_000, _many_questions(rng)
    )
    burst = _seen(*[(0, rng.randrange(9_000), rng.randint(0, 99)) for _ in range(15_000)])
    spell = [call for time in range(1, 1_500) for call in (*_seen((time, 5, 1)), *_asked(time))]
    yield _case(
        "scale",
        "a burst that expires at once, in a quiet night",
        5,
        1_500,
        burst + spell + _asked(1_500, 10**11),
    )
    yield _case("scale", "a large k and few questions", 3_000, 9_000, _many_leaders(rng))


def _many_questions(rng: random.Random) -> Calls:
    calls = _seen(
        *[(time, video, rng.randint(1, 500)) for time, video in enumerate(rng.sample(range(10**6), 8_000))]
    )
    ids = [call[2] for call in calls]
    for time in range(8_000, 14_000):
        calls += [*_seen((time, rng.choice(ids), rng.randint(0, 400))), *_asked(time)]
    return calls


def _many_leaders(rng: random.Random) -> Calls:
    ids = rng.sample(range(10**6), 7_000)
    calls: Calls = []
    for time in range(20_000):
        calls += _seen((time, rng.choice(ids), rng.randint(0, 900)))
        if time % 1_000 == 999:
            calls += _asked(time)
    return calls
