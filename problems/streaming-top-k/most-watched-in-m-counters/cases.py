"""Cases for Space-Saving: takeovers step by step, what is certain, and thousands of counters under churn."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 40_000
MAX_ANSWERED = 200_000
MAX_ID = 2**63 - 1
MAX_SECONDS = 10**12
MAX_K = 10**9

Calls = list[tuple[object, ...]]
TOP: tuple[object, ...] = ("topk",)
SURE: tuple[object, ...] = ("certain",)


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    given = {**dict(zip(("k", "m"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"k", "m"}:
        raise ValueError("CappedTopK takes two arguments, k and m")
    k, m = _whole("k", given["k"], -MAX_K, MAX_K), _whole("m", given["m"], -MAX_K, MAX_K)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    seen: set[int] = set()
    answered = 0
    for number, call in enumerate(calls, 1):
        if call[0] == "update" and len(call) == 3:
            video_id = _whole(f"call {number}: video_id", call[1], 0, MAX_ID)
            if _whole(f"call {number}: watch_seconds", call[2], -MAX_SECONDS, MAX_SECONDS) > 0:
                seen.add(video_id)
        elif call in (TOP, SURE):
            answered += max(0, min(k, m, len(seen)))
        else:
            raise ValueError(f"call {number}: write update(video_id, watch_seconds), topk() or certain()")
    if answered > MAX_ANSWERED:
        raise ValueError(
            f"the answers may hold {answered} videos together, at most {MAX_ANSWERED} are allowed"
        )


def _whole(name: str, value: object, low: int, high: int) -> int:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")
    return value


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _counters(rng)
    yield from _ties(rng)
    yield from _certain(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    for group, k, m, videos, seconds in (
        ("counters", 3, 6, 14, (1, 60)),
        ("ties", 3, 5, 9, (0, 2)),
        ("certain", 2, 7, 11, (1, 9)),
    ):
        yield _case(group, "drawn for this submission", k, m, _stream(rng, 150, videos, seconds))


def _case(group: str, note: str, k: int, m: int, calls: Calls) -> Case:
    return Case(args=(k, m), calls=calls, group=group, note=note)


def _seen(*views: tuple[int, int]) -> Calls:
    return [("update", *view) for view in views]


def _asked(*views: tuple[int, int]) -> Calls:
    """Views followed by both questions."""
    return [*_seen(*views), TOP, SURE]


def _each(*views: tuple[int, int]) -> Calls:
    """Both questions after each view."""
    return [call for view in views for call in _asked(view)]


def _stream(rng: random.Random, length: int, videos: int, seconds: tuple[int, int]) -> Calls:
    """Random views of videos of which the first are watched more often, and questions."""
    ids = rng.sample(range(10_000), videos)
    calls: Calls = []
    for _ in range(length):
        view = ("update", ids[int(videos * rng.random() ** 2)], rng.randint(*seconds))
        calls.append(rng.choice((view, view, view, TOP, SURE)))
    return [*calls, TOP, SURE]


def _samples() -> Iterator[Case]:
    first = [*_asked((1, 9), (2, 6), (3, 2), (4, 2)), *_asked((5, 3))]
    yield _case("samples", "the sample of the statement", 2, 3, first)
    yield _case("samples", "one place, two counters", 1, 2, _each((7, 3), (8, 1), (9, 1), (8, 4), (7, 1)))


def _counters(rng: random.Random) -> Iterator[Case]:
    yield _case("counters", "no video yet", 2, 4, [TOP, SURE])
    yield _case("counters", "fewer videos than places", 3, 9, _each((5, 2), (6, 4), (5, 3)))
    yield _case("counters", "as many videos as counters", 2, 4, _each((5, 4), (6, 3), (7, 2), (8, 1), (8, 1)))
    chain = _each((1, 5), (2, 4), (3, 3), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1))
    yield _case("counters", "every newcomer takes over the same counter", 2, 3, chain)
    back = _each((1, 5), (2, 2), (3, 1), (2, 1), (1, 1), (3, 9), (4, 1), (3, 1))
    yield _case("counters", "a video that was thrown out comes back", 1, 2, back)
    grown = _each((1, 1), (2, 2), (3, 3), (1, 9), (4, 1), (2, 9), (5, 1))
    yield _case("counters", "the smallest count has grown since", 2, 3, grown)
    older = _each((1, 6), (2, 5), (3, 1), (4, 7), (2, 1), (5, 3))
    yield _case("counters", "the oldest counter is not the smallest", 2, 3, older)
    zero = _each((1, 3), (2, 2), (3, 0), (1, 0), (3, 1), (4, 0), (2, 1))
    yield _case("counters", "views of 0 seconds change nothing", 1, 2, zero)
    yield _case("counters", "0 seconds while counters are free", 2, 3, _each((1, 0), (2, 4), (1, 0)))
    yield _case("counters", "a stream with favourites", 4, 8, _stream(rng, 400, 25, (1, 40)))


def _ties(rng: random.Random) -> Iterator[Case]:
    yield _case("ties", "the larger id came first", 2, 4, _each((9, 3), (4, 3), (7, 3)))
    level = _each((5, 2), (9, 2), (7, 2), (1, 1), (8, 1), (3, 1), (2, 1))
    yield _case("ties", "the largest id of the smallest count goes", 2, 3, level)
    again = _each((5, 2), (3, 1), (4, 2), (3, 1), (8, 1), (6, 1))
    yield _case("ties", "equal counts reached one after the other", 2, 3, again)
    yield _case("ties", "ids of different length", 2, 4, _each((100, 1), (99, 1), (9, 1), (10, 1), (11, 1)))
    yield _case("ties", "views of one second", 3, 5, _stream(rng, 400, 12, (1, 1)))
    yield _case("ties", "views of up to two seconds", 4, 9, _stream(rng, 300, 15, (0, 2)))


def _certain(rng: random.Random) -> Iterator[Case]:
    yield _case("certain", "k videos, then one more", 2, 4, _each((1, 5), (2, 4), (3, 4), (2, 1)))
    equal = _each((1, 5), (2, 5), (3, 5), (4, 5), (1, 1), (2, 1), (3, 1))
    yield _case("certain", "equal to place k + 1 is not certain", 2, 4, equal)
    later = _each((1, 6), (2, 5), (3, 4), (4, 9), (2, 4), (2, 1), (1, 2))
    yield _case("certain", "a doubtful leader before a certain one", 2, 3, later)
    blurred = _each((1, 40), (2, 8), (3, 7), (4, 30), (5, 1), (6, 20), (1, 1))
    yield _case("certain", "certain in spite of an error", 2, 3, blurred)
    none = _each((1, 5), (2, 5), (3, 5), (4, 1), (5, 1), (6, 1))
    yield _case("certain", "nobody is certain", 1, 3, none)
    edge = _each((1, 10), (2, 4), (3, 3), (4, 6), (4, 1), (2, 4), (4, 1))
    yield _case("certain", "count - error passes place k + 1", 2, 3, edge)
    yield _case("certain", "few counters, many favourites", 3, 6, _stream(rng, 400, 18, (1, 9)))
    yield _case("certain", "many counters", 3, 12, _stream(rng, 300, 16, (1, 99)))


def _bounds() -> Iterator[Case]:
    for k, m, note in (
        (0, 3, "k is zero"),
        (-1, 3, "k is negative"),
        (3, 3, "k equals m"),
        (4, 3, "k is larger than m"),
        (0, 0, "both are zero"),
        (-3, -2, "both are negative"),
    ):
        yield _case("bounds", note, k, m, [])
    refused = [*_each((1, -1), (2, 5), (2, -5), (3, 2), (4, -9), (4, 1)), *_asked((9, -1))]
    yield _case("bounds", "refused views leave no trace", 1, 2, refused)
    large = _each((MAX_ID, MAX_SECONDS), (MAX_ID - 1, MAX_SECONDS), (0, 1), (MAX_ID, MAX_SECONDS))
    yield _case("bounds", "largest values", MAX_K - 1, MAX_K, large)


def _scale(rng: random.Random) -> Iterator[Case]:
    ids = rng.sample(range(10**6), 16_000)
    once = _asked(*[(video_id, rng.randint(1, 900)) for video_id in ids])
    yield _case("scale", "4000 counters, each video once", 20, 4_000, once)
    busy: Calls = []
    for _ in range(4_000):
        busy += _seen((ids[int(12_000 * rng.random() ** 3)], rng.randint(1, 300))) * 2
        busy.append(rng.choice((TOP, SURE)))
    filled = _seen(*[(video_id, rng.randint(1, 500)) for video_id in ids[:5_000]])
    yield _case("scale", "5000 counters, questions all the time", 10, 5_000, filled + busy)
    skewed = [(ids[int(9_000 * rng.random() ** 4)], rng.randint(1, 50)) for _ in range(15_000)]
    yield _case("scale", "favourites and a large k", 1_500, 3_000, _asked(*skewed))
