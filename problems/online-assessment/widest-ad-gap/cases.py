"""Cases for the widest gap: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_VISITS = 15_000
MAX_USER = 2**63 - 1
MAX_TIME = 10**12
NAMES = ("visits", "wanted", "cap", "longest")

Visit = tuple[int, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (negative numbers to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 4 or given.keys() != set(NAMES):
        raise ValueError("widest_gap takes visits, wanted, cap and longest")
    visits = given["visits"]
    if type(visits) is not list or len(visits) > MAX_VISITS:
        raise ValueError(f"visits must be a list of at most {MAX_VISITS} visits")
    for number, visit in enumerate(visits):
        if type(visit) is not tuple or len(visit) != 2:
            raise ValueError(f"visits[{number}] must be a tuple (user, second)")
        _whole(f"visits[{number}]: user", visit[0], 0, MAX_USER)
        _whole(f"visits[{number}]: second", visit[1], 0, MAX_TIME)
    for name in NAMES[1:]:
        _whole(name, given[name], -MAX_TIME, MAX_TIME)


def _whole(name: str, value: object, low: int, high: int) -> None:
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{name} must be an integer between {low} and {high}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _showings(rng)
    yield from _answer(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("showings", note, _random_visits(rng, 40, 4, 300), 24, 9, 1_000)
    yield _case("showings", note, _random_visits(rng, 40, 5, 90), 18, 4, 1_000)
    yield _case("answer", note, _random_visits(rng, 30, 8, 200), rng.randint(9, 16), 3, 120)


def _case(group: str, note: str, visits: list[Visit], wanted: int, cap: int, longest: int) -> Case:
    return Case(args=(visits, wanted, cap, longest), group=group, note=note)


def _alone(
    group: str, note: str, seconds: Sequence[int], wanted: int, cap: int = 99, longest: int = 500
) -> Case:
    """Visits of one user."""
    return _case(group, note, [(4, second) for second in seconds], wanted, cap, longest)


def _refused(note: str, visits: list[Visit], *numbers: int) -> Case:
    return Case(args=(visits, *numbers), group="bounds", note=note, raises="ValueError")


def _random_visits(rng: random.Random, visits: int, users: int, until: int) -> list[Visit]:
    return [(rng.randrange(users), rng.randrange(until)) for _ in range(visits)]


def _samples() -> Iterator[Case]:
    first = [(1, 0), (1, 40), (1, 100), (2, 10), (2, 70)]
    yield _case("samples", "two users, two showings each", first, 4, 9, 1_000)
    twins = [(5, 30), (6, 30), (5, 30)]
    yield _case("samples", "twice in the same second", twins, 3, 2, 1_000)
    yield _case("samples", "a cap of one", twins, 3, 1, 1_000)
    yield _case("samples", "as long as asked for", [(5, 30), (6, 30), (5, 90)], 2, 7, 1_000)


def _showings(rng: random.Random) -> Iterator[Case]:
    yield _alone(
        "showings", "a gap counts from the last showing, not from the last visit", [0, 6, 12, 18, 24], 3
    )
    yield _alone("showings", "every visit is a showing", [0, 9, 16, 30], 4)
    yield _alone("showings", "the nearest two decide", [0, 50, 57, 120], 4)
    yield _alone("showings", "one visit is left out", [0, 50, 57, 120], 3)
    yield _alone("showings", "first and last", [3, 20, 40, 71], 2)
    yield _alone("showings", "late, but the first showing need not wait", [400, 407], 2)
    yield _alone("showings", "visits in no order", [90, 0, 61, 30], 3)
    yield _alone("showings", "three in the same second", [5, 5, 5], 3)
    yield _alone("showings", "three in the same second, and a later one", [5, 5, 5, 25], 2)
    yield _case("showings", "users do not wait for each other", [(1, 0), (2, 1), (1, 60), (2, 61)], 4, 5, 500)
    yield _case(
        "showings",
        "a cap binds one user, not the other",
        [(1, n) for n in range(9)] + [(2, 0), (2, 8)],
        5,
        3,
        500,
    )
    yield _case("showings", "a cap of two, three users", [(n % 3, 7 * n) for n in range(30)], 6, 2, 500)
    yield _case("showings", "showings are pooled", [(1, 0), (1, 100), (2, 0), (2, 5), (2, 11)], 4, 9, 500)
    yield _case("showings", "six users", _random_visits(rng, 60, 6, 400), 30, 9, 1_000)
    yield _case("showings", "six users, a cap of three", _random_visits(rng, 60, 6, 400), 15, 3, 1_000)
    yield _case(
        "showings", "two users, seconds close together", _random_visits(rng, 60, 2, 50), 20, 12, 1_000
    )


def _answer(rng: random.Random) -> Iterator[Case]:
    yield _alone("answer", "exactly the longest", [0, 20, 40], 3, longest=20)
    yield _alone("answer", "one below the longest", [0, 20, 39], 3, longest=20)
    yield _alone("answer", "wider would do, but is not asked for", [0, 20, 40], 3, longest=19)
    yield _alone("answer", "a gap of one second", [4, 5, 6, 7], 4, longest=100)
    yield _alone("answer", "a gap of none", [4, 4, 6, 7], 4, longest=100)
    yield _alone("answer", "one visit too few", [4, 5, 6], 4)
    yield _alone("answer", "the cap makes it too few", [4, 5, 6, 7], 4, cap=3)
    yield _alone("answer", "the cap is just enough", [4, 5, 6, 7], 4, cap=4)
    yield _alone("answer", "only a gap of 0 is allowed", [1, 9], 2, longest=0)
    many = [(user, second) for user in range(12) for second in (0, 10 * user + 7)]
    yield _case("answer", "users give up one after the other", many, 18, 5, 300)
    yield _case("answer", "one showing per user is enough", many, 12, 5, 300)
    yield _case("answer", "one showing more than one per user", many, 13, 5, 300)
    yield _case("answer", "nearly all visits are needed", _random_visits(rng, 60, 8, 3_000), 57, 40, 5_000)
    yield _case("answer", "half of the visits", _random_visits(rng, 80, 9, 3_000), 40, 40, 5_000)


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no visits, none wanted", [], 0, 1, 60)
    yield _case("bounds", "no visits, one wanted", [], 1, 1, 60)
    yield _case("bounds", "none wanted", [(1, 5), (1, 9)], 0, 3, 60)
    yield _case("bounds", "none wanted, none allowed", [(1, 5), (1, 9)], 0, 0, 60)
    yield _case("bounds", "a cap of none", [(1, 5), (1, 9)], 1, 0, 60)
    yield _case("bounds", "one visit", [(0, 0)], 1, 1, 0)
    ends = [(MAX_USER, 0), (MAX_USER, MAX_TIME), (MAX_USER - 1, 0), (MAX_USER - 1, MAX_TIME - 1)]
    yield _case("bounds", "the ends of time, one user gives in", ends, 3, 2, MAX_TIME)
    yield _case("bounds", "the ends of time, both hold out", ends, 4, MAX_TIME, MAX_TIME)
    yield _case("bounds", "more wanted than anybody could show", [(1, 1)], MAX_TIME, MAX_TIME, MAX_TIME)
    yield _refused("fewer than none wanted", [(1, 1)], -1, 1, 1)
    yield _refused("a cap below zero", [(1, 1)], 1, -1, 1)
    yield _refused("a longest gap below zero", [(1, 1)], 1, 1, -1)
    yield _refused("fewer than none wanted, no visits", [], -1, 1, 1)
    yield _refused("a longest gap below zero, none wanted", [], 0, 1, -1)


def _scale(rng: random.Random) -> Iterator[Case]:
    dense = [(1, rng.randrange(60_000)) for _ in range(MAX_VISITS)]
    yield _case("scale", "one user, 15 000 visits", dense, 150, MAX_TIME, MAX_TIME)
    users = rng.sample(range(MAX_USER), 3_000)
    wide = [(rng.choice(users), rng.randrange(MAX_TIME)) for _ in range(10_000)]
    yield _case("scale", "3 000 users over a trillion seconds", wide, 5_800, 5, MAX_TIME)
    yield _case("scale", "the same, nearly all wanted", wide, 9_600, MAX_VISITS, MAX_TIME)
