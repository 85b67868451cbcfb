"""The scenario: one day of the default traffic. Its randomness is drawn anew for every submission."""

import copy
import random
from collections.abc import Iterator

from readyroom import Case
from scenario import DEFAULT

REQUESTS = 60_000
FIRST_SEED = 20_260_611  # of a run before anything is submitted


def cases(rng: random.Random) -> Iterator[Case]:
    """The day that Run shows the beginning of."""
    yield _day(FIRST_SEED)


def fresh(rng: random.Random) -> Iterator[Case]:
    """The same traffic with arrivals, viewers and service times that nobody has seen."""
    yield _day(rng.getrandbits(48))


def _day(seed: int) -> Case:
    """One case with traffic of its own."""
    return Case(
        args=({"traffic": copy.deepcopy(DEFAULT), "requests": REQUESTS, "seed": seed},), group="design"
    )
