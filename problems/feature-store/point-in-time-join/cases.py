"""Cases for the point-in-time join: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_ROWS = 12_000
MAX_REQUESTS = 10_000
MAX_TIME = 10**12
MAX_TTL = 10**13
MAX_VALUE = 10**9

Request = tuple[str, int]
Row = tuple[str, int, int, int | None]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (a negative ttl included)."""
    given = {**dict(zip(("requests", "rows", "ttl"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != {"requests", "rows", "ttl"}:
        raise ValueError("point_in_time_join takes requests, rows and ttl")
    for number, request in enumerate(_listed("requests", given["requests"], MAX_REQUESTS)):
        if type(request) is not tuple or len(request) != 2:
            raise ValueError(f"requests[{number}] must be a tuple (entity, time)")
        _entity(f"requests[{number}]", request[0])
        _whole(f"requests[{number}]: time", request[1], MAX_TIME)
    for number, row in enumerate(_listed("rows", given["rows"], MAX_ROWS)):
        if type(row) is not tuple or len(row) != 4:
            raise ValueError(f"rows[{number}] must be a tuple (entity, event_time, available_at, value)")
        _entity(f"rows[{number}]", row[0])
        _whole(f"rows[{number}]: event_time", row[1], MAX_TIME)
        _whole(f"rows[{number}]: available_at", row[2], MAX_TIME)
        if row[3] is not None:
            _whole(f"rows[{number}]: value", row[3], MAX_VALUE)
    _whole("ttl", given["ttl"], MAX_TTL)


def _listed(name: str, value: object, most: int) -> list[object]:
    if type(value) is not list or len(value) > most:
        raise ValueError(f"{name} must be a list of at most {most}")
    return value


def _entity(where: str, value: object) -> None:
    if type(value) is not str or len(value) > 20:
        raise ValueError(f"{where}: the entity must be a string of at most 20 characters")


def _whole(name: str, value: object, most: int) -> None:
    if type(value) is not int or abs(value) > most:
        raise ValueError(f"{name} must be an integer between {-most} and {most}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _asof(rng)
    yield from _late(rng)
    yield from _corrections(rng)
    yield from _bounds(rng)
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _random("asof", note, rng, delays=(0, 0), withdrawn=0.0, moments=60)
    yield _random("late", note, rng, delays=(-9, 20), withdrawn=0.0, moments=60)
    yield _random("corrections", note, rng, delays=(-4, 9), withdrawn=0.35, moments=12)


def _case(group: str, note: str, requests: list[Request], rows: list[Row], ttl: int) -> Case:
    return Case(args=(requests, rows, ttl), group=group, note=note)


def _watched(group: str, note: str, times: Sequence[int], rows: list[tuple[int, int, int | None]]) -> Case:
    """One entity, rows without their entity, asked at some times and without a bound on the age."""
    return _case(group, note, [("e", time) for time in times], [("e", *row) for row in rows], MAX_TTL)


def _random(
    group: str, note: str, rng: random.Random, delays: tuple[int, int], withdrawn: float, moments: int
) -> Case:
    """Few entities, `moments` event times; rows are versions of one reading only where corrections are asked for."""
    rows: list[Row] = []
    for _ in range(90):
        event_time = rng.randrange(moments)
        value = None if rng.random() < withdrawn else rng.randint(-99, 99)
        rows.append((rng.choice("xyz"), event_time, event_time + rng.randint(*delays), value))
    if group != "corrections":
        rows = list({row[:2]: row for row in rows}.values())
    asked = [(rng.choice("wxyz"), rng.randrange(-2, moments + 12)) for _ in range(80)]
    return _case(group, note, asked, rows, moments // 2)


def _samples() -> Iterator[Case]:
    rows: list[Row] = [("u1", 10, 12, 3), ("u1", 20, 30, 7), ("u2", 5, 6, 4)]
    asked = [("u1", 15), ("u1", 25), ("u2", 25), ("u1", 31), ("u1", 10)]
    yield _case("samples", "a reading that had not arrived yet", asked, rows, 20)
    rows = [("a", 4, 4, 50), ("a", 8, 8, 60), ("a", 8, 10, 61), ("a", 8, 12, None)]
    yield _case("samples", "corrected, then withdrawn", [("a", 9), ("a", 11), ("a", 13), ("a", 21)], rows, 16)
    rows = [("a", 3, 3, 1), ("b", 3, 3, 2)]
    yield _case("samples", "two entities, one event time", [("b", 3), ("a", 3), ("b", 3)], rows, 0)


def _asof(rng: random.Random) -> Iterator[Case]:
    rows = [(5, 5, 50), (9, 9, 90), (2, 2, 20), (7, 7, 70)]
    yield _watched("asof", "rows and requests in no order", [8, 1, 7, 100, 2, 6, 9, 4, 5], rows)
    yield _watched(
        "asof", "a value of zero, and a negative one", [4, 5, 6], [(4, 4, 8), (5, 5, 0), (6, 6, -3)]
    )
    yield _case("asof", "no requests", [], [("e", 1, 1, 1)], 5)
    yield _case("asof", "no rows", [("e", 1), ("f", 2)], [], 5)
    strange = [("f", 5), ("", 5), ("e", 5), ("E", 5)]
    yield _case("asof", "entities without rows", strange, [("e", 5, 5, 1), ("g", 5, 5, 2)], 5)
    yield _random("asof", "three entities", rng, delays=(0, 0), withdrawn=0.0, moments=70)


def _late(rng: random.Random) -> Iterator[Case]:
    yield _watched("late", "just arrived, not yet arrived", [11, 12, 13], [(10, 12, 1)])
    yield _watched("late", "announced ahead", [6, 9, 10, 11], [(5, 5, 1), (10, 4, 2)])
    crossing = [(10, 40, 1), (20, 30, 2)]
    yield _watched("late", "the older reading arrives after the newer one", [29, 30, 35, 40, 45], crossing)
    rows = [(10, 15, 1), (20, 45, 2), (30, 35, 3)]
    yield _watched("late", "a gap is filled afterwards", [14, 15, 34, 35, 50], rows)
    expired = [("e", 10, 50, 1), ("e", 40, 45, 2)]
    asked = [("e", time) for time in (45, 50, 60, 61)]
    yield _case("late", "the last arrival is too old, the newest reading is not", asked, expired, 20)
    rows = [(8, 3, 1), (8, 9, 2), (9, 2, 3), (7, 11, 4)]
    yield _watched("late", "early and late rows of neighbouring times", range(1, 13), rows)
    yield _random("late", "delays and announcements", rng, delays=(-9, 20), withdrawn=0.0, moments=60)


def _corrections(rng: random.Random) -> Iterator[Case]:
    versions = [(5, 9, 3), (5, 6, 1), (5, 8, 2)]
    yield _watched("corrections", "versions in no order", [5, 6, 7, 8, 9, 10], versions)
    ahead: list[tuple[int, int, int | None]] = [(5, 4, 3), (5, 2, 1), (5, 3, 2), (6, 5, None), (6, 1, 4)]
    yield _watched("corrections", "corrected before the event", [4, 5, 6], ahead)
    yield _watched(
        "corrections", "arrived together: the later row counts", [4, 5], [(3, 5, 1), (3, 5, 2), (3, 5, 0)]
    )
    ahead = [(5, 2, 7), (5, 2, None), (6, 1, None), (6, 1, 8), (4, 0, 6)]
    yield _watched("corrections", "arrived together before the event", [4, 5, 6], ahead)
    rows = [(1, 1, 10), (2, 2, 20), (3, 3, 30), (3, 5, None), (2, 6, None), (1, 7, None)]
    yield _watched("corrections", "withdrawn one after another", range(9), rows)
    rows = [(1, 1, 10), (4, 4, 40), (4, 5, None), (4, 7, 41), (4, 9, None), (4, 11, 42)]
    yield _watched("corrections", "withdrawn and restored", range(3, 13), rows)
    rows = [(1, 1, 10), (4, 4, None), (4, 8, 40), (2, 6, None), (2, 9, 20)]
    yield _watched("corrections", "withdrawn before it was made", range(3, 11), rows)
    rows = [(4, 4, 40), (4, 5, None), (4, 6, None), (4, 7, 41), (4, 8, 42), (4, 9, None), (4, 10, None)]
    yield _watched("corrections", "withdrawn twice, restored twice", range(4, 12), [(2, 2, 20), *rows])
    rows = [(2, 2, 20), (6, 6, 60), (6, 8, 61), (2, 9, 21), (6, 10, None)]
    yield _watched("corrections", "an older reading is corrected in between", range(6, 12), rows)
    two: list[Row] = [("a", 3, 3, 1), ("b", 3, 3, 2), ("b", 3, 4, None), ("a", 2, 5, None)]
    asked = [(entity, time) for time in (3, 4, 5) for entity in "ab"]
    yield _case("corrections", "the other entity's withdrawal", asked, two, 9)
    yield _random(
        "corrections", "many versions of few readings", rng, delays=(-4, 9), withdrawn=0.35, moments=12
    )
    yield _random("corrections", "mostly withdrawn", rng, delays=(-2, 30), withdrawn=0.7, moments=25)


def _bounds(rng: random.Random) -> Iterator[Case]:
    late: list[Row] = [("e", 10, 14, 1)]
    asked = [("e", time) for time in (13, 14, 15, 16, 17)]
    yield _case("bounds", "the age counts from the event", asked, late, 6)
    yield _case("bounds", "arrived too old to be served", asked, late, 3)
    yield _case("bounds", "a ttl of zero", [("e", 9), ("e", 10), ("e", 11)], [("e", 10, 10, 1)], 0)
    older: list[Row] = [("e", 4, 4, 1), ("e", 9, 9, 2), ("e", 9, 11, None)]
    yield _case(
        "bounds", "what is left after a withdrawal is too old", [("e", t) for t in (9, 10, 11, 12)], older, 6
    )
    ends: list[Row] = [
        ("e" * 20, -MAX_TIME, -MAX_TIME, -MAX_VALUE),
        ("e" * 20, MAX_TIME, MAX_TIME, MAX_VALUE),
    ]
    asked = [("e" * 20, time) for time in (-MAX_TIME, MAX_TIME - 1, MAX_TIME)]
    yield _case("bounds", "the ends of time, the greatest ttl", asked, ends, MAX_TTL)
    yield _case("bounds", "the ends of time, a ttl one too small", asked, ends, 2 * MAX_TIME - 2)
    yield Case(
        args=([("e", 1)], [("e", 1, 1, 1)], -1), group="bounds", note="negative ttl", raises="ValueError"
    )
    yield Case(args=([], [], -1), group="bounds", note="negative ttl, nothing asked", raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    half = MAX_ROWS // 2
    delayed: list[Row] = [("e", n, n + MAX_ROWS, n) for n in range(MAX_ROWS)]
    rng.shuffle(delayed)
    asked = [("e", MAX_ROWS + rng.randrange(MAX_ROWS)) for _ in range(MAX_REQUESTS)]
    yield _case("scale", "one entity, every row arrives late", asked, delayed, MAX_TTL)
    withdrawn: list[Row] = [("e", n, n, n) for n in range(half)]
    withdrawn += [("e", n, half, None) for n in range(1, half)]
    rng.shuffle(withdrawn)
    asked = [("e", half + rng.randrange(MAX_ROWS)) for _ in range(MAX_REQUESTS)]
    yield _case("scale", "one entity, nearly every reading withdrawn", asked, withdrawn, MAX_TTL)
    yield _case("scale", "thousands of entities", *_many(rng), 400)


def _many(rng: random.Random) -> tuple[list[Request], list[Row]]:
    entities = [f"user-{number}" for number in rng.sample(range(10**6), 3_000)]
    rows: list[Row] = []
    for _ in range(MAX_ROWS):
        event_time = rng.randrange(1_000) // 7 * 7
        value = None if rng.random() < 0.2 else rng.randint(0, 99)
        rows.append((rng.choice(entities), event_time, event_time + rng.randrange(-50, 200), value))
    return [(rng.choice(entities), rng.randrange(1_200)) for _ in range(MAX_REQUESTS)], rows
