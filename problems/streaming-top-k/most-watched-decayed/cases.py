"""Cases for the decayed top-K. Every case keeps scores apart, or equal through equal histories, at all times."""

import random
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from math import inf, isfinite, log2, nan

from readyroom import Case

MAX_CALLS = 40_000
MAX_ANSWERED = 200_000
MAX_ID = 2**63 - 1
MAX_TIME = MAX_K = 10**9
MAX_SECONDS = 10**6
MAX_HALF_LIVES = 10**5
APART = 1.5e-6  # in log2 of a score; a part in a million is 1.44e-6

Calls = list[tuple[object, ...]]


class Scores:
    """Logarithms of all scores; takes a view only if it keeps every two videos apart or equal by history."""

    def __init__(self, half_life: float) -> None:
        self.half_life = half_life
        self.levels: dict[int, float] = {}
        self.histories: dict[int, int] = {}
        self.order: list[tuple[float, int]] = []

    def take(self, time: int, video_id: int, seconds: int) -> bool:
        """Whether the view was taken."""
        old = self.levels.get(video_id, -inf)
        level = old
        if seconds:
            low, high = sorted((old, log2(seconds) + time / self.half_life))
            level = high + log2(1 + 2 ** (low - high))
        history = hash((self.histories.get(video_id, 0), time, seconds))
        place = bisect_left(self.order, (old, video_id))
        kept = self.order[place : place + 1] if video_id in self.levels else []
        del self.order[place : place + len(kept)]
        if not self._is_apart(level, history):
            self.order[place:place] = kept
            return False
        insort(self.order, (level, video_id))
        self.levels[video_id], self.histories[video_id] = level, history
        return True

    def _is_apart(self, level: float, history: int) -> bool:
        place = bisect_left(self.order, (level, -1))
        near = self.order[max(0, place - 1) : place + 1]
        return level == -inf or all(
            abs(other - level) > APART or self.histories[video_id] == history for other, video_id in near
        )


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    given = {**dict(zip(("k", "half_life"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"k", "half_life"}:
        raise ValueError("DecayedTopK takes two arguments, k and half_life")
    k, half_life = _whole("k", given["k"], -MAX_K, MAX_K), given["half_life"]
    if type(half_life) not in (int, float):
        raise ValueError(f"half_life must be a number, not {type(half_life).__name__}")
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    usable = k > 0 and half_life > 0 and isfinite(half_life)
    scores = Scores(half_life if usable else 1.0)
    latest = min(MAX_TIME, int(MAX_HALF_LIVES * half_life)) if usable else MAX_TIME
    clock = answered = 0
    for number, call in enumerate(calls, 1):
        where = f"call {number}: "
        if call[0] == "update" and len(call) == 4:
            time = _whole(where + "time", call[1], 0, latest)
            video_id = _whole(where + "video_id", call[2], 0, MAX_ID)
            seconds = _whole(where + "watch_seconds", call[3], -MAX_SECONDS, MAX_SECONDS)
            if seconds >= 0 and time >= clock:
                clock = time
                if not scores.take(time, video_id, seconds):
                    raise ValueError(
                        where + "two scores come within a part in a million, so rounding would decide"
                    )
        elif call[0] == "topk" and len(call) == 2:
            clock = max(clock, _whole(where + "now", call[1], 0, latest))
            answered += min(max(k, 0), len(scores.levels))
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
    yield from _basics(rng)
    yield from _ties()
    yield from _clock()
    yield from _old(rng)
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    for group, k, half_life, videos, step in (
        ("basics", 4, 7.3, 9, (0, 4)),
        ("old", 6, 1.9, 8, (0, 900)),
    ):
        calls = _stream(rng, half_life, 150, videos, step)
        yield _case(group, "drawn for this submission", k, half_life, calls)


def _case(group: str, note: str, k: int, half_life: float, calls: Calls) -> Case:
    return Case(args=(k, half_life), calls=calls, group=group, note=note)


def _seen(*views: tuple[int, int, int]) -> Calls:
    return [("update", *view) for view in views]


def _asked(*times: int) -> Calls:
    return [("topk", now) for now in times]


def _stream(
    rng: random.Random, half_life: float, length: int, videos: int, step: tuple[int, int], ask: float = 0.3
) -> Calls:
    """Random views and questions; a view that would bring two scores too close is drawn again."""
    ids, scores = rng.sample(range(10**6), videos), Scores(half_life)
    time, calls = rng.randrange(50), []
    while len(calls) < length:
        time += rng.randint(*step)
        view = (time, rng.choice(ids), rng.randint(0, 900))
        if rng.random() < ask:
            calls.append(("topk", time))
        elif scores.take(*view):
            calls.append(("update", *view))
    return [*calls, ("topk", time)]


def _samples() -> Iterator[Case]:
    first = _seen((0, 7, 8), (10, 8, 3), (10, 9, 5)) + _asked(10) + _seen((20, 8, 2)) + _asked(20, 1000)
    yield _case("samples", "the sample of the statement", 3, 10.0, first)
    second = _seen((0, 4, 100), (6, 2, 13)) + _asked(6) + _seen((6, 2, 13)) + _asked(7)
    yield _case("samples", "an old long view, twice a new short one", 1, 2, second)


def _basics(rng: random.Random) -> Iterator[Case]:
    yield _case("basics", "no video yet", 3, 5.0, _asked(0, 4))
    steps = _seen((0, 1, 100), (3, 2, 75)) + _asked(3) + _seen((5, 3, 59), (5, 4, 62)) + _asked(5)
    yield _case("basics", "parts of a half-life", 4, 10.0, steps)
    short = _seen((0, 1, 8), (1, 2, 3)) + _asked(1) + _seen((2, 3, 1)) + _asked(2)
    yield _case("basics", "a half-life below one second", 3, 0.5, short)
    sums = (
        _seen((0, 1, 9), (4, 1, 9), (8, 1, 9), (8, 2, 14))
        + _asked(8)
        + _seen((12, 2, 1), (13, 1, 2))
        + _asked(13)
    )
    yield _case("basics", "the views of a video add up", 2, 8.0, sums)
    back = _seen((0, 1, 60), (0, 2, 50), (1, 3, 40)) + _asked(1) + _seen((2, 4, 90), (5, 2, 31)) + _asked(5)
    yield _case("basics", "a video that dropped out comes back", 2, 6.0, back)
    climb = _seen((0, 1, 200), (0, 2, 190)) + [
        call for time in range(1, 9) for call in (*_seen((time, 7, 40)), *_asked(time))
    ]
    yield _case("basics", "a slow climber below the line", 2, 30.0, climb)
    swap = (
        _seen((0, 1, 10), (0, 2, 9))
        + _asked(0)
        + _seen((4, 2, 1))
        + _asked(4)
        + _seen((5, 1, 1))
        + _asked(5, 90)
    )
    yield _case("basics", "leaders overtake one another", 2, 40.0, swap)
    hardly = _seen((0, 9, 5), (40, 8, 6), (900, 9, 3), (1_000, 7, 7)) + _asked(1_000)
    yield _case("basics", "hardly any decay", 3, 1e9, hardly)
    yield _case("basics", "questions between views", 4, 17.0, _stream(rng, 17.0, 300, 12, (0, 5)))
    yield _case(
        "basics", "half of all videos lead", 40, 100.0, _stream(rng, 100.0, 1_500, 80, (0, 3), ask=0.1)
    )


def _ties() -> Iterator[Case]:
    same = _seen((0, 9, 4), (0, 5, 4), (0, 7, 4)) + _asked(0, 30)
    yield _case("ties", "three equal views", 2, 10.0, same)
    both = _seen((1, 3, 5), (1, 2, 5), (6, 2, 8), (6, 3, 8), (7, 4, 1)) + _asked(6, 9)
    yield _case("ties", "two equal histories", 3, 10.0, both)
    parted = (
        _seen((1, 3, 5), (1, 2, 5)) + _asked(1) + _seen((2, 3, 1)) + _asked(2) + _seen((3, 2, 4)) + _asked(3)
    )
    yield _case("ties", "equal histories that part", 2, 10.0, parted)
    zero = _seen((0, 8, 0), (0, 3, 0), (1, 5, 1)) + _asked(1, 99) + _seen((99, 8, 1), (99, 3, 0)) + _asked(99)
    yield _case("ties", "0 seconds make a video known, at score 0", 5, 10.0, zero)
    still = _seen((0, 8, 2), (0, 3, 0), (4, 8, 0), (9, 3, 0), (9, 2, 0)) + _asked(9)
    yield _case("ties", "0 seconds change no score", 3, 10.0, still)


def _clock() -> Iterator[Case]:
    for k, half_life, note in (
        (0, 5.0, "k is zero"),
        (-2, 5.0, "k is negative"),
        (2, 0, "the half-life is zero"),
        (2, -4.0, "the half-life is negative"),
        (2, inf, "the half-life is infinite"),
        (2, nan, "the half-life is not a number"),
    ):
        yield _case("clock", note, k, half_life, [])
    late = _seen((10, 1, 2), (9, 2, 9)) + _asked(10) + _seen((10, 2, 1)) + _asked(9, 10)
    yield _case("clock", "late calls are refused, calls of the same second are not", 3, 5.0, late)
    asked = _seen((10, 1, 2)) + _asked(13) + _seen((12, 2, 9), (13, 3, 1)) + _asked(13, 12, 13)
    yield _case("clock", "a question moves the clock", 3, 5.0, asked)
    refused = _seen((10, 1, 2), (30, 2, -1)) + _asked(11) + _seen((12, 2, 4), (12, 2, -5)) + _asked(14)
    yield _case("clock", "a refused view leaves scores and clock alone", 3, 5.0, refused)
    first = _seen((5, 9, -1)) + _asked(0) + _seen((0, 0, 1)) + _asked(0)
    yield _case("clock", "the first call of all is refused", 1, 5.0, first)
    largest = _seen((0, MAX_ID, MAX_SECONDS), (0, MAX_ID - 1, MAX_SECONDS), (MAX_TIME, 2**32, 1))
    yield _case("clock", "largest values", MAX_K, MAX_TIME / MAX_HALF_LIVES, largest + _asked(MAX_TIME))


def _old(rng: random.Random) -> Iterator[Case]:
    far = _seen((6_000, 4, 7), (6_000, 2, 9), (6_003, 3, 5)) + _asked(6_003)
    yield _case("old", "1200 half-lives from zero", 3, 5.0, far)
    ages = _seen((0, 1, 5), (0, 2, 9), (3, 3, 7), (90, 4, 2)) + _asked(90, 40_000)
    yield _case("old", "nobody watches for 4000 half-lives", 4, 10.0, ages)
    faint = _seen((0, 6, 9), (0, 2, 10), (1, 3, 6), (2, 4, 4), (3, 1, 1), (1_075, 7, 1)) + _asked(1_075)
    yield _case("old", "1075 half-lives ago, where doubles lose their digits", 6, 1.0, faint)
    revived = (
        _seen((0, 1, 9), (0, 2, 8), (3_000, 2, 1)) + _asked(3_000) + _seen((9_000, 1, 1)) + _asked(9_000)
    )
    yield _case("old", "an old video is watched again", 2, 1.0, revived)
    idle = (
        _seen((0, 1, 9), (0, 2, 8), (0, 3, 7), (3_000, 1, 0))
        + _asked(3_000)
        + _seen((3_000, 3, 0))
        + _asked(4_000)
    )
    yield _case("old", "an old video gets a view of 0 seconds", 3, 1.0, idle)
    apart = _seen((0, 1, 2), (10**5, 2, 3), (10**5, 1, 4)) + _asked(10**5)
    yield _case("old", "the longest span of all", 3, 1.0, apart)
    equal = _seen((9_000, 6, 4), (9_000, 5, 4), (9_001, 7, 1)) + _asked(9_001, 30_000)
    yield _case("old", "equal histories far from zero", 3, 2.0, equal)
    yield _case("old", "long quiet spells", 6, 3.0, _stream(rng, 3.0, 250, 12, (0, 1_500)))
    yield _case("old", "a steady stream far from zero", 5, 0.7, _stream(rng, 0.7, 500, 10, (0, 60)))


def _scale(rng: random.Random) -> Iterator[Case]:
    calls = _stream(rng, 40.0, 7_000, 7_000, (0, 1), ask=0.0)[:-1]
    more = _stream(rng, 40.0, 14_000, 7_000, (0, 1), ask=0.5)
    yield _case(
        "scale", "thousands of videos, a question after each view", 10, 40.0, _joined(calls, more, 40.0)
    )
    yield _case(
        "scale",
        "a large k and few questions",
        3_000,
        900.0,
        _stream(rng, 900.0, 15_000, 6_000, (0, 2), 0.001),
    )
    hot = _stream(rng, 300.0, 15_000, 20, (0, 1), ask=0.1)
    yield _case("scale", "a few videos watched again and again", 5, 300.0, hot)


def _joined(first: Calls, second: Calls, half_life: float) -> Calls:
    """Both streams one after the other, without the views that the joined scores do not take."""
    scores, shift = Scores(half_life), first[-1][1]
    later = [(call[0], call[1] + shift, *call[2:]) for call in second]
    return [call for call in (*first, *later) if call[0] == "topk" or scores.take(*call[1:])]
