"""Cases for the bootstrap over users: whole users, undefined replicates, and both ends of the quantile rule."""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import exp

from readyroom import Case

MAX_ROWS = 40_000
MAX_USERS = 2_000
MAX_REPLICATES = 2_000
MAX_WEIGHTS = 150_000
MAX_IMPRESSIONS = 10**6
NAMES = ("rows", "weights", "level")
ARMS = ("control", "treatment")

Row = tuple[str, str, int, int]
Weights = dict[str, list[int]]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != set(NAMES):
        raise ValueError("interval takes rows, weights and level")
    _check_rows(given["rows"])
    _check_weights(given["weights"])
    if type(given["level"]) not in (int, float) or not -1 <= given["level"] <= 2:
        raise ValueError("level must be a number between -1 and 2")


def _check_rows(rows: object) -> None:
    if type(rows) is not list or len(rows) > MAX_ROWS:
        raise ValueError(f"rows must be a list of at most {MAX_ROWS} rows")
    arms: dict[str, str] = {}
    for number, row in enumerate(rows):
        if type(row) is not tuple or [type(field) for field in row] != [str, str, int, int]:
            raise ValueError(f"rows[{number}] must be a tuple (user, arm, impressions, clicks)")
        if len(row[0]) > 40 or row[1] not in ARMS or arms.setdefault(row[0], row[1]) != row[1]:
            raise ValueError(f"rows[{number}]: a user is either in control or in treatment")
        if not 0 <= row[3] <= row[2] <= MAX_IMPRESSIONS:
            raise ValueError(f"rows[{number}]: 0 <= clicks <= impressions <= {MAX_IMPRESSIONS} must hold")


def _check_weights(weights: object) -> None:
    if type(weights) is not dict or len(weights) > MAX_USERS:
        raise ValueError(f"weights must be a dict of at most {MAX_USERS} users")
    for user, drawn in weights.items():
        if type(user) is not str or len(user) > 40 or type(drawn) is not list:
            raise ValueError("weights maps a user's name to a list")
        if any(type(weight) is not int or not 0 <= weight <= 100 for weight in drawn):
            raise ValueError(f"the weights of {user!r} must be whole numbers between 0 and 100")
    lengths = {len(drawn) for drawn in weights.values()}
    if len(lengths) > 1 or max(lengths, default=0) > MAX_REPLICATES:
        raise ValueError(f"all users need equally many weights, at most {MAX_REPLICATES}")
    if len(weights) * max(lengths, default=0) > MAX_WEIGHTS:
        raise ValueError(f"at most {MAX_WEIGHTS} weights are allowed")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _replicates(rng)
    yield from _quantiles(rng)
    yield from _undefined(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("replicates", note, *_experiment(rng, 30, 25, 4), 0.9)
    yield _case("undefined", note, *_experiment(rng, 5, 60, 3), 0.8)
    yield _case("quantiles", note, *_experiment(rng, 20, rng.randint(5, 15), 2), 0.77)


def _case(group: str, note: str, rows: list[Row], weights: Weights, level: float) -> Case:
    return Case(args=(rows, weights, level), group=group, note=note)


def _poisson(rng: random.Random) -> int:
    """A Poisson(1) count: how many uniform factors keep a product above 1/e."""
    count, product = 0, rng.random()
    while product > exp(-1):
        count += 1
        product *= rng.random()
    return count


def _experiment(rng: random.Random, users: int, replicates: int, sessions: int) -> tuple[list[Row], Weights]:
    """Users who scroll and click differently, each in about as many sessions; weights in another order than rows."""
    rows: list[Row] = []
    names = [f"u{number}" for number in rng.sample(range(10 * users), users)]
    for at, user in enumerate(names):
        scrolls, rate = rng.expovariate(1 / 20), rng.uniform(0.05, 0.4)
        for _ in range(rng.randint(1, 2 * sessions - 1)):
            impressions = 1 + int(rng.expovariate(1 / (scrolls + 1)))
            rows.append(
                (user, ARMS[at % 2], impressions, round(impressions * min(1.0, rate * rng.uniform(0.4, 1.6))))
            )
    if not any(arm == "control" and clicks for _, arm, _, clicks in rows):
        return _experiment(rng, users, replicates, sessions)  # no lift to speak of
    rng.shuffle(rows)
    rng.shuffle(names)
    return rows, {user: [_poisson(rng) for _ in range(replicates)] for user in names}


def _with_lifts(*counts: int) -> tuple[list[Row], Weights]:
    """Rows and weights with one replicate per count; its lift grows with the count, the weight of one user."""
    rows = [("c", "control", 10, 1), ("t", "treatment", 100, 1), ("u", "treatment", 1, 1)]
    return rows, {"c": [1] * len(counts), "t": [1] * len(counts), "u": list(counts)}


def _samples() -> Iterator[Case]:
    rows = [("a", "control", 10, 2), ("b", "control", 30, 3), ("c", "treatment", 20, 4)]
    rows += [("a", "control", 20, 2), ("d", "treatment", 10, 1)]
    weights = {
        "a": [1, 2, 0, 1, 0],
        "b": [1, 0, 3, 2, 0],
        "c": [0, 1, 1, 2, 1],
        "d": [1, 1, 0, 1, 2],
        "e": [5] * 5,
    }
    yield _case("samples", "the sample of the statement", rows, weights, 0.5)
    once = {user: [1, 1, 1] for user in "abcd"}
    yield _case("samples", "everybody once in each replicate", rows, once, 0.9)


def _replicates(rng: random.Random) -> Iterator[Case]:
    rows = [
        ("a", "control", 40, 4),
        ("b", "control", 5, 2),
        ("c", "treatment", 60, 9),
        ("d", "treatment", 4, 1),
    ]
    drawn = {"a": [1, 0, 2, 1], "b": [1, 3, 1, 0], "c": [2, 1, 0, 1], "d": [0, 1, 5, 1]}
    yield _case("replicates", "one row per user", rows, drawn, 0.6)
    split = [
        (user, arm, *part)
        for user, arm, x, y in rows
        for part in ((x - x // 4, y - y // 2), (x // 4, y // 2))
    ]
    yield _case("replicates", "the same users in two sessions each", split[::-1], drawn, 0.6)
    other = {user: drawn[user] for user in "dbca"}
    yield _case("replicates", "weights in another order than rows", split, other, 0.6)
    idle = [*rows, ("e", "treatment", 0, 0), ("f", "control", 30, 0), ("e", "treatment", 0, 0)]
    yield _case(
        "replicates",
        "users without impressions or clicks",
        idle,
        {**drawn, "e": [3, 1, 0, 9], "f": [0, 1, 1, 2]},
        0.6,
    )
    strangers = {"x": [7, 7, 7, 7], **drawn, "": [100, 0, 1, 2]}
    yield _case("replicates", "weights of users without rows", rows, strangers, 0.6)
    heavy = [("a", "control", 1_000, 10), *[(f"c{n}", "control", 2, 1) for n in range(6)]]
    heavy += [("b", "treatment", 900, 20), *[(f"t{n}", "treatment", 2, 1) for n in range(6)]]
    counts = {user: [_poisson(rng) for _ in range(12)] for user, *_ in heavy}
    yield _case("replicates", "one heavy user in each arm", heavy, counts, 0.8)
    same = [
        ("a", "control", 20, 4),
        ("b", "control", 5, 1),
        ("c", "treatment", 30, 6),
        ("d", "treatment", 10, 2),
    ]
    yield _case("replicates", "the same rate everywhere: no lift in any replicate", same, drawn, 0.6)
    none = [
        ("a", "control", 20, 4),
        ("b", "control", 5, 1),
        ("c", "treatment", 30, 0),
        ("d", "treatment", 10, 0),
    ]
    yield _case("replicates", "no click in treatment", none, drawn, 0.6)
    yield _case("replicates", "forty users", *_experiment(rng, 40, 30, 4), 0.9)
    yield _case("replicates", "two hundred users", *_experiment(rng, 200, 50, 2), 0.95)


def _quantiles(rng: random.Random) -> Iterator[Case]:
    for count in (1, 2, 3, 4, 5, 11):
        lifts = rng.sample(range(60), count)
        yield _case("quantiles", f"{count} replicates", *_with_lifts(*lifts), 0.5)
    eleven = _with_lifts(*rng.sample(range(80), 11))
    for level in (0.8, 0.6, 0.95, 0.05, 0.999, 1e-9, 0.37):
        yield _case("quantiles", f"eleven replicates at {level:g}", *eleven, level)
    yield _case("quantiles", "equal replicates", *_with_lifts(5, 9, 5, 5, 9, 2, 9), 0.7)
    yield _case(
        "quantiles", "a hundred replicates", *_with_lifts(*(rng.randint(0, 90) for _ in range(100))), 0.9
    )


def _undefined(rng: random.Random) -> Iterator[Case]:
    rows = [
        ("a", "control", 10, 2),
        ("b", "control", 30, 0),
        ("c", "treatment", 20, 4),
        ("d", "treatment", 0, 0),
    ]
    rows += [("e", "treatment", 10, 0), ("f", "control", 12, 3)]
    everyone = {user: [1, 2, 1] for user in "abcdef"}

    def with_replicate(**drawn: int) -> Weights:
        """Three replicates with everybody, and one in front and one behind with only those named."""
        return {user: [drawn.get(user, 0), *everyone[user], drawn.get(user, 0)] for user in "abcdef"}

    for note, drawn in (
        ("nobody of control", {"c": 1, "e": 1}),
        ("nobody of treatment", {"a": 1, "b": 2}),
        ("treatment without impressions", {"a": 1, "d": 3}),
        ("control without clicks", {"b": 1, "c": 1}),
        ("treatment without clicks, which is a lift of -1", {"a": 1, "e": 2}),
        ("nobody at all", {}),
    ):
        yield _case("undefined", f"a replicate with {note}", rows, with_replicate(**drawn), 0.9)
    never = {user: [0, 0] if user in "abf" else [1, 2] for user in "abcdef"}
    yield _case("undefined", "no replicate is defined", rows, never, 0.9)
    once = {user: [0, 1, 0] if user in "af" else [1, 2, 3] for user in "abcdef"}
    yield _case("undefined", "one replicate is defined", rows, once, 0.9)
    yield _case("undefined", "few users, many undefined replicates", *_experiment(rng, 4, 80, 2), 0.8)
    yield _case("undefined", "two users", *_experiment(rng, 2, 40, 3), 0.5)


def _bounds() -> Iterator[Case]:
    rows = [("a", "control", 10, 2), ("b", "treatment", 20, 3)]
    weights = {"a": [1, 2, 1], "b": [0, 1, 2]}
    yield _case("bounds", "one row in each arm", rows, weights, 0.9)
    yield _case("bounds", "no replicates", rows, {"a": [], "b": []}, 0.9)
    largest = [("a", "control", MAX_IMPRESSIONS, 1), ("b", "treatment", MAX_IMPRESSIONS, MAX_IMPRESSIONS)]
    yield _case("bounds", "largest impressions and weights", largest, {"a": [100, 1], "b": [1, 100]}, 0.9)
    for level in (0, 1, -0.5, 1.5, 0.0, 1.0):
        yield Case(
            args=(rows, weights, level), group="bounds", note="level out of range", raises="ValueError"
        )
    for note, bad_rows in (
        ("no rows", []),
        ("no row of treatment", rows[:1]),
        ("no row of control", rows[1:]),
        ("no impressions in treatment", [rows[0], ("b", "treatment", 0, 0)]),
        ("no impressions in control", [("a", "control", 0, 0), rows[1]]),
        ("no clicks in control", [("a", "control", 10, 0), rows[1]]),
        ("a user without weights", [*rows, ("c", "control", 1, 1)]),
        ("a user without weights and without impressions", [*rows, ("c", "treatment", 0, 0)]),
    ):
        yield Case(args=(bad_rows, weights, 0.9), group="bounds", note=note, raises="ValueError")
    yield Case(args=(rows, {}, 0.9), group="bounds", note="no weights at all", raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    rows, weights = _experiment(rng, 74, MAX_REPLICATES, 330)
    yield _case("scale", "74 users in 24 000 sessions, 2 000 replicates", rows, weights, 0.95)
    rows, weights = _experiment(rng, 1_500, 100, 4)
    yield _case("scale", "1 500 users, 100 replicates", rows, weights, 0.95)
