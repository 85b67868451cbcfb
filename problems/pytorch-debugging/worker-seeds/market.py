"""Two small markets: who watches which video, and clips whose frames are mostly noise."""

from dataclasses import dataclass

import numpy as np

ROWS, USERS, VIDEOS, TASTES = 384, 48, 120, 4
FRAMES, WINDOW, WIDTH, LATER = 24, 6, 64, 2000
WINDOWS = FRAMES - WINDOW + 1


@dataclass(frozen=True)
class Market:
    """`log` is what a candidate is given; `chance` (USERS, VIDEOS) is the truth behind it."""

    user: np.ndarray  # (ROWS,)
    video: np.ndarray  # (ROWS,)
    chance: np.ndarray  # (USERS, VIDEOS)
    frames: np.ndarray  # (ROWS, FRAMES, WIDTH)
    liked: np.ndarray  # (ROWS,) of 0 and 1
    later: np.ndarray  # (LATER, WIDTH): the middle window of clips that come after the log
    later_liked: np.ndarray  # (LATER,)

    @property
    def log(self):
        """{"video": (ROWS,)}."""
        return {"video": self.video}


def make(seed):
    """The market of a seed: watching follows taste, liking follows one direction of the frames."""
    rng = np.random.default_rng([seed, 0])
    taste = rng.normal(size=(USERS, TASTES)) @ rng.normal(size=(TASTES, VIDEOS))
    chance = np.exp(1.6 * taste)
    chance /= chance.sum(axis=1, keepdims=True)
    user = rng.integers(0, USERS, ROWS)
    below = chance.cumsum(axis=1)[user] < rng.random(ROWS)[:, None]
    video = np.minimum(below.sum(axis=1), VIDEOS - 1)
    direction = rng.normal(size=WIDTH)
    direction /= np.linalg.norm(direction)
    liked, later_liked = rng.integers(0, 2, ROWS), rng.integers(0, 2, LATER)
    frames = rng.normal(0, 2, (ROWS, FRAMES, WIDTH)) + np.multiply.outer(2 * liked - 1, direction)[:, None]
    noise = rng.normal(0, 2 / np.sqrt(WINDOW), (LATER, WIDTH))  # of a mean over a window
    later = noise + np.multiply.outer(2 * later_liked - 1, direction)
    return Market(user, video, chance, frames, liked, later, later_liked)
