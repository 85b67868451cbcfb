"""Items, estimates and an integral by brute force: what the tests of the model hold it against."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from webapp.readiness.ability import Estimate, Item

Floats = NDArray[np.float64]

_slopes = st.floats(0.3, 2.5)
_difficulties = st.floats(-3, 3)


@st.composite
def items(draw: st.DrawFn, topics: int) -> Item:
    """Of two to four categories, on one topic or two."""
    loadings = np.zeros(topics)
    loadings[draw(st.lists(st.integers(0, topics - 1), min_size=1, max_size=2))] = draw(_slopes)
    first = draw(_difficulties)
    steps = draw(st.lists(st.floats(0.2, 2), max_size=2))
    return Item.graded(loadings, list(first + np.cumsum([0.0, *steps])))


@st.composite
def answers(draw: st.DrawFn, topics: int, most: int) -> list[tuple[Item, int]]:
    """A few items with a category each."""
    asked = draw(st.lists(items(topics), min_size=1, max_size=most))
    return [(item, draw(st.integers(0, item.categories - 1))) for item in asked]


def moved(estimate: Estimate, given: list[tuple[Item, int]]) -> Estimate:
    """The estimate after all of them, in this order."""
    for item, category in given:
        estimate = estimate.answered(item, category)
    return estimate


def by_quadrature(start: Estimate, given: list[tuple[Item, int]], nodes: int = 241) -> tuple[Floats, Floats]:
    """Mean and covariance of the exact posterior over two topics, on a grid out to eight deviations."""
    line = np.linspace(-8, 8, nodes)
    grid = np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1).reshape(-1, 2)
    log = -0.5 * (grid**2).sum(axis=1)
    theta = start.mean + grid @ np.linalg.cholesky(start.covariance).T
    for item, category in given:
        log = log + np.log(np.maximum(item.probabilities(theta)[:, category], 1e-300))
    weights = np.exp(log - log.max())
    weights /= weights.sum()
    mean = weights @ theta
    apart = theta - mean
    return mean, np.einsum("n,ni,nj->ij", weights, apart, apart)
