"""The corpus: videos with creators, topics, languages, hidden qualities, upload times and trends."""

from dataclasses import dataclass

import numpy as np
import world


@dataclass(frozen=True)
class Corpus:
    """N videos by C creators; times in hours of the simulated day, negative before it."""

    topic: np.ndarray  # (N, D) unit vectors
    creator: np.ndarray  # (N,)
    language: np.ndarray  # (N,)
    quality: np.ndarray  # (N,) hidden from the system
    uploaded_h: np.ndarray  # (N,)
    trend_peak_h: np.ndarray  # (N,)
    trend_height: np.ndarray  # (N,)
    expected_quality: np.ndarray  # (N,) what the system believes at midnight, or at upload
    expected_variance: np.ndarray  # (N,)
    regional_taste: np.ndarray  # (R, D)
    evening_taste: np.ndarray  # (D,)
    language_share: np.ndarray  # (R, L) which languages a region speaks

    def trend(self, hour: float | np.ndarray) -> np.ndarray:
        """How much each video trends at an hour, (N,)."""
        return self.trend_height * np.exp(-(((hour - self.trend_peak_h) / 2.0) ** 2))

    def age_h(self, hour: float) -> np.ndarray:
        """Age in hours, (N,); negative when not yet uploaded."""
        return hour - self.uploaded_h

    def freshness(self, hour: float) -> np.ndarray:
        """What being new adds to each video's utility, (N,)."""
        return world.FRESH * np.exp(-np.maximum(self.age_h(hour), 0.0) / 12.0)

    def taste(self, region: np.ndarray, hour: np.ndarray) -> np.ndarray:
        """What is known of viewers from region and hour alone: their mean interests, (B, D)."""
        evening = np.cos((hour - 21.0) * (2 * np.pi / 24.0))
        return self.regional_taste[region] + evening[:, None] * self.evening_taste


def build() -> Corpus:
    """The corpus, the same for every run."""
    rng = np.random.default_rng(world.CORPUS_SEED)
    items, creators, dimensions = world.ITEMS, world.CREATORS, world.DIMENSIONS
    output = rng.lognormal(0.0, 0.8, creators)
    extra = rng.choice(creators, items - creators, p=output / output.sum())
    creator = rng.permutation(np.concatenate((np.arange(creators), extra)))
    home = rng.standard_normal((creators, dimensions))
    topic = home[creator] + 0.7 * rng.standard_normal((items, dimensions))
    topic /= np.linalg.norm(topic, axis=1, keepdims=True)
    speaks = rng.choice(world.LANGUAGES, creators, p=[0.34, 0.24, 0.18, 0.14, 0.10])
    craft = rng.normal(0.0, 0.5, creators)
    quality = craft[creator] + rng.normal(0.0, 1.2, items)
    new = rng.random(items) < world.UPLOADED_TODAY
    uploaded = np.where(new, rng.uniform(0.0, world.DAY_H, items), -rng.exponential(48.0, items))
    peak = np.where(new, uploaded + rng.exponential(4.0, items), rng.uniform(-6.0, 30.0, items))
    height = np.where(rng.random(items) < 0.2, rng.lognormal(0.0, 0.5, items), 0.1)
    learnt = quality + rng.normal(0.0, np.sqrt(world.PRIOR_VARIANCE_OLD), items)
    return Corpus(
        topic.astype(np.float32),
        creator,
        speaks[creator],
        quality,
        uploaded,
        peak,
        height,
        np.where(new, 0.3 * craft[creator], learnt),
        np.where(new, world.PRIOR_VARIANCE_NEW, world.PRIOR_VARIANCE_OLD),
        rng.normal(0.0, world.REGIONAL, (world.REGIONS, dimensions)),
        rng.normal(0.0, world.HOURLY, dimensions),
        rng.dirichlet(np.full(world.LANGUAGES, 0.35), world.REGIONS),
    )


class Estimates:
    """What the system believes of every video's quality: a normal posterior that learns from impressions."""

    def __init__(self, corpus: Corpus, rng: np.random.Generator) -> None:
        self._quality, self._rng = corpus.quality, rng
        self.mean, self.variance = corpus.expected_quality.copy(), corpus.expected_variance.copy()
        self._past = [self.cautious(world.CAUTION)]

    def learn(self, impressions: np.ndarray) -> None:
        """Take in one epoch of (weighted) impressions, (N,), and remember what was believed before."""
        seen = impressions > 0
        noise = self._rng.standard_normal(len(seen))
        observed_variance = world.FEEDBACK_VARIANCE / np.where(seen, impressions, 1.0)
        observed = self._quality + noise * np.sqrt(observed_variance)
        gain = np.where(seen, self.variance / (self.variance + observed_variance), 0.0)
        self.mean = self.mean + gain * (observed - self.mean)
        self.variance = self.variance * (1.0 - gain)
        self._past.append(self.cautious(world.CAUTION))

    def cautious(self, deviations: float) -> np.ndarray:
        """The mean less some standard deviations: little for what has been seen often, (N,)."""
        return self.mean - deviations * np.sqrt(self.variance)

    def proven(self, hours_ago: float) -> np.ndarray:
        """The quality that the impressions of some hours ago spoke for, (N,)."""
        epochs_ago = round(hours_ago / (world.DAY_H / world.EPOCHS))
        return self._past[max(0, len(self._past) - 1 - epochs_ago)]
