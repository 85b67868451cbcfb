"""Cases for the watch-time trainer: a few rows each, and one batch that no matrix of all pairs fits."""

import math
import random
from collections.abc import Iterator, Sequence

from readyroom import Case

MAX_FEATURES = 8
MAX_ROWS = 6_000
MAX_CALLS = 60
ASKED = ([0.4142], 0.7321, 0.0236)
"""The constructor's arguments where the diagnosis is asked for: as own input it would show the answer."""

Rows = list[list[float]]


def validate(args: Sequence[object], calls: Sequence[tuple] | None) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    weight, bias, rate = args
    _numbers("weight", weight, -5, 5, 1, MAX_FEATURES)
    _numbers("bias and learning_rate", [bias, rate], -5, 5, 2, 2)
    if not 0 < rate <= 1:
        raise ValueError("learning_rate must be above 0 and at most 1")
    if len(calls or ()) > MAX_CALLS:
        raise ValueError(f"at most {MAX_CALLS} calls")
    for name, *given in calls or ():
        if name == "diagnosis" and tuple(args) != ASKED:
            raise ValueError("the diagnosis is compared when a solution is submitted, not on your own input")
        if given:
            _rows(given[0], len(weight))
        for word, column, low in zip(("watched", "importance"), given[1:], (0, 0.1), strict=False):
            _numbers(word, column, low, 1_000, len(given[0]), len(given[0]))


def _rows(features: object, width: int) -> None:
    if not isinstance(features, list) or not 1 <= len(features) <= MAX_ROWS:
        raise ValueError(f"features must be a list of 1 to {MAX_ROWS} rows")
    for row in features:
        _numbers("a row of features", row, -3, 3, width, width)


def _numbers(what: str, values: object, low: float, high: float, least: int, most: int) -> None:
    if not isinstance(values, list) or not least <= len(values) <= most:
        raise ValueError(f"{what}: a list of {least} to {most} numbers is needed")
    for value in values:
        if type(value) not in (int, float) or not low <= value <= high:
            raise ValueError(f"{what}: numbers must lie between {low} and {high}")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _training(rng), _dashboard(rng), _collateral(rng)):
        yield from group
    yield Case(args=ASKED, calls=[("diagnosis",)], group="diagnosis", note="fault and signal")


def fresh(rng: random.Random) -> Iterator[Case]:
    """Another seed: training recovers on data nobody has seen, and so does the error on later rows."""
    yield _run(rng, "training", "drawn for this submission", steps=12, rows=16)


def _samples() -> Iterator[Case]:
    features, watched = [[1.0], [0.0]], [19.0, 4.0]
    yield Case(
        args=([2.0], 1.0, 0.1),
        calls=[("step", features, watched, [1.0, 3.0]), ("state",), ("predict", [[1.0], [0.5]])],
        note="two rows of different importance",
    )
    yield Case(
        args=([2.0], 1.0, 0.1),
        calls=[("evaluate", features, watched)],
        note="the error that the dashboard shows",
    )


def _training(rng: random.Random) -> Iterator[Case]:
    whole = [("step", [[1, -1]], [7], [2]), ("state",), ("predict", [[2, 3]]), ("evaluate", [[1, -1]], [7])]
    yield Case(args=([1, 0], 1, 0.5), calls=whole, group="training", note="one row, whole numbers")
    square = ("step", [[0.5, 1.0], [-1.0, 0.25]], [30.0, 2.0], [0.5, 1.5])
    yield Case(
        args=([0.2, -0.3], 0.5, 0.2),
        calls=[square, ("state",), square, ("state",)],
        group="training",
        note="as many rows as features, twice",
    )
    ends = [[2.0], [-2.0]]
    calls = [("step", ends, [50.0, 1.0], [1.0, 1.0])] * 30
    yield Case(
        args=([0.0], 0.0, 0.05),
        calls=[*calls, ("state",), ("predict", ends)],
        group="training",
        note="two rows that differ: the mean fits neither",
    )
    yield _run(rng, "training", "a small stream", steps=20, rows=8)
    yield _run(rng, "training", "batches of different sizes", steps=9, rows=None)


def _dashboard(rng: random.Random) -> Iterator[Case]:
    exact = ("evaluate", [[0.0], [1.0], [2.0]], [math.expm1(1.0), math.expm1(2.0), math.expm1(3.0)])
    yield Case(args=([1.0], 1.0, 0.1), calls=[exact], group="dashboard", note="no error at all")
    alike = ("evaluate", [[1.0], [-1.0], [1.0]], [5.0, 5.0, 40.0])
    yield Case(
        args=([0.5], 1.5, 0.1), calls=[alike, ("state",)], group="dashboard", note="nothing is learnt from it"
    )
    weight, features, watched, _ = _drawn(rng, 3, 40)
    yield Case(args=(weight, 2.0, 0.1), calls=[("evaluate", features, watched)], group="dashboard")


def _collateral(rng: random.Random) -> Iterator[Case]:
    single = [
        ("predict", [[1.0, 2.0]]),
        ("evaluate", [[1.0, 2.0]], [9.0]),
        ("step", [[0.5, 1.0]], [9.0], [3.0]),
    ]
    yield Case(
        args=([0.5, 0.25], 1.0, 0.1), calls=[*single, ("state",)], group="collateral", note="a single row"
    )
    below = [("predict", [[-3.0], [0.0], [1.5]]), ("evaluate", [[-3.0], [-2.0]], [0.0, 3.0])]
    yield Case(args=([1.0], -0.5, 0.1), calls=below, group="collateral", note="never negative seconds")
    _, features, watched, importance = _drawn(rng, 1, MAX_ROWS)
    yield Case(
        args=([0.5], 2.0, 0.1),
        calls=[("step", features, watched, importance), ("evaluate", features, watched), ("state",)],
        group="collateral",
        note="a large batch",
    )


def _run(rng: random.Random, group: str, note: str, steps: int, rows: int | None) -> Case:
    """Some steps on rows that follow one truth, then the error on later rows of the same kind."""
    truth = [round(rng.uniform(-0.8, 0.8), 3) for _ in range(3)]
    calls: list[tuple] = [("step", *_batch(rng, truth, rows or rng.randint(1, 9))) for _ in range(steps)]
    features, watched, _ = _batch(rng, truth, 12)
    calls += [("evaluate", features, watched), ("predict", features), ("state",)]
    start = [round(rng.uniform(-0.5, 0.5), 3) for _ in range(3)]
    return Case(args=(start, 0.0, 0.1), calls=calls, group=group, note=note)


def _drawn(rng: random.Random, width: int, rows: int) -> tuple[list[float], Rows, list[float], list[float]]:
    truth = [round(rng.uniform(-0.8, 0.8), 3) for _ in range(width)]
    return (truth, *_batch(rng, truth, rows))


def _batch(rng: random.Random, truth: list[float], rows: int) -> tuple[Rows, list[float], list[float]]:
    features = [[round(max(-3, min(3, rng.gauss(0, 1))), 2) for _ in truth] for _ in range(rows)]
    logs = [2.5 + sum(w * x for w, x in zip(truth, row, strict=True)) + rng.gauss(0, 0.3) for row in features]
    watched = [float(min(1_000, max(0, round(math.expm1(value))))) for value in logs]
    return features, watched, [float(rng.randint(1, 4)) for _ in range(rows)]
