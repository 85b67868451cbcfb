"""Cases for the two tasks: a few rows each, so that a term too many or too few shows after one step."""

import random
from collections.abc import Iterator, Sequence

from readyroom import Case

MAX_WIDTH, MAX_ROWS, MAX_CALLS = 8, 32, 120
ASKED = ([[0.4142]], [0.7321], [0.25], 0.125)
"""The constructor's arguments where the diagnosis is asked for: as own input it would show the answer."""
SMALL = ([[0.5, -0.25], [1.0, 0.5]], [1.0, -0.5], [0.25, 1.0], 0.1)
ROWS = [[1.0, 0.5], [-0.5, 1.0], [0.25, -1.0]]


def validate(args: Sequence[object], calls: Sequence[tuple] | None) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    shared, watch, like, rate = args
    _table("shared", shared, MAX_WIDTH)
    _table("watch and like", [watch, like], 2)
    if len(watch) != len(shared) or not 0 < rate <= 1:
        raise ValueError("watch and like must have a number per row of shared; learning_rate lies in (0, 1]")
    if len(calls or ()) > MAX_CALLS:
        raise ValueError(f"at most {MAX_CALLS} calls")
    for name, *given in calls or ():
        if name == "diagnosis" and tuple(args) != ASKED:
            raise ValueError("the diagnosis is compared when a solution is submitted, not on your own input")
        if given:
            _table("features", given[0], MAX_ROWS)
            if len(given[0][0]) != len(shared[0]):
                raise ValueError("features must be as wide as shared")
        if name == "step":
            _labels(given[1], given[2], len(given[0]))


def _table(what: str, rows: object, most: int) -> None:
    if not isinstance(rows, list) or not 1 <= len(rows) <= most:
        raise ValueError(f"{what}: a list of 1 to {most} lists is needed")
    for row in rows:
        if not isinstance(row, list) or not 1 <= len(row) <= MAX_WIDTH or len(row) != len(rows[0]):
            raise ValueError(f"{what}: lists must be of one width up to {MAX_WIDTH}")
        if not all(type(value) in (int, float) and abs(value) <= 5 for value in row):
            raise ValueError(f"{what}: numbers must lie between -5 and 5")


def _labels(watched: object, liked: object, rows: int) -> None:
    if not isinstance(watched, list) or not isinstance(liked, list) or not len(watched) == len(liked) == rows:
        raise ValueError("watched and liked must have one entry per row")
    if not all(type(value) in (int, float) and abs(value) <= 10 for value in watched):
        raise ValueError("watched must lie between -10 and 10")
    if not all(type(value) is int and -1 <= value <= 1 for value in liked):
        raise ValueError("liked must be 1, 0 or -1")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _weights(rng), _labels_of(rng), _sharing(), _collateral(rng)):
        yield from group
    yield Case(
        args=ASKED, calls=[("diagnosis",)], group="diagnosis", note="fault and signal of three reports"
    )


def fresh(rng: random.Random) -> Iterator[Case]:
    """Another seed: a stream with unknown likes, and predictions for later rows."""
    for group in ("weights", "labels", "sharing"):
        yield _stream(rng, group, "drawn for this submission", 10)


def _case(group: str, note: str, args: tuple, steps: list[tuple]) -> Case:
    return Case(args=args, calls=[*steps, ("weights",), ("state",)], group=group, note=note)


def _samples() -> Iterator[Case]:
    args = ([[1.0]], [0.0], [0.0], 0.5)
    steps = [("step", [[0.0], [0.0]], [2.0, 0.0], [1, -1]), ("weights",)]
    yield Case(args=args, calls=steps, note="nothing to learn but the weights")
    step = ("step", [[1.0]], [1.0], [-1])
    yield Case(
        args=([[0.0]], [2.0], [2.0], 0.25),
        calls=[step, ("state",), ("predict", [[1.0]])],
        note="no like is known",
    )


def _weights(rng: random.Random) -> Iterator[Case]:
    still = [("step", [[0.0, 0.0]], [3.0], [1])]
    yield _case("weights", "features of zero: only the weights move", SMALL, still * 4)
    yield _case(
        "weights", "they settle where loss and price agree", SMALL, [("step", [[0.0, 0.0]], [0.5], [0])] * 60
    )
    yield _case(
        "weights", "two tasks of unequal loss", SMALL, [("step", ROWS, [2.0, -1.0, 0.5], [1, 0, 1])] * 5
    )
    yield _stream(rng, "weights", "thirty steps", 30)


def _labels_of(rng: random.Random) -> Iterator[Case]:
    watched = [1.0, 0.5, -1.0]
    for liked, note in (
        ([1, -1, 0], "one unknown"),
        ([-1, -1, 1], "one known"),
        ([-1, 0, -1], "one known, and no like"),
    ):
        yield _case("labels", note, SMALL, [("step", ROWS, watched, liked)] * 2)
    none = ("step", ROWS, watched, [-1, -1, -1])
    some = ("step", ROWS, watched, [1, 0, -1])
    yield _case("labels", "none is known", SMALL, [none])
    yield _case("labels", "known, unknown, known", SMALL, [some, none, none, some])


def _sharing() -> Iterator[Case]:
    alike = ([[0.5, -0.25]], [0.0], [1.5], 0.1)
    yield _case(
        "sharing",
        "likes alone move the shared layer",
        alike,
        [("step", ROWS, [0.0, 0.0, 0.0], [1, 0, 0])] * 2,
    )
    watching = ([[0.5, -0.25]], [1.5], [0.0], 0.1)
    yield _case(
        "sharing", "watching alone does", watching, [("step", ROWS, [1.0, -1.0, 0.0], [-1, -1, -1])] * 2
    )
    against = ([[0.5, -0.25]], [1.0], [1.0], 0.1)
    yield _case(
        "sharing",
        "the tasks pull against each other",
        against,
        [("step", ROWS, [2.0, 1.0, 1.0], [0, 0, 0])] * 3,
    )


def _collateral(rng: random.Random) -> Iterator[Case]:
    known = ("step", ROWS, [1.0, 0.5, -1.0], [1, 0, 1])
    yield _case("collateral", "all likes known", SMALL, [known] * 6)
    asked = [("predict", ROWS), ("weights",), ("predict", ROWS[:1]), known, ("predict", ROWS), ("state",)]
    yield Case(args=SMALL, calls=asked, group="collateral", note="asking changes nothing")
    whole = ([[1, 0], [0, 1]], [1, 2], [0, 1], 0.5)
    yield _case("collateral", "whole numbers", whole, [("step", [[1, 2]], [3], [1]), ("predict", [[0, 1]])])
    yield _case(
        "collateral",
        "large logits",
        ([[5.0]], [1.0], [5.0], 0.01),
        [("step", [[5.0], [-5.0]], [1.0, 2.0], [0, 1])] * 2,
    )
    yield _stream(rng, "collateral", "sixty steps", 60)


def _stream(rng: random.Random, group: str, note: str, steps: int) -> Case:
    """Rows that follow one truth for both tasks; a third of the likes is unknown."""

    def vector(width: int, size: float = 1.0) -> list[float]:
        return [round(rng.uniform(-size, size), 2) for _ in range(width)]

    truth, calls = vector(3), []
    for _ in range(steps):
        rows = [vector(3) for _ in range(rng.randint(1, 6))]
        pull = [sum(w * x for w, x in zip(truth, row, strict=True)) for row in rows]
        liked = [rng.choice([-1, int(value > 0), int(value > 0)]) for value in pull]
        calls.append(("step", rows, [round(2 * value + 1, 2) for value in pull], liked))
    calls.append(("predict", [vector(3) for _ in range(3)]))
    args = ([vector(3, 0.5) for _ in range(2)], vector(2), vector(2), 0.05)
    return _case(group, note, args, calls)
