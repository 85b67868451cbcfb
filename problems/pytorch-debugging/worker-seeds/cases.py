"""Cases: the visible run of both reports, and other logs, numbers of workers and seeds for each thing scored apart."""

import random
from collections.abc import Iterator

from readyroom import Case

VISIBLE = 7


def cases(rng: random.Random) -> Iterator[Case]:
    """Arguments of examine(): what to look at, how many workers, and the seed. What costs most comes last."""
    yield Case(args=("diagnosis", 0, 0), group="diagnosis", note="fault and signal of both reports")
    yield Case(args=("windows", 1, 2_011), group="windows", note="another log, one worker")
    yield Case(args=("negatives", 3, 1_013), group="negatives", note="another log, three workers")
    yield Case(args=("collateral", 3, 3_011), group="collateral", note="what a fix must leave alone")
    yield Case(args=("samples", 2, VISIBLE), group="samples", note="the run of both reports")


def fresh(rng: random.Random) -> Iterator[Case]:
    """Logs and seeds that nobody has seen."""
    yield Case(
        args=("negatives", 2, rng.randrange(10_000, 1 << 31)),
        group="negatives",
        note="drawn for this submission",
    )
    yield Case(
        args=("windows", 2, rng.randrange(10_000, 1 << 31)), group="windows", note="drawn for this submission"
    )
