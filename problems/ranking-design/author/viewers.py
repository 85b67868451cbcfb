"""The viewers whose feeds are judged: what they like, and what the system knows of it."""

from dataclasses import dataclass

import numpy as np
import world
from arrivals import Traffic, stream
from corpus import Corpus

# How wrong each part of the system is about the interests of a viewer with history (standard deviation per
# dimension, in shares of PERSONAL). Of a cold viewer every part knows region, language and hour alone.
BLUR = {"two_tower": 0.45, "item_to_item": 1.00, "followed_creators": 0.50} | {
    ranker.name: ranker.interest_noise for ranker in world.RANKERS.values()
}
FOLLOWED = 16  # creators that a viewer with history follows


@dataclass(frozen=True)
class Viewers:
    """J judged viewers of one kind in order of arrival."""

    cold: bool
    request: np.ndarray  # (J,) index into the traffic
    hour: np.ndarray  # (J,)
    region: np.ndarray  # (J,)
    language: np.ndarray  # (J,)
    interest: np.ndarray  # (J, D) true
    known: np.ndarray  # (J, D) the mean interests of region and hour
    draws: dict[str, np.ndarray]  # part of the system -> (J, D) standard normal
    weight: float  # requests of a full day that one judged viewer stands for

    def seen_by(self, part: str, rows: slice) -> np.ndarray:
        """The interests as one part of the system sees them, (B, D) float32."""
        if self.cold:
            return self.known[rows].astype(np.float32)
        noise = self.draws[part][rows] * (BLUR[part] * world.PERSONAL)
        # The best guess shrinks a noisy observation towards the mean of region and hour.
        trust = 1.0 / (1.0 + BLUR[part] ** 2)
        own = self.interest[rows] - self.known[rows]
        return (self.known[rows] + trust * (own + noise)).astype(np.float32)


def judged(traffic: Traffic, corpus: Corpus, cold: bool, seed: int) -> Viewers:
    """At most JUDGED viewers of one kind, spread evenly over the run."""
    of_kind = np.flatnonzero(traffic.cold == cold)
    count = min(world.JUDGED, len(of_kind))
    request = of_kind[(np.arange(count) * len(of_kind)) // max(count, 1)]
    rng = stream(seed, "cold viewers" if cold else "viewers with history")
    hour = traffic.hour[request]
    region = rng.integers(0, world.REGIONS, count)
    spoken = np.cumsum(corpus.language_share, axis=1)[region]
    language = np.minimum((rng.random(count)[:, None] > spoken).sum(axis=1), world.LANGUAGES - 1)
    known = corpus.taste(region, hour)
    interest = known + world.PERSONAL * rng.standard_normal((count, world.DIMENSIONS))
    draws = {part: rng.standard_normal((count, world.DIMENSIONS)) for part in BLUR}
    stands_for = world.FULL_RUN * len(of_kind) / traffic.requests / max(count, 1)
    return Viewers(cold, request, hour, region, language, interest, known, draws, stands_for)
