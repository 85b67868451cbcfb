"""Cases for the off-policy estimators: hand-made logs that separate the formulas, drawn ones, and broken rows."""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import inf, isfinite, nan

from readyroom import Case

MAX_ROWS = 8_000
MAX_ACTIONS = 50
MAX_REWARD = 1e6
LEAST_PROPENSITY = 1e-9

Row = tuple[str, int, float, float, list[float], list[float]]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("logs",), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 1 or given.keys() != {"logs"}:
        raise ValueError("off_policy takes logs")
    logs = given["logs"]
    if type(logs) is not list or len(logs) > MAX_ROWS:
        raise ValueError(f"logs must be a list of at most {MAX_ROWS} rows")
    for number, row in enumerate(logs):
        where = f"logs[{number}]"
        if type(row) is not tuple or len(row) != 6:
            raise ValueError(f"{where} must be a tuple (user, action, reward, propensity, target, model)")
        if type(row[0]) is not str or len(row[0]) > 40 or type(row[1]) is not int:
            raise ValueError(f"{where}: user must be a short string, action an integer")
        if not all(type(part) is list and len(part) <= MAX_ACTIONS for part in row[4:]):
            raise ValueError(f"{where}: target and model must be lists of at most {MAX_ACTIONS} numbers")
        if type(row[3]) is float and 0 < row[3] < LEAST_PROPENSITY:
            raise ValueError(f"{where}: a propensity above 0 is at least {LEAST_PROPENSITY:g}")
        for value in [row[2], row[3], *row[4], *row[5]]:
            if type(value) not in (int, float) or (isfinite(value) and abs(value) > MAX_REWARD):
                raise ValueError(f"{where}: {value!r} is not a number of at most {MAX_REWARD:g}")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _estimates(rng), _users(rng), _limits(), _errors(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("estimates", note, _log(rng, 40, 40, 4))
    yield _case("users", note, _log(rng, 80, 9, 3))


def _case(group: str, note: str, logs: list[Row]) -> Case:
    return Case(args=(logs,), group=group, note=note)


def _policy(rng: random.Random, actions: int) -> list[float]:
    """Probabilities in hundredths; some are 0."""
    cuts = sorted(rng.randint(0, 100) for _ in range(actions - 1))
    return [(high - low) / 100 for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]


def _log(rng: random.Random, rows: int, users: int, actions: int) -> list[Row]:
    """A log of the old policy; users differ in how much they like everything."""
    taste = {f"u{number}": rng.uniform(-1, 2) for number in range(users)}
    logs: list[Row] = []
    for number in range(rows):
        user = f"u{number if number < users else rng.randrange(users)}"
        old, new = _policy(rng, actions), _policy(rng, actions)
        action = rng.choices(range(actions), old)[0]
        model = [round(rng.uniform(0, 2), 2) for _ in range(actions)]
        reward = round(taste[user] + model[action] + rng.gauss(0, 0.5), 2)
        logs.append((user, action, reward, old[action], new, model))
    return logs


def _samples() -> Iterator[Case]:
    rows = [("u", 0, 1.0, 0.5, [1.0, 0.0], [0.8, 0.1]), ("u", 1, 0.0, 0.5, [1.0, 0.0], [0.8, 0.1])]
    rows.append(("x", 0, 3.0, 0.8, [0.4, 0.6], [2.0, 1.0]))
    yield _case("samples", "the sample of the statement", rows)
    rows = [
        ("u", 1, 2.0, 0.25, [0.5, 0.5, 0.0], [0.0, 1.0, 5.0]),
        ("u", 2, 1.0, 0.5, [0.0, 1.0, 0.0], [1.0, 3.0, 1.0]),
    ]
    yield _case("samples", "one user", rows)


def _estimates(rng: random.Random) -> Iterator[Case]:
    same = [(f"u{n}", n % 2, float(n), 0.5, [0.5, 0.5], [0.3, 0.7]) for n in range(6)]
    yield _case("estimates", "the new policy is the old one", same)
    perfect = [(f"u{n}", n % 3, float(n % 3), 0.25, [0.1, 0.2, 0.7], [0.0, 1.0, 2.0]) for n in range(7)]
    yield _case("estimates", "a model that is never wrong", perfect)
    empty = [(user, action, reward, b, target, [0.0] * 3) for user, action, reward, b, target, _ in perfect]
    yield _case("estimates", "a model that knows nothing: doubly robust is IPS", empty)
    always = [(f"u{n}", 1, 2.5, 0.1 * (n + 1), [0.2, 0.8], [1.0, 2.0]) for n in range(5)]
    yield _case("estimates", "a constant reward", always)
    rare = [("a", 0, 1.0, 0.001, [0.9, 0.1], [0.5, 0.4]), *same, ("b", 1, 0.0, 1.0, [0.9, 0.1], [0.5, 0.4])]
    yield _case("estimates", "one huge weight", rare)
    odd = [("a", 0, -4.0, 0.3, [1.0], [-3.0]), ("b", 2, 5.0, 0.2, [0.2, 0.3, 0.5], [1.0, -2.0, 4.0])]
    yield _case(
        "estimates",
        "different numbers of actions, negative rewards",
        [*odd, ("c", 0, 1.0, 1, [0, 1], [2, 3])],
    )
    off = [
        ("a", 0, 1.0, 0.5, [0.5, 0.5000009], [1.0, 2.0]),
        ("b", 1, 2.0, 0.25, [0.5, 0.4999992], [1.0, 3.0]),
    ]
    yield _case("estimates", "probabilities that add up to one but for rounding", off)
    yield _case("estimates", "fifty users, one request each", _log(rng, 50, 50, 5))


def _users(rng: random.Random) -> Iterator[Case]:
    rows = [("a", 0, 1.0, 0.5, [0.7, 0.3], [0.5, 0.2]), ("a", 0, 1.0, 0.5, [0.7, 0.3], [0.5, 0.2])]
    rows += [("b", 1, 0.0, 0.5, [0.7, 0.3], [0.5, 0.2]), ("b", 0, 0.0, 0.5, [0.7, 0.3], [0.4, 0.2])]
    yield _case("users", "two users who always answer alike", rows)
    yield _case("users", "the same rows, one user each", [(f"u{n}", *row[1:]) for n, row in enumerate(rows)])
    mixed = [rows[0], rows[2], rows[1], ("c", 1, 4.0, 0.2, [0.1, 0.9], [0.0, 2.0]), rows[3]]
    yield _case("users", "rows of a user apart from each other", mixed)
    cancel = [("a", 0, 2.0, 0.5, [0.5, 0.5], [1.0, 1.0]), ("a", 0, 0.0, 0.5, [0.5, 0.5], [1.0, 1.0])]
    cancel += [("b", 1, 2.0, 0.5, [0.5, 0.5], [1.0, 1.0]), ("b", 1, 0.0, 0.5, [0.5, 0.5], [1.0, 1.0])]
    yield _case("users", "scores of a user that cancel", cancel)
    heavy = [*_log(rng, 30, 1, 3), ("u1", 0, 1.0, 0.5, [0.5, 0.5], [1.0, 0.0])]
    yield _case("users", "one user has nearly all rows", heavy)
    yield _case("users", "a hundred rows of twelve users", _log(rng, 100, 12, 4))
    yield _case("users", "three hundred rows of two users", _log(rng, 300, 2, 3))


def _limits() -> Iterator[Case]:
    none = [("a", 0, 1.0, 0.5, [0.0, 1.0], [0.3, 0.6]), ("b", 1, 2.0, 0.5, [1.0, 0.0], [0.9, 0.5])]
    yield _case("limits", "no logged action could be taken", none)
    yield _case("limits", "the same, one user", [("a", *row[1:]) for row in none])
    one = [*none, ("c", 0, 5.0, 0.25, [0.5, 0.5], [4.0, 1.0])]
    yield _case("limits", "one logged action could be taken", one)
    yield _case("limits", "one row", [("a", 0, 3.0, 0.5, [0.25, 0.75], [2.0, 1.0])])
    yield _case(
        "limits",
        "two rows, rewards of 0",
        [("a", 0, 0.0, 0.5, [1.0], [0.0]), ("b", 0, 0.0, 1.0, [1.0], [0.0])],
    )
    sure = [("a", 0, 3.0, 1.0, [1.0], [2.0]), ("b", 0, 4.0, 1.0, [1.0], [2.0]), ("a", 0, 1.0, 1, [1], [0])]
    yield _case("limits", "nothing to choose", sure)
    big = [("a", 0, 1e6, 1e-6, [1.0, 0.0], [1e6, -1e6]), ("b", 1, -1e6, 0.999999, [0.5, 0.5], [1e6, -1e6])]
    yield _case("limits", "the largest rewards", big)


def _errors() -> Iterator[Case]:
    good: Row = ("u", 1, 1.0, 0.5, [0.5, 0.5], [0.5, 0.5])
    broken: dict[str, Row] = {
        "action beyond the last": ("u", 2, 1.0, 0.5, [0.5, 0.5], [0.5, 0.5]),
        "action is negative": ("u", -1, 1.0, 0.5, [0.5, 0.5], [0.5, 0.5]),
        "propensity is 0": ("u", 1, 1.0, 0.0, [0.5, 0.5], [0.5, 0.5]),
        "propensity is above 1": ("u", 1, 1.0, 1.0000001, [0.5, 0.5], [0.5, 0.5]),
        "propensity is negative": ("u", 1, 1.0, -0.5, [0.5, 0.5], [0.5, 0.5]),
        "propensity is NaN": ("u", 1, 1.0, nan, [0.5, 0.5], [0.5, 0.5]),
        "model is shorter than target": ("u", 0, 1.0, 0.5, [0.5, 0.5], [0.5]),
        "model is longer than target": ("u", 0, 1.0, 0.5, [0.5, 0.5], [0.5, 0.5, 0.5]),
        "no actions": ("u", 0, 1.0, 0.5, [], []),
        "a negative probability": ("u", 0, 1.0, 0.5, [1.5, -0.5], [0.5, 0.5]),
        "probabilities add up to too little": ("u", 0, 1.0, 0.5, [0.5, 0.4999985], [0.5, 0.5]),
        "probabilities add up to too much": ("u", 0, 1.0, 0.5, [0.5, 0.5000015], [0.5, 0.5]),
        "a probability is NaN": ("u", 0, 1.0, 0.5, [1.0, nan], [0.5, 0.5]),
        "a probability is infinite": ("u", 0, 1.0, 0.5, [1.0, inf], [0.5, 0.5]),
        "reward is NaN": ("u", 0, nan, 0.5, [0.5, 0.5], [0.5, 0.5]),
        "reward is infinite": ("u", 0, -inf, 0.5, [0.0, 1.0], [0.5, 0.5]),
        "a prediction is NaN": ("u", 0, 1.0, 0.5, [1.0, 0.0], [0.5, nan]),
        "a prediction is infinite": ("u", 0, 1.0, 0.5, [0.5, 0.5], [0.5, inf]),
    }
    for note, row in broken.items():
        yield Case(args=([good, row],), group="errors", note=note, raises="ValueError")
    yield Case(args=([],), group="errors", note="no rows", raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case("scale", "8 000 rows of 7 000 users", _log(rng, MAX_ROWS, 7_000, 2))
    yield _case("scale", "3 000 rows of 3 users", _log(rng, 3_000, 3, 4))
