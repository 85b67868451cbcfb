"""Cases for the most-watched videos: small ones that each catch a mistake, large ones that catch slow solutions."""

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
        raise ValueError("TopK takes one argument, k")
    k = _whole("k", given[0], -MAX_K, MAX_K)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    known: set[int] = set()
    answered = 0
    for number, call in enumerate(calls, 1):
        if call[0] == "update" and len(call) == 3:
            video_id = _whole(f"call {number}: video_id", call[1], 0, MAX_ID)
            if _whole(f"call {number}: watch_seconds", call[2], -MAX_SECONDS, MAX_SECONDS) >= 0:
                known.add(video_id)
        elif call[0] == "topk" and len(call) == 1:
            answered += min(max(k, 0), len(known))
        else:
            raise ValueError(f"call {number}: write update(video_id, watch_seconds) or topk()")
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
    yield from _ties(rng)
    yield from _bounds()
    yield from _churn(rng)
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    for group, k, videos, seconds in (
        ("basics", 12, 12, (1, 500)),
        ("ties", 3, 8, (1, 2)),
        ("churn", 2, 5, (0, 4)),
    ):
        yield _case(group, "drawn for this submission", k, _stream(rng, 150, videos, seconds, ask=0.3))


def _case(group: str, note: str, k: int, calls: Calls) -> Case:
    return Case(args=(k,), calls=calls, group=group, note=note)


def _seen(*events: tuple[int, int]) -> Calls:
    """Updates followed by one question."""
    return [*(("update", video_id, seconds) for video_id, seconds in events), ASK]


def _stream(rng: random.Random, length: int, videos: int, seconds: tuple[int, int], ask: float) -> Calls:
    """Random updates and questions; ids are few and far apart."""
    ids = rng.sample(range(1, 10_000), videos)
    calls: Calls = []
    for _ in range(length):
        if rng.random() < ask:
            calls.append(ASK)
        else:
            calls.append(("update", rng.choice(ids), rng.randint(*seconds)))
    return [*calls, ASK]


def _samples() -> Iterator[Case]:
    first = _seen((10, 5), (7, 5), (8, 2))
    yield _case("samples", "the sample of the statement", 3, first + _seen((10, 3), (8, 10), (9, 13), (7, 1)))
    yield _case("samples", "fewer videos than k", 4, _seen((3, 2), (5, 9)) + _seen((3, 9)))


def _basics(rng: random.Random) -> Iterator[Case]:
    yield _case("basics", "no video yet", 2, [ASK, ASK])
    alone = _seen((4, 2)) + _seen((4, 3)) + _seen((4, 1))
    yield _case("basics", "one video alone", 2, alone)
    yield _case(
        "basics", "totals add up over several views", 3, _seen((1, 4), (2, 6), (3, 5), (1, 4), (3, 5), (2, 1))
    )
    yield _case(
        "basics", "many short views beat one long view", 2, _seen((8, 9), *[(5, 2)] * 5) + _seen((8, 3))
    )
    yield _case("basics", "questions between updates", 10, _stream(rng, 200, 10, (1, 300), ask=0.25))


def _ties(rng: random.Random) -> Iterator[Case]:
    yield _case("ties", "the larger id came first", 2, _seen((9, 4), (2, 4), (5, 4)))
    yield _case(
        "ties", "equal at the last place, smaller id arrives later", 2, _seen((6, 8), (7, 3)) + _seen((4, 3))
    )
    yield _case(
        "ties", "equal at the last place, larger id arrives later", 2, _seen((6, 8), (4, 3)) + _seen((7, 3))
    )
    yield _case("ties", "ids of different length", 3, _seen((100, 1), (99, 1), (9, 1), (10, 1)))
    yield _case("ties", "all videos stand level", 3, _seen((30, 6), (20, 3), (10, 6), (25, 6), (20, 3)))
    yield _case(
        "ties", "small seconds, so that totals keep meeting", 4, _stream(rng, 300, 9, (1, 2), ask=0.3)
    )


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "k is zero", 0, [])
    yield _case("bounds", "k is negative", -3, [])
    refused: Calls = [("update", 1, -1), ASK, ("update", 2, 5), ("update", 2, -5), ASK, ("update", 1, 6), ASK]
    yield _case("bounds", "refused updates leave no trace", 3, refused)
    zero = _seen((4, 3), (6, 0)) + _seen((5, 0), (4, 0))
    yield _case("bounds", "zero seconds make a video known", 5, zero)
    one = _seen((0, 2), (1, 3)) + _seen((0, 1)) + _seen((2, 4))
    yield _case("bounds", "k is one, and an id is zero", 1, one)
    top = MAX_ID - 1
    large = _seen((MAX_ID, 1), (top, 1), (2**32 + 1, MAX_SECONDS), (1, MAX_SECONDS), (2**32 + 1, MAX_SECONDS))
    yield _case(
        "bounds",
        "largest ids, seconds and k",
        MAX_K,
        large + _seen((top, MAX_SECONDS), (MAX_ID, MAX_SECONDS)),
    )


def _churn(rng: random.Random) -> Iterator[Case]:
    back = _seen((1, 10), (2, 8), (3, 9)) + _seen((2, 1), (4, 20)) + _seen((2, 4), (3, 3))
    yield _case("churn", "a video that dropped out comes back with its old total", 2, back)
    climb = [call for _ in range(6) for call in _seen((7, 3))]
    yield _case("churn", "a slow climber below the line", 2, _seen((1, 10), (2, 12)) + climb)
    still = _seen((5, 3), (6, 2), (5, 0)) + _seen((6, 0), (5, 0), (7, 1)) + [ASK]
    yield _case("churn", "zero seconds for known videos, and the same question twice", 2, still)
    swap = _seen((1, 5), (2, 4), (3, 1)) + _seen((2, 2)) + _seen((1, 2)) + _seen((3, 9))
    yield _case("churn", "leaders overtake one another", 2, swap)
    yield _case("churn", "few places, much traffic", 3, _stream(rng, 600, 12, (0, 6), ask=0.3))
    turns = [*range(250, 1_000), *range(250)]
    waves = [("update", video_id, 1 + wave * 10) for wave in range(3) for video_id in turns]
    asked = [call for n, call in enumerate(waves) for call in ((call, ASK) if n % 50 == 49 else (call,))]
    yield _case("churn", "each video overtakes all others in its turn", 5, asked)
    yield _case("churn", "half of all videos lead", 200, _stream(rng, 3_000, 400, (0, 9), ask=0.05))
    yield _case(
        "churn", "a hundred videos, all of them asked for", 100, _stream(rng, 500, 100, (0, 30), ask=0.1)
    )


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case("scale", "16 000 videos, a question after each update", 10, _many_questions(rng))
    yield _case("scale", "a large k and few questions", 4_000, _many_leaders(rng))
    yield _case("scale", "one video watched again and again", 5, _one_hot_video(rng))


def _many_questions(rng: random.Random) -> Calls:
    ids = rng.sample(range(MAX_ID), 16_000)
    calls: Calls = [("update", video_id, rng.randint(0, 1_000)) for video_id in ids]
    for _ in range(6_000):
        calls += [("update", rng.choice(ids), rng.randint(0, 400)), ASK]
    return calls


def _many_leaders(rng: random.Random) -> Calls:
    ids = rng.sample(range(1_000_000), 12_000)
    calls: Calls = []
    for _ in range(6):
        calls += [("update", rng.choice(ids), rng.randint(0, 900)) for _ in range(3_000)]
        calls.append(ASK)
    return calls


def _one_hot_video(rng: random.Random) -> Calls:
    ids = rng.sample(range(1_000), 40)
    calls: Calls = [("update", video_id, rng.randint(2_000, 9_000)) for video_id in ids]
    for step in range(15_000):
        calls.append(("update", ids[0], rng.randint(0, 2)))
        if step % 100 == 0:
            calls += [("update", rng.choice(ids), rng.randint(0, 400)), ASK]
    return [*calls, ASK]
