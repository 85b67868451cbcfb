"""Cases for deduplication: life spans to the second, tidying up step by step, full memory, and long streams."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 40_000
MAX_ID = 2**63 - 1
MAX_TIME = MAX_SIZE = 10**12

Calls = list[tuple[object, ...]]
HELD: tuple[object, ...] = ("held",)
EVICTED: tuple[object, ...] = ("evicted",)


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    given = {**dict(zip(("ttl", "capacity"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"ttl", "capacity"}:
        raise ValueError("Deduplicator takes two arguments, ttl and capacity")
    _whole("ttl", given["ttl"], -MAX_SIZE, MAX_SIZE)
    _whole("capacity", given["capacity"], -MAX_SIZE, MAX_SIZE)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    for number, call in enumerate(calls, 1):
        if call[0] == "accept" and len(call) == 3:
            _whole(f"call {number}: time", call[1], 0, MAX_TIME)
            _whole(f"call {number}: event_id", call[2], 0, MAX_ID)
        elif tuple(call) not in (HELD, EVICTED):
            raise ValueError(f"call {number}: write accept(time, event_id), held() or evicted()")


def _whole(name: str, value: object, low: int, high: int) -> int:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")
    return value


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _life(rng)
    yield from _bounded(rng)
    yield from _capacity(rng)
    yield from _clock()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    for group, ttl, capacity, events, step in (
        ("life", 8, 50, 9, 2),
        ("bounded", 12, 40, 60, 9),
        ("capacity", 20, 4, 9, 6),
    ):
        calls = _stream(rng, 120, events, step)
        yield _case(group, "drawn for this submission", ttl, capacity, calls)


def _case(group: str, note: str, ttl: int, capacity: int, calls: Calls) -> Case:
    return Case(args=(ttl, capacity), calls=calls, group=group, note=note)


def _told(*events: tuple[int, int]) -> Calls:
    """Events, with both counters after each."""
    return [call for event in events for call in (("accept", *event), HELD, EVICTED)]


def _stream(rng: random.Random, length: int, events: int, step: int) -> Calls:
    """Events on a clock that mostly stands still and now and then jumps ahead."""
    time, drawn = 0, []
    for _ in range(length):
        time += rng.choice((0, 0, 1, 1, 2, rng.randrange(step + 1) * 2))
        drawn.append((time, rng.randrange(events)))
    return _told(*drawn)


def _samples() -> Iterator[Case]:
    first = [(0, 7), (9, 7), (10, 7), (11, 8), (12, 9), (13, 5)]
    calls: Calls = [*[("accept", *event) for event in first], EVICTED]
    yield _case(
        "samples", "the sample of the statement", 10, 3, [*calls, ("accept", 14, 7), ("accept", 40, 8), HELD]
    )
    second = _told((0, 1), (0, 2), (0, 1), (3, 3), (4, 1), (5, 2), (6, 1))
    yield _case("samples", "room for everybody", 5, 9, second)


def _life(rng: random.Random) -> Iterator[Case]:
    yield _case("life", "asked every second", 4, 9, _told(*[(time, 6) for time in range(14)]))
    yield _case(
        "life",
        "the last second of a life and the first after it",
        10,
        9,
        _told((5, 1), (14, 1), (15, 1), (24, 1), (25, 1)),
    )
    yield _case("life", "a life of one second", 1, 9, _told((3, 1), (3, 1), (4, 1), (4, 2), (4, 1), (5, 2)))
    retries = _told(*[(time, 1) for time in (0, 4, 8, 9, 10, 14, 19, 20)])
    yield _case("life", "retries do not renew", 10, 9, retries)
    both = _told((0, 1), (6, 2), (7, 1), (10, 1), (12, 2), (16, 2), (19, 1), (20, 1))
    yield _case("life", "two events that live apart", 10, 9, both)
    yield _case("life", "long silence", 10, 9, _told((0, 1), (0, 2), (10**6, 2), (10**6, 1), (10**6 + 9, 2)))
    yield _case("life", "few events again and again", 9, 99, _stream(rng, 200, 6, 3))


def _bounded(rng: random.Random) -> Iterator[Case]:
    burst = [(0, n) for n in range(9)]
    quiet = [(50 + n, 100 + n) for n in range(9)]
    yield _case("bounded", "a burst that is tidied up two by two", 20, 99, _told(*burst, *quiet))
    same = [(50, 100)] * 6
    yield _case("bounded", "duplicates tidy up as well", 20, 99, _told(*burst, *same))
    late = [(50, 8), (50, 8), (51, 7), (52, 1), (53, 6)]
    yield _case("bounded", "expired and still held is no duplicate", 20, 99, _told(*burst, *late))
    turned = [(50, 5), (50, 4), (60, 3), (69, 5), (70, 5), (71, 4), (72, 5)]
    yield _case("bounded", "what is accepted again is the newest", 20, 99, _told(*burst, *turned))
    behind = [(0, 1), (1, 2), (2, 3), (19, 4), (21, 5), (22, 6), (40, 7)]
    yield _case("bounded", "one expired, then two", 20, 99, _told(*behind))
    first = [(0, 1), (0, 2), (0, 3), (20, 1), (20, 2), (20, 3)]
    yield _case("bounded", "the event itself is tidied up", 20, 99, _told(*first))
    yield _case("bounded", "bursts and silence", 15, 99, _stream(rng, 250, 80, 12))
    yield _case("bounded", "events come back when they are expired", 6, 99, _stream(rng, 250, 12, 8))


def _capacity(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "capacity", "room for one", 10, 1, _told((0, 1), (1, 1), (2, 2), (3, 1), (3, 1), (20, 1), (20, 2))
    )
    yield _case("capacity", "exactly full", 10, 3, _told((0, 1), (1, 2), (2, 3), (3, 3), (4, 1)))
    yield _case(
        "capacity",
        "the oldest goes, also if it was just seen",
        50,
        3,
        _told((0, 1), (1, 2), (2, 3), (3, 1), (4, 4), (5, 1), (6, 2)),
    )
    expired = _told(
        (0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (30, 6), (30, 7), (30, 8), (30, 9), (30, 10), (31, 11)
    )
    yield _case("capacity", "room is made by what has expired", 20, 5, expired)
    replaced = _told(
        (0, 1), (0, 2), (0, 3), (0, 4), (30, 4), (30, 5), (30, 6), (31, 7), (31, 4), (31, 8), (31, 4)
    )
    yield _case("capacity", "an expired entry is replaced in full memory", 20, 4, replaced)
    edge = _told((0, 1), (1, 2), (2, 3), (2, 4), (21, 5), (22, 6), (23, 7), (23, 8))
    yield _case("capacity", "the oldest expires in the second in which room is needed", 20, 4, edge)
    backlog = _told(*[(0, n) for n in range(8)], *[(20, 10 + n) for n in range(8)])
    yield _case("capacity", "full of expired entries", 20, 8, backlog)
    for capacity in (1, 2, 5, 9):
        yield _case(
            "capacity", f"room for {capacity}, a mixed stream", 14, capacity, _stream(rng, 200, 12, 8)
        )


def _clock() -> Iterator[Case]:
    for ttl, capacity, note in (
        (0, 3, "the time to live is zero"),
        (-5, 3, "the time to live is negative"),
        (5, 0, "the capacity is zero"),
        (5, -1, "the capacity is negative"),
    ):
        yield _case("clock", note, ttl, capacity, [])
    yield _case("clock", "least values", 1, 1, [HELD, EVICTED, *_told((0, 0), (0, 0), (0, 1), (1, 1))])
    late = _told((5, 1), (4, 2), (4, 1), (5, 2), (9, 3), (8, 3), (8, 9), (9, 9))
    yield _case("clock", "late calls are refused", 10, 9, late)
    tidy = _told((0, 1), (0, 2), (0, 3), (30, 9), (29, 3), (30, 3), (12, 4), (31, 4))
    yield _case("clock", "refused calls do not tidy up", 20, 9, tidy)
    duplicate = _told((0, 1), (7, 1), (6, 1), (6, 2), (7, 2))
    yield _case("clock", "duplicates move the clock", 20, 9, duplicate)
    large = _told((0, MAX_ID), (MAX_TIME - 1, MAX_ID), (MAX_TIME, MAX_ID), (MAX_TIME, 2**32))
    yield _case("clock", "largest values", MAX_SIZE, MAX_SIZE, large)


def _scale(rng: random.Random) -> Iterator[Case]:
    accepted = [("accept", number, rng.randrange(10**6)) for number in range(28_000)]
    yield _case("scale", "thousands of entries, all alive", 10**9, 12_000, [*accepted, HELD, EVICTED])
    steady = [("accept", number, rng.randrange(12_000)) for number in range(24_000)]
    yield _case(
        "scale", "thousands of entries that expire one by one", 8_000, 10**9, [*steady, HELD, EVICTED]
    )
    burst = [("accept", 0, number) for number in range(12_000)]
    after = [("accept", 10 + number, number * 7 % 12_000) for number in range(12_000)]
    yield _case("scale", "a burst, and then its echo", 10, 10**9, [*burst, *after, HELD, EVICTED])
