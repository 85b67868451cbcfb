"""The videos as the encoder sees them: when each has its vector, what the vector says, and when the index holds it."""

import numpy as np
import world
from arrivals import stream
from corpus import Corpus, Estimates
from feature import Encoding, Feature

MINUTES = 24 * 60
NEVER_H = 48.0  # stands for videos that are not encoded on their day at all


class Known:
    """What the system believes of every video's quality once it has looked at it: two independent normal sources."""

    def __init__(self, estimates: Estimates, seen: np.ndarray, there: np.ndarray, variance: float) -> None:
        precision = 1.0 / estimates.variance + there / variance
        self.variance = 1.0 / precision
        self.mean = self.variance * (estimates.mean / estimates.variance + there * seen / variance)

    def cautious(self, deviations: float) -> np.ndarray:
        """The mean less some standard deviations, (N,)."""
        return self.mean - deviations * np.sqrt(self.variance)


class Library:
    """The vectors of one run. Hours are those of the simulated day."""

    def __init__(self, feature: Feature, corpus: Corpus, uploads: dict, seed: int) -> None:
        self._feature, self._corpus = feature, corpus
        encoder, rng = world.ENCODERS[feature.encoding.model], stream(seed, "content")
        self.variance = feature.error(encoder.quality_variance)
        self.quality = corpus.quality + np.sqrt(self.variance) * rng.standard_normal(world.ITEMS)
        blur = np.sqrt(feature.error(encoder.topic_error**2) / world.DIMENSIONS)
        topic = corpus.topic + blur * rng.standard_normal(corpus.topic.shape)
        self.topic = (topic / np.linalg.norm(topic, axis=1, keepdims=True)).astype(np.float32)
        self._into_index_h = (
            rng.random(world.ITEMS) * (feature.index.refresh_s if feature.index else 0) / 3600
        )
        self._queue_h = waiting_h(feature.encoding, uploads)
        self._on_demand = feature.use is not None and feature.use.on_miss == "encode"
        self._views = np.where(corpus.uploaded_h < 0, np.inf, 0.0)
        self.ready_h = np.full(world.ITEMS, np.inf)
        self._encode(-world.DAY_H)

    def learn(self, impressions: np.ndarray, hour: float) -> None:
        """Count one epoch of views, (N,), which ends at `hour`; who has enough of them is encoded then."""
        self._views += impressions
        self._encode(hour)

    def known(self, estimates: Estimates, hour: float) -> Known:
        """What is believed of the quality of all videos, by feedback and by content."""
        there = (self.ready_h <= hour) | (self._on_demand & (self._corpus.uploaded_h <= hour))
        return Known(estimates, self.quality, there, self.variance)

    def indexed(self, hour: float) -> np.ndarray:
        """Which videos the content index holds, bool (N,)."""
        return self.ready_h + self._into_index_h <= hour

    def missing(self, hour: float) -> float:
        """Share of the videos there are that have no vector."""
        there = self._corpus.uploaded_h <= hour
        return float((there & (self.ready_h > hour)).sum() / there.sum())

    def lag_min(self) -> np.ndarray:
        """Minutes from upload to use of the videos of the first 18 hours, in order of upload."""
        day = np.flatnonzero((self._corpus.uploaded_h >= 0) & (self._corpus.uploaded_h < 18))
        day = day[np.argsort(self._corpus.uploaded_h[day])]
        used = np.minimum(self.ready_h + self._into_index_h, self._corpus.uploaded_h + NEVER_H)
        return 60.0 * (used - self._corpus.uploaded_h)[day]

    def _encode(self, hour: float) -> None:
        enough = (self._views >= self._feature.encoding.after_views) & np.isinf(self.ready_h)
        asked = np.maximum(self._corpus.uploaded_h, hour if self._feature.encoding.after_views else -np.inf)
        minute = np.clip(np.nan_to_num(asked, neginf=0.0) * 60, 0, MINUTES - 1).astype(int)
        ready = asked + self._queue_h[minute]
        self.ready_h[enough] = np.where(self._corpus.uploaded_h < 0, -world.DAY_H, ready)[enough]


def rate(uploads: dict, hour: np.ndarray) -> np.ndarray:
    """Uploads per second at an hour of the day."""
    return uploads["per_s"] * (1.0 + uploads["swing"] * np.cos((hour - uploads["peak_h"]) * (2 * np.pi / 24)))


def waiting_h(encoding: Encoding, uploads: dict) -> np.ndarray:
    """Hours from upload to vector for each minute of the day, (1440,): the queue before the GPUs, and the work.

    Millions of uploads a day are a stream without noise: the queue grows by what comes above what the GPUs can take. The
    day before begins with an empty one.
    """
    hours = (np.arange(2 * MINUTES) + 0.5) / 60.0
    comes = rate(uploads, hours % 24.0) * encoding.share * 60.0
    takes = encoding.replicas * 60_000.0 / encoding.work_ms
    queue, backlog = np.zeros(2 * MINUTES), 0.0
    for minute in range(2 * MINUTES):
        backlog = max(0.0, backlog + comes[minute] - takes)
        queue[minute] = backlog / takes / 60.0
    return queue[MINUTES:] + encoding.work_ms / 3.6e6
