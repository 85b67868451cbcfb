"""The scenario: seven weeks of the default traffic. Its randomness is drawn anew for every submission."""

import copy
import random
from collections.abc import Iterator

from readyroom import Case
from scenario import DEFAULT

VIEWERS = 3_000
FIRST_SEED = 20_250_501  # of a run before anything is submitted


def cases(rng: random.Random) -> Iterator[Case]:
    """The weeks that Run shows with fewer viewers."""
    yield _weeks(FIRST_SEED)


def fresh(rng: random.Random) -> Iterator[Case]:
    """The same traffic with viewers, creators and chance that nobody has seen."""
    yield _weeks(rng.getrandbits(48))


def _weeks(seed: int) -> Case:
    """One case with traffic of its own; its requests are viewers."""
    return Case(
        args=({"traffic": copy.deepcopy(DEFAULT), "requests": VIEWERS, "seed": seed},), group="design"
    )
