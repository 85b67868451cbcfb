"""Cases for the click model: short logs with rare creators, predictions alone and among others, training in between."""

import random
from collections.abc import Iterator, Sequence

from readyroom import Case

MAX_ROWS, MAX_CALLS = 200, 60
ASKED = ([0.4142, 0.7321], 0.5, 0.25, 0.75, 3)
"""The constructor's arguments where the diagnosis is asked for: as own input it would show the answer."""
LOG = [(1, 0.5, 1), (1, -1.0, 0), (2, 2.0, 1), (3, 0.0, 0), (1, 1.0, 1), (3, -0.5, 1)]
START = ([1.0, 0.5], -0.25, 0.5, 2.0, 3)

Log = list[tuple[int, float, int]]


def validate(args: Sequence[object], calls: Sequence[tuple] | None) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    weight, bias, rate, smoothing, batch = args
    numbers = [*weight, bias] if isinstance(weight, list) and len(weight) == 2 else ["?"]
    if not all(type(value) in (int, float) and abs(value) <= 10 for value in numbers):
        raise ValueError("weight must hold two numbers, and bias one, between -10 and 10")
    if not (0 < rate <= 1 and 0.1 <= smoothing <= 100 and type(batch) is int and 2 <= batch <= MAX_ROWS):
        raise ValueError("learning_rate must be in (0, 1], smoothing in [0.1, 100], batch from 2 to 200")
    names = [name for name, *_ in calls or ()]
    if len(names) > MAX_CALLS or names.count("fit") > 1 or (names and names[0] not in ("fit", "diagnosis")):
        raise ValueError(f"at most {MAX_CALLS} calls, of which fit is the first and called once")
    for name, *given in calls or ():
        if name == "diagnosis" and tuple(args) != ASKED:
            raise ValueError("the diagnosis is compared when a solution is submitted, not on your own input")
        if given:
            _rows(given[0], 2 if name == "predict" else 3)
        if name == "fit" and len(given[0]) % batch == 1:
            raise ValueError("a batch of a single row cannot be normalised: give the log another length")


def _rows(rows: object, width: int) -> None:
    if not isinstance(rows, list) or not 1 <= len(rows) <= MAX_ROWS:
        raise ValueError(f"a list of 1 to {MAX_ROWS} rows is needed")
    for row in rows:
        if not isinstance(row, tuple) or len(row) != width or type(row[0]) is not int:
            raise ValueError("a row is a tuple: creator, dense feature, and in a log the click")
        if type(row[1]) not in (int, float) or not abs(row[1]) <= 10 or row[2:] not in ((), (0,), (1,)):
            raise ValueError("dense features lie between -10 and 10, clicks are 0 or 1")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _encoding(rng), _serving(rng), _collateral(rng)):
        yield from group
    yield Case(args=ASKED, calls=[("diagnosis",)], group="diagnosis", note="fault and signal of both reports")


def fresh(rng: random.Random) -> Iterator[Case]:
    """Another seed: a log with rare creators, three epochs with predictions between them."""
    for group in ("encoding", "serving"):
        log, later = _drawn(rng, 24, 8), _drawn(rng, 7, 10)
        calls = [
            ("features",),
            ("epoch",),
            ("evaluate", later),
            ("epoch",),
            ("predict", _unlabelled(later)),
            ("state",),
        ]
        yield _case(group, "drawn for this submission", log, calls)


def _case(group: str, note: str, log: Log, calls: list[tuple], start: tuple = START) -> Case:
    return Case(args=start, calls=[("fit", log), *calls], group=group, note=note)


def _unlabelled(log: Log) -> list[tuple[int, float]]:
    return [(creator, dense) for creator, dense, _ in log]


def _drawn(rng: random.Random, rows: int, creators: int) -> Log:
    def click(creator: int, dense: float) -> int:
        return int(rng.random() < 0.2 + 0.05 * creator + 0.1 * (dense > 0))

    drawn = [(rng.randrange(creators), round(rng.gauss(0, 1), 2)) for _ in range(rows)]
    return [(creator, dense, click(creator, dense)) for creator, dense in drawn]


def _samples() -> Iterator[Case]:
    log = [(1, 0.0, 1), (1, 2.0, 0), (2, 1.0, 1), (2, 1.0, 0)]
    start = ([1.0, 0.0], 0.0, 0.5, 2.0, 4)
    yield _case("samples", "two creators, four rows", log, [("features",), ("epoch",), ("state",)], start)
    yield _case(
        "samples",
        "before any training",
        log,
        [("predict", [(1, 3.0), (9, 0.0)]), ("predict", [(9, 0.0)])],
        start,
    )


def _encoding(rng: random.Random) -> Iterator[Case]:
    yield _case("encoding", "creators with one, two and three rows", LOG, [("features",)])
    flipped = [*LOG[:2], (2, 2.0, 0), *LOG[3:]]
    yield _case("encoding", "one label turned around", flipped, [("features",)])
    strong = ([1.0, 0.5], -0.25, 0.5, 0.5, 3)
    yield _case("encoding", "little smoothing", LOG, [("features",), ("epoch",)], strong)
    alike: Log = [(7, 0.5, 1), (7, 1.0, 1), (7, -0.5, 0), (7, 0.25, 0), (7, 2.0, 1)]
    yield _case(
        "encoding", "one creator", alike, [("features",), ("epoch",), ("predict", [(7, 0.0), (8, 0.0)])]
    )
    yield _case(
        "encoding", "many rare creators", _drawn(rng, 41, 25), [("features",), ("epoch",), ("state",)]
    )


def _serving(rng: random.Random) -> Iterator[Case]:
    row, others = (1, 0.5), [(2, -3.0), (3, 8.0), (9, 1.0)]
    alone = [("epoch",), ("predict", [row]), ("predict", [row, *others]), ("predict", [*others[:2], row])]
    yield _case("serving", "a row alone and among others", LOG, alone)
    yield _case(
        "serving", "an unknown creator", LOG, [("epoch",), ("predict", [(99, 0.0)]), ("predict", [(1, 0.0)])]
    )
    quiet = [("epoch",), ("state",), ("predict", others), ("evaluate", LOG), ("state",)]
    yield _case("serving", "predictions leave no trace", LOG, quiet)
    yield _case("serving", "one row evaluated", LOG, [("epoch",), ("evaluate", [(2, 1.0, 0)])])
    log = _drawn(rng, 30, 6)
    yield _case(
        "serving", "evaluation on later rows", log, [("epoch",)] * 6 + [("evaluate", _drawn(rng, 12, 7))]
    )


def _collateral(rng: random.Random) -> Iterator[Case]:
    yield _case("collateral", "three epochs", LOG, [("epoch",), ("epoch",), ("epoch",), ("state",)])
    between = [
        ("epoch",),
        ("predict", [(1, 0.0), (2, 1.0)]),
        ("epoch",),
        ("evaluate", LOG),
        ("epoch",),
        ("state",),
    ]
    yield _case("collateral", "training goes on after a prediction", LOG, between)
    yield _case(
        "collateral",
        "a prediction before the first epoch",
        LOG,
        [("predict", [(1, 0.0)]), ("epoch",), ("state",)],
    )
    short = [*LOG, (2, 0.25, 0), (4, -2.0, 1)]
    yield _case(
        "collateral", "a shorter last batch", short, [("epoch",), ("epoch",), ("state",), ("features",)]
    )
    whole: Log = [(1, 1, 1), (1, 0, 0), (2, 2, 1), (2, 3, 1)]
    calls = [("epoch",), ("predict", [(1, 2)]), ("state",)]
    yield _case("collateral", "whole numbers", whole, calls, ([1, 0], 1, 0.5, 1, 2))
    yield _case("collateral", "a longer log", _drawn(rng, 161, 30), [("epoch",)] * 4 + [("state",)])
