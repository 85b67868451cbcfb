"""What the rankers and the re-ranker make of the candidates, and what exploration puts in between."""

from dataclasses import dataclass

import numpy as np
import world
from candidates import Moment
from pipeline import Explore, Ranking, Rerank
from viewers import Viewers

UCB_WIDTH = 1.0
POOL = 24  # new videos that an explored slot chooses among
NEW_H = 36.0  # up to this age a video is worth exploring


@dataclass(frozen=True)
class Rows:
    """The feature rows of B x K candidates as the rankers get them."""

    cached: np.ndarray  # (B, K): the row comes from the cache and has the age `age_h` of its video
    age_h: np.ndarray  # (N,)
    defaults: bool  # what is not cached is not read but replaced by defaults

    def first(self, count: int) -> "Rows":
        """The rows of the first candidates."""
        return Rows(self.cached[:, :count], self.age_h, self.defaults)

    def take(self, order: np.ndarray) -> "Rows":
        """The rows in another order, (B, k) indices along K."""
        return Rows(np.take_along_axis(self.cached, order, axis=1), self.age_h, self.defaults)


def rank(
    stages: tuple[Ranking, ...],
    item: np.ndarray,
    features: Rows,
    now: Moment,
    viewers: Viewers,
    rows: slice,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Items and scores (B, out) after the last stage, best first; item -1 where there is none. `item` is (B, K)."""
    score = -np.broadcast_to(np.arange(item.shape[1], dtype=np.float32), item.shape)
    for stage in stages:
        # No sorting needed: the rows are in order, what does not fit in is at their end.
        item, features = item[:, : stage.inputs], features.first(stage.inputs)
        score = _predict(stage, item, features, now, viewers, rows, rng)
        order = np.argsort(-score, axis=1)[:, : stage.outputs]
        item, features, score = (
            np.take_along_axis(item, order, axis=1),
            features.take(order),
            np.take_along_axis(score, order, axis=1),
        )
    return item, score


def _predict(
    stage: Ranking,
    item: np.ndarray,
    features: Rows,
    now: Moment,
    viewers: Viewers,
    rows: slice,
    rng: np.random.Generator,
) -> np.ndarray:
    """One model's predicted utility, (B, K) float32."""
    model, corpus = world.RANKERS[stage.model], now.corpus
    interest = np.take_along_axis(
        viewers.seen_by(stage.model, rows) @ corpus.topic.T, np.maximum(item, 0), axis=1
    )
    quality = world.QUALITY * now.estimates.cautious(world.UNSEEN) + corpus.freshness(now.hour)
    old, new = (quality + world.TREND * corpus.trend(now.hour - age_h) for age_h in (features.age_h, 0.0))
    not_cached = 0.0 if features.defaults else new[item]
    foreign = viewers.language[rows][:, None] != corpus.language[item]
    score = np.float32(world.INTEREST) * interest
    score += np.where(features.cached, old[item], not_cached).astype(np.float32)
    score -= np.float32(world.FOREIGN) * foreign
    score += np.float32(model.score_noise) * rng.standard_normal(item.shape, dtype=np.float32)
    score[item < 0] = -1e9
    return score


def rerank(rule: Rerank | None, item: np.ndarray, score: np.ndarray, now: Moment) -> np.ndarray:
    """Choose the feed, (B, 20) items, greedily; -1 where candidates ran out."""
    if rule is None or item.shape[1] < 2:
        feed = np.full((len(item), world.FEED), -1)
        feed[:, : min(world.FEED, item.shape[1])] = item[:, : world.FEED]
        return feed
    item, score = item[:, : world.RERANK_POOL], score[:, : world.RERANK_POOL].astype(np.float64)
    row = np.arange(len(item))
    there = item >= 0
    count = np.maximum(there.sum(axis=1), 1)[:, None]
    off = np.where(there, score - (np.where(there, score, 0.0).sum(axis=1)[:, None] / count), 0.0)
    relevance = np.where(there, off / (np.sqrt((off**2).sum(axis=1)[:, None] / count) + 1e-6), -np.inf)
    topic, creator = now.corpus.topic[item], now.corpus.creator[item]
    nearest = np.zeros(item.shape)
    uses = np.zeros(item.shape, dtype=np.int64)
    feed = np.full((len(item), world.FEED), -1)
    for place in range(world.FEED):
        value = (1.0 - rule.weight) * relevance - rule.weight * 2.0 * nearest
        value = np.where((uses < rule.per_creator) & there, value, -np.inf)
        pick = value.argmax(axis=1)
        ok = np.isfinite(value[row, pick])
        feed[ok, place] = item[row, pick][ok]
        relevance[row, pick] = -np.inf
        nearest = np.maximum(nearest, np.einsum("bkd,bd->bk", topic, topic[row, pick]))
        uses += (creator == creator[row, pick][:, None]) & ok[:, None]
    return feed


def fill(feed: np.ndarray, spare: np.ndarray) -> np.ndarray:
    """Fill places that stayed empty from a list per viewer, (B, L) with L >= 40, skipping what is shown already."""
    for place in range(feed.shape[1]):
        empty = np.flatnonzero(feed[:, place] < 0)
        if not len(empty):
            continue
        shown = (spare[empty][:, :, None] == feed[empty][:, None, :]).any(axis=2)
        feed[empty, place] = spare[empty, shown.argmin(axis=1)]
    return feed


def explore(
    rule: Explore | None,
    feed: np.ndarray,
    now: Moment,
    viewers: Viewers,
    rows: slice,
    rng: np.random.Generator,
) -> np.ndarray:
    """Give each place with probability `share` to a new video in the viewer's language; returns the feed."""
    draws = rng.random(feed.shape)
    if rule is None or ("cold" if viewers.cold else "history") not in rule.viewers:
        return feed
    age = now.corpus.age_h(now.hour)
    row, place = np.nonzero(draws < rule.share)
    language = viewers.language[rows][row]
    for spoken in range(world.LANGUAGES):
        pool = np.flatnonzero((age >= 0) & (age <= NEW_H) & (now.corpus.language == spoken))
        mine = np.flatnonzero(language == spoken)
        if not len(pool) or not len(mine):
            continue
        choice = pool[rng.integers(0, len(pool), (len(mine), POOL))]
        picked = choice[np.arange(len(mine)), _arm(rule.arm, choice, now, rng).argmax(axis=1)]
        fresh = ~(feed[row[mine]] == picked[:, None]).any(axis=1)
        feed[row[mine][fresh], place[mine][fresh]] = picked[fresh]
    return feed


def _arm(arm: str, choice: np.ndarray, now: Moment, rng: np.random.Generator) -> np.ndarray:
    """What an arm goes by, for videos `choice`, same shape."""
    mean, spread = now.estimates.mean[choice], np.sqrt(now.estimates.variance[choice])
    if arm == "ucb":
        return mean + UCB_WIDTH * spread
    draws = rng.standard_normal(choice.shape)
    return draws if arm == "uniform" else mean + spread * draws
