"""Cases for rare harm: confounded markets, tables cut off at either side, open ends, tails far beyond 1e-16, many markets."""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import exp

from readyroom import Case

MAX_MARKETS = 2_000
MAX_HARMED = 2_000
MAX_USERS = 10**9
LEAST_ALPHA = 1e-12

Market = tuple[int, int, int, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("markets", "alpha"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"markets", "alpha"}:
        raise ValueError("common_odds takes markets and alpha")
    markets, alpha = given["markets"], given["alpha"]
    if type(markets) is not list or len(markets) > MAX_MARKETS:
        raise ValueError(f"markets must be a list of at most {MAX_MARKETS}")
    for number, market in enumerate(markets):
        if type(market) is not tuple or [type(count) for count in market] != [int] * 4:
            raise ValueError(f"markets[{number}] must be a tuple of four whole numbers")
        if any(abs(count) > MAX_USERS for count in market):
            raise ValueError(f"markets[{number}]: at most {MAX_USERS} users in an arm")
    if sum(abs(market[1]) + abs(market[3]) for market in markets) > MAX_HARMED:
        raise ValueError(f"at most {MAX_HARMED} harmed users are allowed")
    if type(alpha) not in (float, int) or not -1 <= alpha <= 2 or 0 < alpha < LEAST_ALPHA:
        raise ValueError(f"alpha must lie between -1 and 2, and not between 0 and {LEAST_ALPHA}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _test(rng)
    yield from _interval(rng)
    yield from _ends()
    yield from _errors()
    yield from _digits(rng)
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("test", note, _experiment(rng, 5, 5_000, 2, 1.6), 0.05)
    yield _case("interval", note, _experiment(rng, 7, 40, 4, 0.5), 0.1)
    yield _case("digits", note, _experiment(rng, 6, MAX_USERS, 20, 3), 1e-9)


def _case(group: str, note: str, markets: list[Market], alpha: float = 0.05) -> Case:
    return Case(args=(markets, alpha), group=group, note=note)


def _harmed(rng: random.Random, mean: float, users: int) -> int:
    """A Poisson number, cut off at the users there are."""
    count, left = 0, rng.random()
    while left > exp(-mean):
        count, left = count + 1, left * rng.random()
    return min(count, users)


def _experiment(rng: random.Random, markets: int, users: int, harmed: float, odds: float) -> list[Market]:
    """Markets ramped from 5 % to 95 %, the riskier the less; in an even ramp `harmed` users of control are harmed on average."""
    rows = []
    for _ in range(markets):
        share = rng.uniform(0.05, 0.95)
        size = rng.randint(users // 2, users)
        treated = round(size * share)
        mean = harmed * 2 * (1 - share)
        hit = _harmed(rng, odds * mean * share * 2, treated)
        rows.append((treated, hit, size - treated, _harmed(rng, mean * (1 - share) * 2, size - treated)))
    return rows


def _swapped(markets: list[Market]) -> list[Market]:
    return [(control, missed, treated, hit) for treated, hit, control, missed in markets]


def _samples() -> Iterator[Case]:
    confounded = [(1000, 7, 9000, 30), (9000, 3, 1000, 0)]
    yield _case("samples", "the riskier market is ramped least", confounded)
    yield _case("samples", "one market tells", [(1000, 3, 1000, 0), (500, 0, 4000, 0), (0, 0, 700, 2)], 0.1)
    yield _case("samples", "small markets", [(4, 2, 6, 1), (3, 1, 3, 2), (5, 3, 9, 1)], 0.2)


def _test(rng: random.Random) -> Iterator[Case]:
    yield _case("test", "one market", [(10, 3, 12, 1)])
    yield _case("test", "one harmed user in treatment", [(30, 1, 10, 0)])
    yield _case("test", "one harmed user in control", [(30, 0, 10, 1)])
    yield _case("test", "less harm than chance", [(500, 1, 500, 7), (200, 0, 300, 3)])
    yield _case("test", "two markets that disagree", [(80, 9, 90, 1), (70, 1, 60, 8)])
    yield _case("test", "the protective market is ramped most", [(300, 9, 2700, 2), (2700, 1, 300, 4)])
    yield _case("test", "long before short", [(60, 9, 50, 8), (20, 1, 30, 0)])
    yield _case("test", "short before long", [(20, 1, 30, 0), (60, 9, 50, 8)])
    yield _case("test", "three of equal length", [(20, 1, 30, 2), (50, 2, 20, 1), (9, 3, 11, 0)])
    for markets, users, harmed, odds in (
        (3, 30, 2, 1),
        (6, 2_000, 1, 2),
        (12, 10**6, 2, 1.3),
        (40, 500, 0.5, 2),
    ):
        yield _case("test", f"{markets} markets", _experiment(rng, markets, users, harmed, odds))


def _interval(rng: random.Random) -> Iterator[Case]:
    yield _case("interval", "one market", [(40, 5, 50, 3)])
    yield _case("interval", "the same, arms exchanged", [(50, 3, 40, 5)])
    yield _case("interval", "a narrow interval", [(40, 5, 50, 3)], 0.9)
    yield _case("interval", "hardly an interval", [(40, 5, 50, 3)], 0.999)
    yield _case("interval", "a wide one", [(40, 5, 50, 3)], 0.001)
    yield _case("interval", "far above 1", [(50, 20, 50_000, 3), (10, 4, 90_000, 2)])
    yield _case("interval", "far below 1", [(50_000, 3, 50, 20), (90_000, 2, 10, 4)])
    yield _case("interval", "common harm: odds are no risks", [(40, 31, 40, 22), (20, 14, 25, 11)])
    yield _case(
        "interval", "markets of very different size", [(3, 1, 4, 1), (4_000, 30, 5_000, 21), (2, 2, 5, 3)]
    )
    for markets, users, harmed, odds in ((4, 20, 3, 1), (8, 60, 4, 0.3), (15, 10**5, 2, 4), (30, 50, 1, 1)):
        yield _case("interval", f"{markets} markets", _experiment(rng, markets, users, harmed, odds), 0.1)


def _ends() -> Iterator[Case]:
    yield _case("ends", "no markets", [])
    yield _case("ends", "no users", [(0, 0, 0, 0)])
    yield _case("ends", "nobody harmed", [(50, 0, 60, 0), (9, 0, 8, 0)])
    yield _case("ends", "everybody harmed", [(5, 5, 6, 6), (1, 1, 0, 0)])
    yield _case("ends", "one arm only", [(50, 3, 0, 0), (0, 0, 40, 2)])
    yield _case(
        "ends",
        "all of these beside one that tells",
        [(50, 3, 0, 0), (0, 0, 9, 2), (5, 5, 6, 6), (7, 0, 7, 0), (9, 2, 8, 1)],
    )
    yield _case("ends", "nobody harmed in treatment", [(60, 0, 40, 3), (30, 0, 30, 1)])
    yield _case("ends", "nobody harmed in control", [(60, 4, 40, 0), (30, 1, 30, 0)])
    yield _case("ends", "one treated user, unharmed", [(1, 0, 20, 4)])
    yield _case("ends", "one treated user, harmed", [(1, 1, 20, 4)])
    yield _case("ends", "one user in control, unharmed", [(20, 4, 1, 0)])
    yield _case("ends", "one user in control, harmed", [(20, 4, 1, 1)])
    yield _case("ends", "as few as possible, and not 0", [(9, 4, 3, 3), (8, 6, 2, 2)])
    yield _case("ends", "as many as possible, and not all", [(3, 3, 9, 4), (2, 2, 8, 6)])
    yield _case("ends", "one above the fewest", [(9, 5, 3, 2), (8, 6, 2, 2)])
    yield _case("ends", "one below the most", [(3, 2, 9, 5), (2, 2, 8, 6)])
    yield _case("ends", "more harmed than either arm has", [(6, 5, 7, 4), (5, 4, 9, 8), (30, 2, 2, 1)])
    yield _case("ends", "as many harmed as one arm has", [(6, 2, 9, 4), (9, 3, 6, 3)])


def _errors() -> Iterator[Case]:
    good = (9, 2, 8, 1)
    for note, market in (
        ("more harmed than treated", (2, 3, 8, 1)),
        ("more harmed than in control", (9, 2, 3, 4)),
        ("negative in treatment", (9, -1, 8, 2)),
        ("negative in control", (9, 2, 8, -1)),
        ("negative numbers of users", (-3, 0, 8, 2)),
        ("negative numbers of users in control", (9, 2, -1, 0)),
        ("harmed users of nobody", (0, 1, 8, 2)),
        ("more harmed than treated, and none in control", (2, 3, 0, 0)),
        ("everything negative", (-1, -2, -1, -2)),
    ):
        yield Case(args=([good, market], 0.05), group="ends", note=note, raises="ValueError")
    for alpha in (0.0, 1.0, -0.05, 1.5, 0, 1):
        yield Case(args=([good], alpha), group="ends", note=f"alpha is {alpha}", raises="ValueError")
    yield Case(args=([], 0.0), group="ends", note="alpha is 0, and there are no markets", raises="ValueError")


def _digits(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "digits", "10**9 users", [(MAX_USERS, 9, MAX_USERS - 7, 3), (MAX_USERS // 90, 3, MAX_USERS, 40)]
    )
    yield _case("digits", "one harmed of 10**9", [(MAX_USERS, 1, 3, 1), (7, 0, MAX_USERS, 2)])
    yield _case("digits", "a tail near 1e-20", [(1_000, 36, 10_000, 31)])
    yield _case("digits", "a tail near 1e-140", [(1_000, 60, 10**6, 20), (900, 5, 4_000, 9)])
    yield _case("digits", "a tail near 1e-280", [(1_000, 117, 10**6, 61), (50, 6, 60, 9)])
    yield _case("digits", "far in the other tail", [(10**6, 61, 1_000, 160), (60, 9, 50, 6)])
    yield _case("digits", "far in the other tail, nobody harmed in treatment", [(10**6, 0, 1_000, 140)])
    yield _case("digits", "a p-value that nearly is 1", [(10**5, 2, 10**4, 30)])
    yield _case("digits", "a strict level", [(500, 7, 400, 6), (90, 3, 80, 1)], LEAST_ALPHA)
    yield _case("digits", "a strict level, open below", [(500, 0, 400, 6)], LEAST_ALPHA)
    yield _case("digits", "a strict level, open above", [(500, 6, 400, 0)], LEAST_ALPHA)
    yield _case("digits", "a lower end near 1e-21", [(MAX_USERS, 1, 10**4, 1_500)], LEAST_ALPHA)
    yield _case("digits", "an upper end near 1e20", [(10**4, 1_500, MAX_USERS, 1)], LEAST_ALPHA)
    apart = [(MAX_USERS, 1, 1, 0)] * 40 + [(1, 0, MAX_USERS, 1)] * 30
    yield _case("digits", "one total is nearly certain", apart)
    yield _case("digits", "one total is nearly certain, at a strict level", apart, LEAST_ALPHA)
    yield _case("digits", "twelve large markets", _experiment(rng, 12, MAX_USERS, 10, 2), 1e-9)
    yield _case(
        "digits",
        "twelve large markets, arms exchanged",
        _swapped(_experiment(rng, 12, MAX_USERS, 10, 3)),
        1e-6,
    )


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case("scale", "2000 markets with a harmed user each", [_single(rng) for _ in range(MAX_MARKETS)])
    yield _case("scale", "2000 markets, at a strict level", [_single(rng) for _ in range(MAX_MARKETS)], 1e-9)
    yield _case("scale", "forty markets with 40 harmed users or so", _experiment(rng, 40, 10**6, 20, 1.2))
    yield _case("scale", "one market with 2000 harmed users", [(MAX_USERS, 1_040, MAX_USERS, 960)])
    apart = [(MAX_USERS, 1, 1, 0)] * 1_100 + [(1, 0, MAX_USERS, 1)] * 900
    yield _case("scale", "2000 markets, and one total is nearly certain", apart, LEAST_ALPHA)


def _single(rng: random.Random) -> Market:
    treated, control = rng.randint(1, 10**6), rng.randint(1, 10**6)
    hit = rng.random() * (2 * treated + control) < 2 * treated
    return treated, int(hit), control, int(not hit)
