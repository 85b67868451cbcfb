"""What the rankers make of the candidates when some of them know what a video shows and says."""

from dataclasses import dataclass

import numpy as np
import world
from candidates import Moment
from feature import Feature
from library import Known
from pipeline import Ranking
from scoring import Rows
from viewers import Viewers


@dataclass(frozen=True)
class Sight:
    """What is known with the vectors, and who of B viewers has to do without them, bool (B,)."""

    known: Known
    blind: np.ndarray


def rank(
    feature: Feature,
    item: np.ndarray,
    features: Rows,
    sight: Sight,
    now: Moment,
    viewers: Viewers,
    rows: slice,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Items and scores (B, out) after the last stage, best first; item -1 where there is none. `item` is (B, K)."""
    score = np.zeros(item.shape, dtype=np.float32)
    for stage in feature.funnel.ranking:
        item, features = item[:, : stage.inputs], features.first(stage.inputs)
        seeing = ~sight.blind if feature.used_by(stage.model) else np.zeros(len(item), dtype=bool)
        score = _predict(stage, item, features, sight.known, seeing, now, viewers, rows, rng)
        order = np.argsort(-score, axis=1, kind="stable")[:, : stage.outputs]
        item, score = np.take_along_axis(item, order, axis=1), np.take_along_axis(score, order, axis=1)
        features = features.take(order)
    return item, score


def _predict(
    stage: Ranking,
    item: np.ndarray,
    features: Rows,
    known: Known,
    seeing: np.ndarray,
    now: Moment,
    viewers: Viewers,
    rows: slice,
    rng: np.random.Generator,
) -> np.ndarray:
    """One model's predicted utility, (B, K) float32; with the vectors for those who are `seeing`, bool (B,)."""
    model, corpus = world.RANKERS[stage.model], now.corpus
    interest = viewers.seen_by(stage.model, rows) @ corpus.topic.T
    plain, sighted = (source.cautious(world.UNSEEN) for source in (now.estimates, known))
    quality = np.where(seeing[:, None], sighted[item], plain[item])
    age_h = np.where(features.cached, features.age_h[item], 0.0)
    trend = corpus.trend_height[item] * np.exp(-(((now.hour - age_h - corpus.trend_peak_h[item]) / 2.0) ** 2))
    shared = world.QUALITY * quality + world.TREND * trend + corpus.freshness(now.hour)[item]
    score = np.float32(world.INTEREST) * np.take_along_axis(interest, np.maximum(item, 0), axis=1)
    score += shared.astype(np.float32)
    score -= np.float32(world.FOREIGN) * (viewers.language[rows][:, None] != corpus.language[item])
    score += np.float32(model.score_noise) * rng.standard_normal(item.shape, dtype=np.float32)
    score[item < 0] = -1e9
    return score
