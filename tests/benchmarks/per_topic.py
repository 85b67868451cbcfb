"""catsim beside the site's own model: a test per topic by maximum information, as is usual."""

from __future__ import annotations

import numpy as np
from catsim import ItemBank
from catsim.estimation import NumericalSearchEstimator
from catsim.selection import MaxInfoSelector
from numpy.typing import NDArray

from tests.benchmarks.simulated import TOPICS, Simulated

Floats = NDArray[np.float64]


def tested_per_topic(
    bank: Simulated, abilities: Floats, rng: np.random.Generator, *, early: int, most: int, known: float
) -> tuple[Floats, int]:
    """Errors after `early` questions (T,), and questions until all standard errors are ≤ `known` (most + 1 if never).

    The standard error is that of the information with a standard normal prior, as the other rows have one.
    """
    selector, estimator = MaxInfoSelector(), NumericalSearchEstimator()
    own = [np.flatnonzero(bank.topics == topic) for topic in range(TOPICS)]
    banks = [ItemBank(np.stack([bank.slopes[n], bank.difficulties[n]], axis=1)) for n in own]
    asked: list[list[int]] = [[] for _ in own]
    right: list[list[bool]] = [[] for _ in own]
    at, open_, errors = np.zeros(TOPICS), set(range(TOPICS)), np.zeros(TOPICS)
    for count in range(most + 1):
        if count == early:
            errors = at - abilities
        if not open_ and count >= early:
            break
        # In turn among the topics that are not known yet; up to the 21st question among all.
        topic = min(open_ if count >= early and open_ else range(TOPICS), key=lambda t: len(asked[t]))
        item = selector.select(
            item_bank=banks[topic], administered_items=asked[topic], est_theta=at[topic], rng=rng
        )
        asked[topic].append(int(item))
        right[topic].append(bool(bank.answer(int(own[topic][item]), abilities, rng)))
        at[topic] = estimator.estimate(
            item_bank=banks[topic],
            administered_items=asked[topic],
            response_vector=right[topic],
            est_theta=at[topic],
        )
        if 1 + banks[topic].test_information(at[topic], asked[topic]) >= known**-2:
            open_.discard(topic)
    return errors, sum(len(items) for items in asked) if not open_ else most + 1
