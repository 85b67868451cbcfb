"""Cases: what to look at, how many items a row has, and the seed that draws scores and watched ids."""

import random
from collections.abc import Iterator

from readyroom import Case

GROUPS = ("watched", "ties", "numbers", "large")
SMALL = 40
"""Items of a row where a rule is looked at and not the size."""


def cases(rng: random.Random, size: int) -> Iterator[Case]:
    """Arguments of examine(); only the large batch has the size of the place it runs in."""
    yield Case(
        args=("samples", 4, 0), group="samples", note="the example, and a row without anything to give"
    )
    for group in GROUPS:
        items = size if group == "large" else SMALL
        yield Case(args=(group, items, 100 + len(group)), group=group, note=f"{items} items a row")


def fresh(rng: random.Random, size: int) -> Iterator[Case]:
    """Batches that nobody has seen."""
    for group in GROUPS:
        items = size if group == "large" else rng.randrange(20, 60)
        yield Case(
            args=(group, items, rng.randrange(1_000, 1 << 31)), group=group, note="drawn for this submission"
        )
