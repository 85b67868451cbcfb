"""Cases for many adapters: small ones that each catch one misread rule, random ones, and long ones for speed."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

NAMES = ("requests", "slots", "max_batch", "load_steps")
MAX_REQUESTS = 15_000
MAX_TIME = 10**9
MAX_TOKENS = 10**6
MAX_SLOTS = 64
MAX_BATCH = 10**6

Request = tuple[int, int, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (sizes to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != len(NAMES) or set(given) != set(NAMES):
        raise ValueError(f"serve_adapters takes {', '.join(NAMES)}")
    requests = given["requests"]
    if type(requests) is not list or len(requests) > MAX_REQUESTS:
        raise ValueError(f"requests must be a list of at most {MAX_REQUESTS}")
    for number, request in enumerate(requests):
        if type(request) is not tuple or len(request) != 3:
            raise ValueError(f"requests[{number}] must be a tuple (arrival, adapter, tokens)")
        _whole(f"requests[{number}]: arrival", request[0], 0, MAX_TIME)
        _whole(f"requests[{number}]: adapter", request[1], 0, MAX_TIME)
        _whole(f"requests[{number}]: tokens", request[2], 1, MAX_TOKENS)
    _whole("slots", given["slots"], -MAX_SLOTS, MAX_SLOTS)
    _whole("max_batch", given["max_batch"], -MAX_BATCH, MAX_BATCH)
    _whole("load_steps", given["load_steps"], 0, MAX_TOKENS)


def _whole(name: str, value: object, low: int, high: int) -> None:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _loading(rng)
    yield from _slots(rng)
    yield from _admission(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("loading", note, _traffic(rng, 40, 120, 5, 9), 4, 5, 6)
    yield _case("slots", note, _traffic(rng, 50, 150, 6, 7), 3, 5, 2)
    yield _case("admission", note, _traffic(rng, 60, 60, 5, 9), 3, 4, 3)


def _case(group: str, note: str, requests: list[Request], slots: int, batch: int, load: int) -> Case:
    return Case(args=(requests, slots, batch, load), group=group, note=note)


def _traffic(rng: random.Random, count: int, span: int, adapters: int, tokens: int) -> list[Request]:
    """Requests in no order of arrival, often several at one moment; small adapter numbers are asked for most."""
    moments = [rng.randint(0, span) for _ in range(max(1, 2 * count // 3))]
    return [
        (rng.choice(moments), int(adapters * rng.random() ** 2), rng.randint(1, tokens)) for _ in range(count)
    ]


def _samples() -> Iterator[Case]:
    requests = [(0, 7, 3), (0, 8, 1), (1, 9, 2), (1, 7, 1)]
    yield _case("samples", "the sample of the statement", requests, 2, 3, 2)
    yield _case("samples", "one adapter, loaded once", [(3, 5, 2), (3, 5, 4), (20, 5, 1)], 1, 2, 4)


def _loading(rng: random.Random) -> Iterator[Case]:
    for note, requests, slots, batch, load in (
        ("loading takes no time", [(0, 1, 2), (0, 2, 3), (1, 3, 1)], 3, 3, 0),
        ("one copy after the other", [(0, 1, 1), (0, 2, 1), (0, 3, 1)], 3, 3, 5),
        ("the link is idle before a later copy", [(0, 1, 1), (20, 2, 1)], 2, 2, 5),
        ("the link is busy when a copy is asked for", [(0, 1, 9), (3, 2, 9)], 2, 2, 5),
        ("others go on while one is loaded", [(0, 1, 10), (6, 2, 3)], 2, 2, 5),
        ("a second request waits for the same copy", [(0, 1, 3), (2, 1, 3)], 2, 2, 5),
        ("a second request comes when it has been loaded", [(0, 1, 9), (5, 1, 2), (6, 1, 2)], 1, 3, 5),
        ("who waits for a copy has a place in the batch", [(0, 1, 1), (0, 2, 1), (1, 1, 1)], 2, 2, 10),
        ("loaded again after it was evicted", [(0, 1, 1), (10, 2, 1), (20, 1, 1)], 1, 2, 3),
        ("kept although nobody uses it", [(0, 1, 1), (10, 2, 1), (20, 1, 1)], 2, 2, 3),
    ):
        yield _case("loading", note, requests, slots, batch, load)
    yield _case("loading", "a slow link", _traffic(rng, 50, 200, 8, 6), 4, 5, 9)
    yield _case("loading", "a fast link", _traffic(rng, 50, 100, 8, 12), 4, 5, 1)


def _slots(rng: random.Random) -> Iterator[Case]:
    for note, requests, slots, batch, load in (
        ("an adapter in use is not evicted", [(0, 1, 9), (2, 2, 1)], 1, 4, 1),
        ("in use by another request still", [(0, 1, 2), (0, 1, 9), (4, 2, 1)], 1, 4, 1),
        ("a free slot before an idle adapter", [(0, 1, 1), (9, 2, 1), (12, 1, 1)], 2, 4, 1),
        ("the longest idle goes", [(0, 1, 1), (0, 2, 5), (20, 3, 1), (30, 2, 1), (40, 1, 1)], 2, 4, 1),
        (
            "idle counts from the end, not from loading",
            [(0, 1, 20), (0, 2, 1), (30, 3, 1), (40, 1, 1)],
            2,
            4,
            1,
        ),
        (
            "idle counts from the last end",
            [(0, 1, 1), (5, 2, 1), (9, 1, 1), (20, 3, 1), (30, 1, 1), (40, 2, 1)],
            2,
            4,
            1,
        ),
        ("a long request admitted early ends last", [(0, 1, 30), (5, 2, 1), (50, 3, 1), (60, 1, 1)], 2, 4, 1),
        (
            "equally long idle: the smaller number goes",
            [(0, 9, 3), (1, 4, 2), (20, 6, 1), (30, 9, 1), (40, 4, 1)],
            2,
            4,
            0,
        ),
        ("evicted under the eyes of one who waits", [(0, 1, 1), (9, 2, 1), (9, 1, 1)], 1, 4, 2),
        (
            "used again just before it would go",
            [(0, 1, 1), (0, 2, 1), (9, 1, 5), (9, 3, 1), (30, 1, 1), (30, 2, 1)],
            2,
            4,
            1,
        ),
    ):
        yield _case("slots", note, requests, slots, batch, load)
    for slots in (1, 2, 4):
        yield _case("slots", f"{slots} slots for seven adapters", _traffic(rng, 60, 250, 7, 8), slots, 6, 2)


def _admission(rng: random.Random) -> Iterator[Case]:
    for note, requests, slots, batch, load in (
        ("one that cannot be loaded is passed over", [(0, 1, 9), (2, 2, 1), (3, 1, 1)], 1, 4, 1),
        ("it is looked at again first", [(0, 1, 4), (1, 2, 3), (2, 1, 9), (5, 1, 1)], 1, 4, 0),
        (
            "it can wait long while others pass",
            [(0, 1, 4), (1, 2, 1), (3, 1, 4), (6, 1, 4), (9, 1, 4)],
            1,
            4,
            0,
        ),
        ("first come, not first loaded", [(0, 1, 1), (9, 2, 1), (9, 1, 1), (9, 1, 1)], 2, 1, 3),
        ("equal arrivals by index", [(5, 3, 2), (5, 1, 1), (5, 2, 9), (5, 1, 9)], 4, 1, 2),
        ("input not in order of arrival", [(30, 1, 2), (0, 2, 2), (15, 1, 2)], 2, 1, 2),
        ("a place is free in the next step", [(0, 1, 2), (0, 1, 2), (1, 1, 1), (2, 1, 1)], 1, 2, 0),
        ("several are admitted at once", [(0, 1, 3), (0, 2, 3), (0, 1, 3), (0, 3, 3), (0, 2, 3)], 3, 4, 1),
        ("many pass many", [(0, 1, 20), *[(1, 2 + n, 1) for n in range(6)], *[(2, 1, 1)] * 6], 1, 3, 0),
        (
            "a slot for one of two, the first",
            [(0, 1, 9), (0, 2, 5), (1, 3, 1), (1, 4, 1), (1, 2, 1)],
            2,
            9,
            1,
        ),
    ):
        yield _case("admission", note, requests, slots, batch, load)
    yield _case("admission", "a crowd at one moment", _traffic(rng, 60, 3, 9, 9), 3, 5, 3)
    yield _case("admission", "a small batch", _traffic(rng, 60, 150, 6, 9), 4, 2, 3)
    yield _case("admission", "a batch without a limit", _traffic(rng, 60, 80, 6, 30), 3, MAX_BATCH, 3)


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no requests", [], 1, 1, 3)
    far = [(MAX_TIME, MAX_TIME, MAX_TOKENS), (0, 0, MAX_TOKENS), (MAX_TIME, 0, 1)]
    yield _case("bounds", "the largest numbers", far, MAX_SLOTS, MAX_BATCH, MAX_TOKENS)
    for note, requests, slots, batch in (
        ("no slots", [(0, 1, 1)], 0, 1),
        ("no slots, and no requests", [], 0, 1),
        ("a negative batch, and no requests", [], 2, -1),
        ("an empty batch", [(0, 1, 1)], 2, 0),
    ):
        yield Case(args=(requests, slots, batch, 3), group="bounds", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    crowd = [(rng.randint(0, 60_000), rng.randrange(3_000), rng.randint(1, 60)) for _ in range(15_000)]
    yield _case("scale", "3000 adapters for 16 slots", crowd, 16, 64, 4)
    popular = [
        (rng.randint(0, 9_000), int(400 * rng.random() ** 4), rng.randint(1, 90)) for _ in range(15_000)
    ]
    yield _case("scale", "a few popular adapters, most of them waiting", popular, 8, 48, 20)
    apart = [(rng.randint(0, MAX_TIME), rng.randrange(500), rng.randint(1, MAX_TOKENS)) for _ in range(6_000)]
    yield _case("scale", "long outputs, far apart", apart, MAX_SLOTS, 256, 9_000)
