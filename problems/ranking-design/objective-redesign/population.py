"""Who watches and who uploads; the same viewers, creators and luck for every objective on one seed."""

from dataclasses import dataclass

import numpy as np
import world


@dataclass(frozen=True)
class Population:
    """Viewers by interest in topics, creators by topic, quality and bait."""

    interest: np.ndarray  # (N, TOPICS)
    topic: np.ndarray  # (CREATORS,)
    quality: np.ndarray  # (CREATORS,)
    bait: np.ndarray  # (CREATORS,)


def draw(users: int, bait_share: float, seed: int) -> Population:
    """Viewers like some topics; a share of the creators lives on bait, and is worse for it."""
    rng = np.random.default_rng([seed, 0])
    rank = rng.random((users, world.TOPICS)).argsort(axis=1)
    interest = np.where(rank < world.LIKED, 1.0, 0.0) + rng.normal(0, 0.15, rank.shape)
    topic = rng.integers(0, world.TOPICS, world.CREATORS)
    baits = np.arange(world.CREATORS) < bait_share * world.CREATORS
    quality = np.where(baits, 0.2, 0.6) + rng.normal(0, 0.2, world.CREATORS)
    bait = np.where(baits, 0.9, 0.1) + rng.normal(0, 0.1, world.CREATORS)
    return Population(interest, topic, quality, bait)


@dataclass(frozen=True)
class Luck:
    """The chance of one day, drawn whether it is needed or not: designs differ by what they do."""

    creators: (
        np.ndarray
    )  # (N, CANDIDATES): which of those who still upload are candidates, as numbers in [0, 1)
    errors: np.ndarray  # (HEADS, N, CANDIDATES): standard normal
    visit: np.ndarray  # (N,) in [0, 1)
    leave: np.ndarray  # (CREATORS,) in [0, 1)
    explore: np.ndarray  # (FEED, N) in [0, 1)
    places: np.ndarray  # (N, CANDIDATES) in [0, 1): which candidate is explored


def luck(users: int, day: int, seed: int) -> Luck:
    """What chance holds on a day."""
    rng = np.random.default_rng([seed, 1, day])
    shape = (users, world.CANDIDATES)
    return Luck(
        rng.random(shape, dtype=np.float32),
        rng.standard_normal((len(world.HEADS), *shape), dtype=np.float32),
        rng.random(users),
        rng.random(world.CREATORS),
        rng.random((world.FEED, users)),
        rng.random(shape, dtype=np.float32),
    )
