"""Cases for the order of a mixed-precision step: a few rows each, chosen so that float16 overflows where it should."""

import random
from collections.abc import Iterator, Sequence

from readyroom import Case

MAX_CALLS, MAX_WIDTH, MAX_ROWS = 120, 8, 32
FREE = 1e6
"""A norm that clips nothing."""
ASKED = ([0.4142], 0.7321, 1.0, 3, 2.0, 5)
"""The constructor's arguments where the diagnosis is asked for: as own input it would show the answer."""


def validate(args: Sequence[object], calls: Sequence[tuple] | None) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    weight, rate, max_norm, warm_up, scale, interval = args
    _numbers("weight", weight, 1, MAX_WIDTH)
    if not (0 < rate <= 1 and 0 < max_norm <= FREE and 1 <= scale <= 2**24):
        raise ValueError("learning_rate must be in (0, 1], max_norm in (0, 1e6], scale in [1, 2**24]")
    if not all(type(count) is int and 1 <= count <= 10_000 for count in (warm_up, interval)):
        raise ValueError("warm_up and growth_interval must be whole numbers from 1 to 10000")
    if len(calls or ()) > MAX_CALLS:
        raise ValueError(f"at most {MAX_CALLS} calls")
    for name, *given in calls or ():
        if name == "diagnosis" and tuple(args) != ASKED:
            raise ValueError("the diagnosis is compared when a solution is submitted, not on your own input")
        if name == "step":
            _batch(given[0], given[1], len(weight))


def _batch(features: object, targets: object, width: int) -> None:
    if not isinstance(features, list) or not 1 <= len(features) <= MAX_ROWS:
        raise ValueError(f"features must be a list of 1 to {MAX_ROWS} rows")
    for row in features:
        _numbers("a row of features", row, width, width)
    _numbers("targets", targets, len(features), len(features))


def _numbers(what: str, values: object, least: int, most: int) -> None:
    if not isinstance(values, list) or not least <= len(values) <= most:
        raise ValueError(f"{what}: a list of {least} to {most} numbers is needed")
    if not all(type(value) in (int, float) and abs(value) <= 1_000 for value in values):
        raise ValueError(f"{what}: numbers must lie between -1000 and 1000")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _clipping(rng), _schedule(), _recovery(rng), _collateral(rng)):
        yield from group
    yield Case(args=ASKED, calls=[("diagnosis",)], group="diagnosis", note="fault and signal of three runs")


def fresh(rng: random.Random) -> Iterator[Case]:
    """Another seed: a stream with small and huge batches, which overflows, recovers and clips."""
    yield _stream(rng, "recovery", "drawn for this submission", 30)


def _samples() -> Iterator[Case]:
    one = ("step", [[1.0]], [3.0])
    yield Case(
        args=([1.0], 0.1, 1.0, 2, 1024.0, 100), calls=[one, one, ("state",)], note="clipped while warming up"
    )
    yield Case(
        args=([1.0], 0.1, FREE, 3, 32768.0, 100),
        calls=[one, one, one, ("state",)],
        note="two steps overflow before one does not",
    )


def _case(group: str, note: str, args: tuple, steps: list[tuple]) -> Case:
    return Case(args=args, calls=[*steps, ("state",)], group=group, note=note)


def _clipping(rng: random.Random) -> Iterator[Case]:
    two = ("step", [[1.0, 2.0], [-1.0, 0.5]], [3.0, 1.0])
    for scale in (1.0, 256.0, 4096.0):
        args = ([0.5, -0.25], 0.1, 2.0, 1, scale, 100)
        yield _case("clipping", f"the same at scale {scale:g}", args, [two] * 3)
    yield _case("clipping", "short of the threshold", ([0.5, -0.25], 0.1, 40.0, 1, 512.0, 100), [two] * 3)
    yield _case("clipping", "the scale grows on the way", ([0.5, -0.25], 0.1, 1.0, 1, 64.0, 2), [two] * 7)
    yield _case("clipping", "a large batch among small ones", ([0.5], 0.05, 0.5, 1, 16.0, 100), _uneven(rng))


def _uneven(rng: random.Random) -> list[tuple]:
    sizes = [1, 1, 30, 1, 2, 25, 1]
    return [("step", [[round(rng.uniform(0.5, 1) * size, 3)]], [float(size)]) for size in sizes]


def _schedule() -> Iterator[Case]:
    one, huge = ("step", [[1.0]], [2.0]), ("step", [[100.0]], [900.0])
    yield _case("schedule", "nothing is skipped", ([1.0], 0.1, 0.5, 4, 64.0, 100), [one] * 6)
    yield _case("schedule", "no warm-up", ([1.0], 0.1, 0.5, 1, 64.0, 100), [one] * 2)
    yield _case(
        "schedule",
        "an overflow within the warm-up",
        ([1.0], 0.1, 0.5, 5, 4.0, 100),
        [one, huge, huge, huge, one, one],
    )
    yield _case("schedule", "the scale grows within the warm-up", ([1.0], 0.1, 0.5, 6, 16.0, 2), [one] * 5)


def _recovery(rng: random.Random) -> Iterator[Case]:
    one, huge = ("step", [[1.0, -1.0]], [2.0]), ("step", [[60.0, 10.0]], [400.0])
    args = ([1.0, 0.5], 0.1, 1.0, 1)
    yield _case("recovery", "the first scale is far too high", (*args, 2.0**20, 100), [one] * 8)
    yield _case("recovery", "one huge batch", (*args, 1024.0, 100), [one, huge, one, one])
    yield _case("recovery", "a huge batch until it fits", (*args, 16.0, 100), [one, *[huge] * 5, one])
    yield _case(
        "recovery",
        "one entry of two overflows",
        (*args, 2048.0, 100),
        [("step", [[20.0, 0.1]], [10.0]), one, one],
    )
    yield _stream(rng, "recovery", "a stream of both", 25)


def _collateral(rng: random.Random) -> Iterator[Case]:
    tiny = ("step", [[1e-5, 1e-4]], [1e-3])
    args = ([0.0, 0.0], 1.0, 1.0, 1)
    yield _case("collateral", "gradients that float16 loses unscaled", (*args, 2.0**20, 100), [tiny] * 3)
    yield _case("collateral", "the scale grows after updates in a row", (*args, 2.0**10, 3), [tiny] * 8)
    one, huge = ("step", [[1.0]], [2.0]), ("step", [[100.0]], [900.0])
    broken = [one, one, huge, one, one, one, one]
    yield _case("collateral", "a skipped step begins the count again", ([1.0], 0.1, 1.0, 1, 128.0, 3), broken)
    yield _case("collateral", "several rows", ([0.3, -0.2, 0.1], 0.1, FREE, 1, 8.0, 50), _steps(rng, 6, 3, 9))
    whole = [("step", [[1, 2], [0, 1]], [3, 1])]
    yield _case("collateral", "whole numbers", ([1, 0], 0.5, 1, 1, 4.0, 5), whole)


def _steps(rng: random.Random, count: int, width: int, rows: int) -> list[tuple]:
    def row() -> list[float]:
        return [round(rng.uniform(-1, 1), 2) for _ in range(width)]

    return [
        ("step", [row() for _ in range(rows)], [round(rng.uniform(-2, 2), 2) for _ in range(rows)])
        for _ in range(count)
    ]


def _stream(rng: random.Random, group: str, note: str, count: int) -> Case:
    """Ordinary batches, now and then one whose gradient is a hundred thousand times as large."""
    steps = []
    for name, features, targets in _steps(rng, count, 2, 4):
        if rng.random() < 0.25:
            features, targets = [[100 * x for x in row] for row in features], [300 * y for y in targets]
        steps.append((name, features, targets))
    weight = [round(rng.uniform(-0.5, 0.5), 2) for _ in range(2)]
    return _case(group, note, (weight, 0.1, 1.0, 12, 512.0, 4), steps)
