"""Cases for retractions: what is withdrawn, who stays listed, who comes back, and many views per user."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 40_000
MAX_ANSWERED = 200_000
MAX_ID = 2**63 - 1
MAX_SECONDS = 10**12
MAX_K = 10**9

Calls = list[tuple[object, ...]]
ASK: tuple[object, ...] = ("topk",)


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    given = [*args, *(kwargs or {}).values()]
    if len(given) != 1 or (kwargs and "k" not in kwargs):
        raise ValueError("HonestTopK takes one argument, k")
    k = _whole("k", given[0], -MAX_K, MAX_K)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    seen: set[int] = set()
    answered = 0
    for number, call in enumerate(calls, 1):
        where = f"call {number}: "
        if call[0] == "update" and len(call) == 4:
            _whole(where + "user_id", call[1], 0, MAX_ID)
            video_id = _whole(where + "video_id", call[2], 0, MAX_ID)
            if _whole(where + "watch_seconds", call[3], -MAX_SECONDS, MAX_SECONDS) >= 0:
                seen.add(video_id)
        elif call[0] == "retract" and len(call) == 2:
            _whole(where + "user_id", call[1], 0, MAX_ID)
        elif call[0] == "topk" and len(call) == 1:
            answered += min(max(k, 0), len(seen))
        else:
            raise ValueError(
                where + "write update(user_id, video_id, watch_seconds), retract(user_id) or topk()"
            )
    if answered > MAX_ANSWERED:
        raise ValueError(f"the answers may hold {answered} ids together, at most {MAX_ANSWERED} are allowed")


def _whole(name: str, value: object, low: int, high: int) -> int:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")
    return value


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _basics(rng)
    yield from _listed(rng)
    yield from _again(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    for group, k, users, videos, seconds in (
        ("basics", 3, 6, 8, (1, 90)),
        ("listed", 4, 5, 7, (0, 1)),
        ("again", 2, 2, 6, (0, 4)),
    ):
        calls = _stream(rng, 150, users, videos, seconds)
        yield _case(group, "drawn for this submission", k, calls)


def _case(group: str, note: str, k: int, calls: Calls) -> Case:
    return Case(args=(k,), calls=calls, group=group, note=note)


def _seen(*views: tuple[int, int, int]) -> Calls:
    return [("update", *view) for view in views]


def _asked(*views: tuple[int, int, int]) -> Calls:
    """Views followed by a question."""
    return [*_seen(*views), ASK]


def _without(*users: int) -> Calls:
    """Each user retracted, with a question after each."""
    return [call for user in users for call in (("retract", user), ASK)]


def _stream(rng: random.Random, length: int, users: int, videos: int, seconds: tuple[int, int]) -> Calls:
    """Random views, retractions and questions; ids are few and far apart."""
    ids = rng.sample(range(1, 10_000), videos)
    names = rng.sample(range(1, 10_000), users)
    calls: Calls = []
    for _ in range(length):
        view = ("update", rng.choice(names), rng.choice(ids), rng.randint(*seconds))
        calls.append(rng.choice((view, view, view, ASK, ASK, ("retract", rng.choice(names)))))
    return [*calls, ASK]


def _samples() -> Iterator[Case]:
    first = _asked((31, 7, 40), (32, 8, 30), (31, 9, 35), (32, 9, 1)) + _without(31)
    first += [("retract", 31), *_asked((31, 7, 2))]
    yield _case("samples", "the sample of the statement", 2, first)
    second = _asked((1, 5, 3), (2, 6, 2)) + _without(1, 2) + _asked((1, 6, 1)) + _without(2)
    yield _case("samples", "two users, two videos", 3, second)


def _basics(rng: random.Random) -> Iterator[Case]:
    yield _case("basics", "nothing yet", 2, [ASK, *_without(4), ASK])
    more = _asked((1, 5, 3), (1, 5, 4), (2, 5, 1), (1, 6, 2), (2, 6, 4)) + _without(1, 1, 2)
    yield _case("basics", "a user watched a video twice", 2, more)
    outside = _asked((1, 4, 90), (1, 5, 80), (2, 6, 20), (3, 7, 10), (3, 8, 5)) + _without(1, 2)
    yield _case("basics", "leaders are withdrawn, outsiders come in", 2, outside)
    sunk = _asked((1, 4, 90), (2, 4, 3), (2, 5, 50), (2, 6, 40)) + _without(1)
    yield _case("basics", "a leader sinks to the end and is still listed", 3, sunk)
    swap = _asked((1, 4, 9), (2, 4, 3), (3, 5, 7), (1, 6, 1)) + _without(1) + _asked((3, 6, 5)) + _without(3)
    yield _case("basics", "leaders overtake by sinking", 3, swap)
    same = _asked((7, 7, 5), (8, 7, 2), (7, 8, 4), (8, 8, 6)) + _without(8, 7)
    yield _case("basics", "users and videos share numbers", 2, same)
    unknown = _asked((1, 4, 9)) + _without(2, 4, 1, 1, 1)
    yield _case("basics", "users without views", 2, unknown)
    yield _case("basics", "a mixed stream", 3, _stream(rng, 500, 12, 12, (1, 90)))


def _listed(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "listed", "the larger id came first", 2, _asked((1, 9, 4), (1, 2, 4), (2, 5, 4)) + _without(1)
    )
    level = _asked((1, 9, 4), (2, 9, 3), (3, 5, 4), (3, 7, 7)) + _without(2)
    yield _case("listed", "level after a retraction", 2, level)
    zero = _asked((1, 4, 0), (2, 5, 1), (1, 3, 0)) + _without(1)
    yield _case("listed", "a view of 0 seconds is a view", 4, zero)
    rest = _asked((1, 4, 6), (2, 4, 0), (1, 5, 0), (2, 3, 2)) + _without(1) + _without(2)
    yield _case("listed", "what is left of a video is a view of 0 seconds", 4, rest)
    count = _asked((1, 4, 0), (1, 4, 0), (1, 4, 7), (2, 4, 1)) + _without(1, 1)
    yield _case("listed", "views of 0 seconds are counted", 2, count)
    gone = _asked((1, 4, 6), (1, 4, 0), (2, 5, 0)) + _without(1) + _asked((2, 4, 0)) + _without(2)
    yield _case("listed", "a video is listed no longer", 3, gone)
    yield _case("listed", "totals that keep meeting", 4, _stream(rng, 500, 9, 9, (0, 2)))
    yield _case("listed", "more places than videos", 50, _stream(rng, 200, 6, 5, (0, 1)))


def _again(rng: random.Random) -> Iterator[Case]:
    twice = (
        _asked((1, 4, 6), (2, 4, 1), (2, 5, 3))
        + _without(1)
        + _asked((1, 4, 2))
        + _without(1)
        + _asked((1, 5, 1))
    )
    yield _case("again", "a user is retracted, comes back and is retracted again", 2, twice)
    back = (
        _asked((1, 4, 3), (2, 6, 2), (3, 4, 1))
        + _without(3)
        + _asked((3, 4, 1))
        + _without(3)
        + _asked((5, 4, 1))
    )
    yield _case("again", "a total falls and rises back", 4, back)
    gone = _asked((1, 4, 3), (2, 6, 2)) + _without(1) + _asked((3, 4, 3)) + _without(2) + _asked((2, 6, 2))
    yield _case("again", "a video that was gone comes back with the same total", 4, gone)
    quiet = [
        *_seen((1, 4, 3), (2, 5, 3)),
        ("retract", 1),
        *_seen((1, 4, 3)),
        ("retract", 1),
        *_asked((3, 4, 2)),
    ]
    yield _case("again", "no question while it happens", 3, quiet)
    outside = _asked((1, 4, 9), (2, 5, 8), (3, 6, 7)) + _without(1) + _asked((1, 4, 8)) + _without(2, 3)
    yield _case("again", "an outsider comes back at the same total", 1, outside)
    yield _case("again", "one user alone", 2, _stream(rng, 300, 1, 5, (0, 4)))
    yield _case("again", "two users and few videos", 2, _stream(rng, 600, 2, 4, (0, 3)))
    yield _case("again", "half of all videos lead", 60, _stream(rng, 2_500, 300, 120, (0, 9)))


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "k is zero", 0, [])
    yield _case("bounds", "k is negative", -3, [])
    refused = [
        *_asked((1, 4, -1)),
        *_without(1),
        *_asked((1, 4, 5), (1, 4, -5)),
        *_asked((2, 4, -1)),
        *_without(2, 1),
    ]
    yield _case("bounds", "refused views leave no trace", 3, refused)
    one = _asked((0, 0, 0)) + _asked((0, 1, 1)) + _without(0)
    yield _case("bounds", "k is one, and ids are zero", 1, one)
    top = MAX_ID - 1
    large = [
        (MAX_ID, MAX_ID, MAX_SECONDS),
        (top, MAX_ID, 1),
        (MAX_ID, top, MAX_SECONDS),
        (top, top, 1),
        (top, 2**32, 1),
    ]
    yield _case("bounds", "largest values", MAX_K, _asked(*large) + _without(MAX_ID, top))


def _scale(rng: random.Random) -> Iterator[Case]:
    ids = rng.sample(range(10**6), 8_000)
    spread = _seen(*[(number % 3_000, video_id, rng.randint(1, 900)) for number, video_id in enumerate(ids)])
    for number in range(6_000):
        view = ("update", rng.randrange(3_000), rng.choice(ids), rng.randint(0, 900))
        spread += [view if number % 3 else ("retract", rng.randrange(3_000)), ASK]
    yield _case("scale", "8000 videos, a question after each change", 10, spread)
    busy = _seen(*[(rng.randrange(6), rng.choice(ids), rng.randint(0, 99)) for _ in range(14_000)])
    for user in range(10, 9_000):
        busy += _seen((user, rng.choice(ids), 50)) if user % 3 == 0 else []
        busy.append(("retract", user))
    yield _case(
        "scale",
        "users with thousands of views, and thousands of small retractions",
        10,
        busy + _without(*range(6)),
    )
    few: Calls = []
    for _ in range(8):
        few += _seen(*[(rng.randrange(900), rng.choice(ids), rng.randint(0, 99)) for _ in range(2_000)])
        few += [("retract", rng.randrange(900)), ASK]
    yield _case("scale", "a large k and few questions", 3_000, few)
