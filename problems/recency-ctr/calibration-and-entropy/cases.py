"""Cases for the calibration report: ties at every border of a bin, certain predictions, rare events."""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import nan

from readyroom import Case

MAX_ROWS = 20_000
MAX_BINS = 10**9


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("predictions", "labels", "bins"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != {"predictions", "labels", "bins"}:
        raise ValueError("calibration_report takes predictions, labels and bins")
    for name in ("predictions", "labels"):
        if type(given[name]) is not list or len(given[name]) > MAX_ROWS:
            raise ValueError(f"{name} must be a list of at most {MAX_ROWS} numbers")
    if not all(type(p) in (int, float) for p in given["predictions"]):
        raise ValueError("predictions must be numbers")
    if not all(type(y) is int and abs(y) <= 9 for y in given["labels"]):
        raise ValueError("labels must be integers")
    if type(given["bins"]) is not int or abs(given["bins"]) > MAX_BINS:
        raise ValueError(f"bins must be an integer of at most {MAX_BINS}")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _loss(rng), _bins(rng), _certain(), _rare(rng), _errors(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("loss", note, *_drawn(rng, 40, lambda: rng.random()), 4)
    yield _case("bins", note, *_drawn(rng, 90, lambda: rng.randint(1, 9) / 10), rng.randint(3, 20))
    yield _case("bins", note, *_drawn(rng, 50, lambda: rng.betavariate(1, 9)), rng.randint(3, 20))


def _case(group: str, note: str, predictions: list[float], labels: list[int], bins: int) -> Case:
    return Case(args=(predictions, labels, bins), group=group, note=note)


def _drawn(rng: random.Random, rows: int, draw: object) -> tuple[list[float], list[int]]:
    """Predictions, and labels that follow them loosely; both labels occur."""
    predictions = [draw() for _ in range(rows)]
    labels = [int(rng.random() < 0.7 * p + 0.1) for p in predictions]
    return predictions, [*labels[:-2], 0, 1]


def _samples() -> Iterator[Case]:
    yield _case(
        "samples", "the sample of the statement", [0.1, 0.4, 0.4, 0.4, 0.9, 0.7], [0, 0, 1, 0, 1, 1], 3
    )
    yield _case("samples", "no clicks, and a certain prediction", [0.25, 0.0, 0.125], [0, 0, 0], 2)


def _loss(rng: random.Random) -> Iterator[Case]:
    yield _case("loss", "better than the average", [0.9, 0.2, 0.1, 0.8], [1, 0, 0, 1], 2)
    yield _case("loss", "worse than the average", [0.2, 0.7, 0.6, 0.1, 0.3], [1, 0, 0, 1, 1], 2)
    yield _case("loss", "always the average", [0.25] * 8, [0, 1, 0, 0, 1, 0, 0, 0], 4)
    yield _case("loss", "two rows", [0.5, 0.75], [1, 0], 1)
    yield _case("loss", "predicts too much", [0.9, 0.8, 0.7, 0.95, 0.6], [1, 0, 0, 0, 0], 5)
    yield _case("loss", "two hundred rows", *_drawn(rng, 200, lambda: rng.random()), 10)


def _bins(rng: random.Random) -> Iterator[Case]:
    even = [0.05, 0.95, 0.15, 0.85, 0.25, 0.75, 0.35, 0.65]
    labels = [0, 1, 1, 1, 0, 0, 0, 1]
    yield _case("bins", "bins of two", even, labels, 4)
    yield _case("bins", "bins of two and three", even, labels, 3)
    yield _case("bins", "more bins than rows", even, labels, 13)
    yield _case("bins", "one bin", even, labels, 1)
    yield _case("bins", "as many bins as rows", even, labels, 8)
    tied = [0.3, 0.2, 0.3, 0.3, 0.7, 0.3, 0.3, 0.9, 0.7]
    for bins in (2, 3, 4, 9):
        yield _case("bins", f"ties across borders, {bins} bins", tied, [1, 0, 0, 1, 1, 0, 0, 0, 1], bins)
    yield _case("bins", "all predictions equal", [0.6] * 7, [1, 0, 0, 1, 1, 0, 0], 3)
    yield _case(
        "bins",
        "errors of both signs, in bins of different size",
        [0.2, 0.2, 0.2, 0.2, 0.8, 0.9],
        [0, 0, 0, 0, 1, 0],
        3,
    )
    near = [0.5, 0.5000000000000001, 0.49999999999999994, 0.5]
    yield _case("bins", "neighbouring doubles are not equal", near, [1, 0, 0, 1], 4)
    yield _case("bins", "zero and minus zero are equal", [0.0, -0.0, 0.5, 0.0], [0, 0, 1, 0], 4)
    yield _case("bins", "perfectly calibrated", [0.5, 0.25] * 4, [1, 1, 0, 0, 1, 0, 0, 0], 2)
    yield _case("bins", "the largest number of bins", even, labels, MAX_BINS)
    yield _case("bins", "few values, many ties", *_drawn(rng, 150, lambda: rng.randint(1, 19) / 20), 7)
    yield _case("bins", "skewed predictions", *_drawn(rng, 150, lambda: rng.betavariate(0.7, 12)), 11)


def _certain() -> Iterator[Case]:
    yield _case("certain", "right with certainty", [1.0, 0.0, 0.75, 0.25], [1, 0, 1, 0], 2)
    yield _case("certain", "all right with certainty", [1, 0, 1, 0, 0], [1, 0, 1, 0, 0], 5)
    yield _case("certain", "wrong with certainty: no click came", [1.0, 0.0, 0.75], [0, 0, 1], 2)
    yield _case("certain", "wrong with certainty: a click came", [1.0, 0.0, 0.75], [1, 1, 0], 3)
    yield _case("certain", "every label is 1", [0.5, 0.75, 1.0], [1, 1, 1], 2)
    yield _case("certain", "every label is 0", [0.5, 0.25, 0.125], [0, 0, 0], 3)
    yield _case("certain", "every label is 0, one prediction is 1", [0.5, 1.0], [0, 0], 1)
    yield _case("certain", "every label is 1, one prediction is 0", [0.5, 0.0], [1, 1], 2)
    yield _case("certain", "predictions of 0 only", [0.0, 0.0], [0, 0], 3)
    yield _case("certain", "one row", [0.3], [1], 4)


def _rare(rng: random.Random) -> Iterator[Case]:
    tiny = [1e-14, 3e-14, 5e-14, 3e-14]
    yield _case("rare", "predictions of 1e-14, and nothing happened", tiny, [0, 0, 0, 0], 2)
    yield _case("rare", "nearly sure, and right", [1 - 2**-40, 1 - 2**-50], [1, 1], 2)
    low = [rng.uniform(1e-5, 1e-4) for _ in range(3_000)]
    yield _case("rare", "one click in three thousand", low, [0] * 1_234 + [1] + [0] * 1_765, 10)


def _errors() -> Iterator[Case]:
    refused = {
        "no rows": ([], [], 3),
        "fewer labels than predictions": ([0.1, 0.2], [1], 3),
        "more labels than predictions": ([0.1], [1, 0], 3),
        "no bins": ([0.1, 0.2], [1, 0], 0),
        "a negative number of bins": ([0.1, 0.2], [1, 0], -2),
        "a prediction below 0": ([0.1, -5e-324], [1, 0], 2),
        "a prediction above 1": ([1.0000000000000002, 0.5], [1, 0], 2),
        "a prediction that is NaN": ([0.1, nan, 0.3], [1, 0, 1], 2),
        "a label of 2": ([0.1, 0.2], [2, 0], 2),
        "a negative label": ([0.1, 0.2], [1, -1], 2),
    }
    for note, args in refused.items():
        yield Case(args=args, group="errors", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "scale", "20 000 rows, 6 000 bins", *_drawn(rng, MAX_ROWS, lambda: round(rng.random(), 12)), 6_000
    )
    yield _case(
        "scale", "20 000 rows of 50 values", *_drawn(rng, MAX_ROWS, lambda: rng.randint(0, 49) / 50), 10
    )
