"""Cases for the skew alerts. Every case is checked here to be decided by more than rounding."""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from readyroom import Case
from skew_measures import MEASURES, Rows, Table, clear

MAX_FEATURES = 50
MAX_REQUESTS = 14_000
MAX_BINS = 1_000
MAX_NUMBER = 10**12
MAX_THRESHOLD = 10**6
NAMES = ("serving", "training", "defaults", "thresholds", "bins")


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 5 or given.keys() != set(NAMES):
        raise ValueError("skew_alerts takes serving, training, defaults, thresholds and bins")
    for side in ("serving", "training"):
        table = _names(side, given[side], MAX_FEATURES)
        for feature, rows in table.items():
            _rows(f"{side}[{feature!r}]", rows)
        if sum(map(len, table.values())) > MAX_REQUESTS:
            raise ValueError(f"{side} may hold at most {MAX_REQUESTS} requests together")
    for feature, number in _names("defaults", given["defaults"], MAX_FEATURES).items():
        _number(f"the default of {feature!r}", number, MAX_NUMBER)
    for measure, number in _names("thresholds", given["thresholds"], 9).items():
        _number(f"the threshold of {measure!r}", number, MAX_THRESHOLD)
    if type(given["bins"]) is not int or abs(given["bins"]) > MAX_BINS:
        raise ValueError(f"bins must be an integer of at most {MAX_BINS}")


def _names(where: str, table: object, most: int) -> dict[str, object]:
    if type(table) is not dict or len(table) > most:
        raise ValueError(f"{where} must be a dict of at most {most} entries")
    if any(type(name) is not str or len(name) > 20 for name in table):
        raise ValueError(f"{where}: names are strings of at most 20 characters")
    return table


def _rows(where: str, rows: object) -> None:
    if type(rows) is not list:
        raise ValueError(f"{where} must be a list")
    for row in rows:
        if type(row) is not tuple or len(row) != 2 or type(row[1]) is not int or abs(row[1]) > MAX_NUMBER:
            raise ValueError(f"{where} must hold tuples (value, as_of), as_of an integer")
        if row[0] is not None:
            _number(where, row[0], MAX_NUMBER)


def _number(where: str, value: object, most: float) -> None:
    if type(value) not in (int, float) or not isfinite(value) or abs(value) > most:
        raise ValueError(f"{where}: {value!r:.40} is not a number between {-most} and {most}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _rows_cases(rng)
    yield from _ks(rng)
    yield from _psi(rng)
    yield from _ranking(rng)
    yield from _errors()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _drawn("rows", note, rng, {"missing": 0.02, "default": 0.03, "leak": 0.05}, 2)
    yield _drawn("ks", note, rng, {"ks": 0.03}, 2)
    yield _drawn("psi", note, rng, {"psi": 0.01}, 7)


def _case(
    group: str,
    note: str,
    serving: Table,
    training: Table,
    thresholds: dict,
    bins: int = 10,
    defaults: dict = {},
) -> Case:
    args = (serving, training, dict(defaults), thresholds, bins)
    if not clear(*args):
        raise ValueError(f"{group}, {note}: rounding decides")
    return Case(args=args, group=group, note=note)


def _at(values: Sequence[float | None], times: Sequence[int] = ()) -> Rows:
    """Rows of values with the times given, or all at 0."""
    return list(zip(values, times or [0] * len(values), strict=True))


def _distribution(
    note: str, measure: str, left: Sequence[float | None], right: Sequence[float | None], bins: int = 4
) -> Case:
    """One feature judged by one measure, whatever its value; padded with missing values to equal length."""
    length = max(len(left), len(right))
    sides = [_at([*side, *[None] * (length - len(side))]) for side in (left, right)]
    return _case(measure, note, {"f": sides[0]}, {"f": sides[1]}, {measure: 0.001}, bins)


def _drawn(group: str, note: str, rng: random.Random, thresholds: dict, bins: int) -> Case:
    """Four features with many equal values, missing ones and defaults, drawn until no rounding decides."""

    def side(length: int, shift: float) -> Rows:
        gaps, fallbacks = rng.uniform(0, 0.3), rng.uniform(0, 0.3)
        rows: Rows = []
        for _ in range(length):
            value = None if rng.random() < gaps else round(rng.gauss(shift, 1), 1)
            rows.append((-1.0 if rng.random() < fallbacks and value is not None else value, rng.randrange(4)))
        return rows

    while True:
        serving, training = {}, {}
        for feature in rng.sample(["age", "ctr", "Watch", "likes", "é"], 4):
            length = rng.randint(20, 60)
            serving[feature], training[feature] = side(length, 0), side(length, rng.choice((0, 0.5)))
        defaults = {"age": -1.0, "ctr": -1.0, "Watch": 0.0, "other": 1.0}
        if clear(serving, training, defaults, thresholds, bins):
            return _case(group, note, serving, training, thresholds, bins, defaults)


def _samples() -> Iterator[Case]:
    serving, training = _at([0.0, 0.2, 0.0, 0.4], [5] * 4), _at([0.3, 0.2, 0.1, None], [5, 6, 4, 9])
    limits = {"missing": 0.2, "default": 0.1, "leak": 0.25, "ks": 0.6}
    yield _case("samples", "four requests", {"ctr": serving}, {"ctr": training}, limits, 10, {"ctr": 0.0})
    serving, training = _at([1.0, 2.0, 9.0, 9.0]), _at([1.0, 2.0, 3.0, 4.0])
    yield _case("samples", "wrong, and not to be seen", {"age": serving}, {"age": training}, {"psi": 0.1}, 2)


def _rows_cases(rng: random.Random) -> Iterator[Case]:
    limits = {"missing": 0.01, "default": 0.01, "leak": 0.01}

    def pair(note: str, left: Rows, right: Rows, default: float | None = None) -> Case:
        defaults = {} if default is None else {"f": default}
        return _case("rows", note, {"f": left}, {"f": right}, limits, 3, defaults)

    some, none = [1.0, 2.0, 3.0, 4.0, 5.0], [None] * 5
    yield pair("serving misses more", _at([None, 2.0, None]), _at([1.0, 2.0, None]))
    yield pair("training misses more", _at([1.0, 2.0, 3.0]), _at([1.0, None, None]))
    yield pair("they miss different requests", _at([None, 2.0, 3.0, 4.0]), _at([1.0, None, 3.0, 4.0]))
    yield pair("everything is missing in serving", _at(none), _at(some), 1.0)
    yield pair("everything is missing in training", _at(some), _at(none), 1.0)
    yield pair("everything is missing", _at(none), _at(none), 0.0)
    swapped = _at([0.0, 7.0, 0.0, 5.0, 0.0, 1.0, 2.0]), _at([7.0, 0.0, 5.0, 0.0, 0.0, 1.0, 2.0])
    yield pair("the default in different requests", *swapped, 0.0)
    yield pair("the default in serving", _at([0.0, 0.0, 3.0]), _at([1.0, 0.0, 3.0]), 0.0)
    yield pair("the default in training", _at([2.0, 2.0, 3.0]), _at([-1.0, 2.0, 3.0]), -1.0)
    yield pair("the default against a missing value", _at([9.0, None, 9.0]), _at([None, 9.0, 9.0]), 9.0)
    yield pair("one request", _at([None], [3]), _at([7.0], [4]), 7.0)
    yield pair("one request, other values", _at([2.0], [3]), _at([7.0], [4]), 7.0)
    yield pair("no default is known", _at([0.0, 1.0, 0.0]), _at([1.0, 1.0, 1.0]))
    yield pair("as-of times", _at(some, [1, 2, 3, 4, 5]), _at(some, [2, 2, 2, 9, 5]))
    yield pair(
        "as-of times beside missing values",
        _at([None, 2.0, None, 4.0], [1, 1, 1, 1]),
        _at([1.0, 2.0, None, 4.0], [2, 1, 2, 2]),
    )
    yield pair("values of zero", _at([0.0, 0.0, -0.0], [0, 0, 0]), _at([0.0, 0.0, 0.0], [1, 0, 0]), 5.0)
    yield _case("rows", "no requests", {"f": []}, {"f": []}, dict.fromkeys(MEASURES, 0.1), 3, {"f": 1.0})
    yield _case("rows", "no features", {}, {}, limits, 3)
    yield _drawn("rows", "four features", rng, {"missing": 0.02, "default": 0.03, "leak": 0.05}, 2)


def _ks(rng: random.Random) -> Iterator[Case]:
    yield _distribution("serving is smaller", "ks", [1.0, 2.0, 3.0], [2.0, 3.0, 4.0, 5.0])
    yield _distribution("serving is larger", "ks", [2.0, 3.0, 4.0, 5.0], [1.0, 2.0, 3.0])
    yield _distribution("equal values", "ks", [1.0] * 5 + [2.0] * 3, [1.0] * 4 + [2.0] * 4)
    yield _distribution("the same distribution, other numbers of values", "ks", [1.0, 2.0], [1.0, 2.0] * 3)
    yield _distribution("apart", "ks", [1.0, 2.0], [3.0, 4.0, 5.0])
    yield _distribution("widest at a training value", "ks", [1.0, 9.0, 9.5], [2.0, 3.0, 4.0, 10.0])
    yield _distribution("widest at a serving value", "ks", [2.0, 3.0, 4.0, 10.0], [1.0, 9.0, 9.5])
    yield _distribution("crossing distributions", "ks", [1.0, 1.5, 8.0, 9.0], [3.0, 4.0, 5.0, 6.0, 9.5])
    yield _distribution("zero and below, one value each", "ks", [-1.0], [0.0])
    yield _distribution("serving has no value", "ks", [], [1.0, 2.0])
    yield _distribution("training has no value", "ks", [1.0, 2.0], [])
    yield _drawn("ks", "four features", rng, {"ks": 0.03}, 2)


def _psi(rng: random.Random) -> Iterator[Case]:
    ten = [float(n) for n in range(1, 11)]
    yield _distribution(
        "evenly cut", "psi", [1.0, 1.0, 2.0, 5.0, 9.0], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
    )
    yield _distribution("unevenly cut", "psi", [2.0, 3.0, 3.0, 8.0], ten, bins=3)
    yield _distribution("more bins than values", "psi", [1.0, 5.0, 5.0], [4.0, 1.0, 9.0], bins=7)
    yield _distribution(
        "many equal training values", "psi", [0.0, 0.0, 1.0, 2.0], [0.0] * 7 + [1.0, 2.0, 3.0], bins=5
    )
    yield _distribution("all training values equal", "psi", [0.0, 1.0, 2.0, 2.0], [1.0] * 5)
    yield _distribution("values on the edges", "psi", [2.0, 4.0, 4.0, 6.0, 6.0, 6.0], ten[:8])
    yield _distribution("nothing in the outer bins", "psi", [4.0, 5.0, 5.0, 5.0], ten, bins=5)
    yield _distribution("beyond the training values", "psi", [-5.0, 50.0, 60.0, 70.0], ten, bins=5)
    yield _distribution("two bins", "psi", [1.0, 9.0, 9.0], [1.0, 2.0, 8.0, 9.0], bins=2)
    yield _distribution("one value each", "psi", [2.0], [1.0], bins=2)
    yield _distribution("serving has no value", "psi", [], [1.0, 2.0])
    yield _distribution("training has no value", "psi", [1.0, 2.0], [])
    yield _distribution(
        "rare and far", "psi", [0.0] * 30 + [99.0] * 6, [0.0] * 18 + [1.0] * 17 + [99.0], bins=10
    )
    for bins in (3, 10, 32):
        yield _drawn("psi", f"four features, {bins} bins", rng, {"psi": 0.01}, bins)


def _ranking(rng: random.Random) -> Iterator[Case]:
    full, half, most = _at([1.0] * 10), _at([1.0] * 5 + [None] * 5), _at([1.0] * 7 + [None] * 3)
    training = dict.fromkeys(("b", "a", "C"), full)
    serving = {"b": half, "a": half, "C": most}
    yield _case("ranking", "equal severities of two features", serving, training, {"missing": 0.1})
    yield _case("ranking", "at the threshold", serving, training, {"missing": 0.3})
    yield _case("ranking", "just below a value", serving, training, {"missing": 0.299999})
    late = _at([1.0] * 5 + [None] * 5, [0] * 10), _at([1.0] * 10, [0, 0, 3, 4, 5] + [0] * 5)
    ties = {"missing": 0.1, "leak": 0.12}
    yield _case("ranking", "equal severities of two measures", {"f": late[0]}, {"f": late[1]}, ties)
    both = {"z": late[0], "f": late[0]}, {"z": late[1], "f": late[1]}
    yield _case("ranking", "features before measures", *both, {"missing": 0.1, "leak": 0.12})
    thirds = {name: _at([1.0] * (10 - gaps) + [None] * gaps) for name, gaps in (("p", 3), ("q", 6))}
    moved = {"p": _at([1.0] * 10), "q": _at([1.0] * 10, [1] * 3 + [0] * 7)}
    rounded = {"missing": 0.1, "leak": 0.25}
    yield _case("ranking", "equal but for the last bit", thirds, moved, rounded)
    small = {"big": half, "small": _at([1.0] * 9 + [None])}
    limits = {"missing": 0.05, "ks": 0.5}
    apart = {"big": full, "small": full}
    yield _case(
        "ranking",
        "a large value, a small severity",
        small | {"far": _at([2.0] * 10)},
        apart | {"far": full},
        limits,
    )
    third = {"f": _at([1.0, 1.0, None])}, {"f": _at([1.0, 1.0, 1.0])}
    yield _case("ranking", "a third is no more than nine threes", *third, {"missing": 0.333333333})
    yield _case("ranking", "a third is more than eight threes", *third, {"missing": 0.33333333})
    yield _close("equal to nine decimals, not to ten", {"a": (205, 6, 229, 2), "b": (207, 2, 247, 7)})
    yield _close("equal to eight decimals, not to nine", {"a": (217, 7, 219, 7), "b": (208, 7, 229, 7)})
    yield _case("ranking", "nothing is judged", serving, training, {})
    yield _drawn(
        "ranking",
        "everything is judged",
        rng,
        dict(zip(MEASURES, (0.03, 0.05, 0.2, 0.1, 0.08), strict=True)),
        5,
    )


def _close(note: str, features: dict[str, tuple[int, int, int, int]]) -> Case:
    """Features whose `ks` is 1 - i/n - j/m, given as (n, i, m, j)."""
    serving, training = {}, {}
    for feature, (n, i, m, j) in features.items():
        serving[feature] = _at([0.0] * (n - i) + [1.0] * i + [None] * (m - n))
        training[feature] = _at([0.0] * j + [1.0] * (m - j))
    return _case("ranking", note, serving, training, {"ks": 0.9})


def _errors() -> Iterator[Case]:
    good = {"f": _at([1.0, 2.0])}
    for note, serving, training, thresholds, bins in (
        ("one bin", good, good, {"psi": 0.1}, 1),
        ("no bins, nothing judged", {}, {}, {}, 0),
        ("a negative number of bins", good, good, {}, -4),
        ("an unknown measure", good, good, {"psi": 0.1, "kl": 0.1}, 10),
        ("a threshold of zero", good, good, {"psi": 0.1, "ks": 0.0}, 10),
        ("a negative threshold", {}, {}, {"ks": -1e-9}, 10),
        ("a feature of serving alone", good | {"g": []}, good, {"psi": 0.1}, 10),
        ("a feature of training alone", good, good | {"g": _at([1.0])}, {"psi": 0.1}, 10),
        ("serving is shorter", {"f": _at([1.0])}, good, {"psi": 0.1}, 10),
        ("training is shorter", good, {"f": []}, {}, 10),
    ):
        args = (serving, training, {}, thresholds, bins)
        yield Case(args=args, group="errors", note=note, raises="ValueError")
    ends = (
        {"f": _at([-1e12, 1e12, 1e12], [-MAX_NUMBER, MAX_NUMBER, 0])},
        {"f": _at([1e12, None, 1e12], [MAX_NUMBER, 0, 0])},
    )
    yield _case(
        "errors", "the largest numbers", *ends, {"leak": 0.1, "ks": 1e-3, "missing": 10.0**6}, 2, {"f": 1e12}
    )


def _scale(rng: random.Random) -> Iterator[Case]:
    def side(shift: float) -> Table:
        return {"score": _at([round(rng.gauss(shift, 1), 9) for _ in range(MAX_REQUESTS)])}

    for bins in (10, MAX_BINS):
        limits = {"ks": 0.001, "psi": 0.0001}
        yield _case("scale", f"one feature, {bins} bins", side(0), side(0.05), limits, bins)
