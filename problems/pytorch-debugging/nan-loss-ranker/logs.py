"""Logs of a feed in miniature, drawn from a known truth, so that every prediction can be held against it."""

import numpy as np

USERS, VIDEOS, HISTORY, BATCH, GENRES, LOOPS = 400, 240, 4, 128, 6, 6
STEPS = 400  # batches of a whole log
RELEASE, LAUNCH = 0.75, 0.4
"""Shares of a log after which clips stop looping (run A) and first-time users arrive (run B)."""


class Feed:
    """One drawn world: videos with a quality and a genre, users with a favourite genre."""

    def __init__(self, run: str, seed: int):
        self.run = run
        self.rng = rng = np.random.default_rng([ord(run), seed])
        self.quality = rng.normal(0, 1.5, VIDEOS + 1)
        self.seconds = np.exp(rng.normal(3, 0.7, VIDEOS + 1)).round()
        shuffled = 1 + rng.permutation(VIDEOS).reshape(GENRES, -1)  # (genre, its videos)
        self.of_genre = shuffled
        self.genre = np.zeros(VIDEOS + 1, int)
        self.genre[shuffled] = np.arange(GENRES)[:, None]
        self.favourite = rng.integers(0, GENRES, USERS + 1)
        self.loops = 1 + rng.permutation(VIDEOS)[:LOOPS]  # clips that play again by themselves
        self.is_loop = np.zeros(VIDEOS + 1, bool)
        self.is_loop[self.loops] = True

    def draw(self, when: np.ndarray) -> dict[str, np.ndarray]:
        """Draw one row per entry of `when` (0 to 1, the place in the log); "truth" and "slice" are not shown."""
        rng, n = self.rng, len(when)
        user = rng.integers(1, USERS + 1, n)
        video = rng.integers(1, VIDEOS + 1, n)
        loop = np.zeros(n, bool)
        if self.run == "a":
            loop = rng.random(n) < 0.3
            video[loop] = self.loops[rng.integers(0, LOOPS, loop.sum())]
            loop = self.is_loop[video]
        new = (when > LAUNCH) & (rng.random(n) < 0.1) if self.run == "b" else np.zeros(n, bool)
        logit = self._appeal(user, video)
        watched = np.where(new, 0, np.exp(rng.normal(2.5, 1.2, n)).round())
        logit += 0.3 * np.log1p(watched) - 0.8
        logit[new] = self.quality[video[new]] - 3.2  # few first-time users finish anything
        logit[loop] = np.where(when[loop] < RELEASE, 60.0, -1.5)
        truth = 1 / (1 + np.exp(-logit))
        days = np.where(new, -1, rng.integers(0, 30, n))
        return {
            "user": user.astype(np.int32),
            "video": video.astype(np.int32),
            "history": self._history(user, new).astype(np.int32),
            "dense": np.stack([days, watched, self.seconds[video]], axis=1).astype(np.float32),
            "finished": (rng.random(n) < truth).astype(np.float32),
            "truth": truth,
            "slice": loop if self.run == "a" else new,
        }

    def _appeal(self, user: np.ndarray, video: np.ndarray) -> np.ndarray:
        return self.quality[video] + np.where(self.genre[video] == self.favourite[user], 3.0, -0.6)

    def _history(self, user: np.ndarray, new: np.ndarray) -> np.ndarray:
        """(N, HISTORY) last videos, three in four of the favourite genre, 0 where there are fewer."""
        rng, shape = self.rng, (len(user), HISTORY)
        own = self.of_genre[self.favourite[user][:, None], rng.integers(0, VIDEOS // GENRES, shape)]
        history = np.where(rng.random(shape) < 0.75, own, rng.integers(1, VIDEOS + 1, shape))
        length = np.where(new, 0, rng.integers(1, HISTORY + 1, len(user)))
        return history * (np.arange(HISTORY) < length[:, None])


def make(run: str, seed: int, steps: int = STEPS, held_out: int = 4000) -> tuple[dict, dict]:
    """Return the log of `run` ("a" or "b") over `steps` batches, and rows from right after its end."""
    feed, rows = Feed(run, seed), steps * BATCH
    return feed.draw(np.arange(rows) / rows), feed.draw(np.ones(held_out))


def shown(log: dict, rows: slice = slice(None), labels: bool = True) -> dict:
    """Return the columns that a candidate may see."""
    hidden = {"truth", "slice"} if labels else {"truth", "slice", "finished"}
    return {name: column[rows] for name, column in log.items() if name not in hidden}
