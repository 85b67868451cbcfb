"""Judging feeds: what the viewers make of them, epoch by epoch, with the system learning in between."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import world
from arrivals import stream
from candidates import NOTHING, Moment, gather, moment
from corpus import Corpus, Estimates
from grades import liking, ndcg
from pipeline import Pipeline
from scoring import Rows, explore, fill, rank, rerank
from serving import Journeys
from viewers import Viewers, judged

EXAMINED = 0.93 ** np.arange(world.FEED)  # chance that a place of the feed is reached
SPARE = 60  # length of the list that fills feeds which came out short


@dataclass
class Judgement:
    """NDCG@20 of the judged viewers with history, and which request of the traffic each of them is."""

    value: list[np.ndarray] = field(default_factory=list)
    request: list[np.ndarray] = field(default_factory=list)

    def of(self, wanted: np.ndarray) -> np.ndarray:
        """The values of the judged viewers whose request is wanted, bool (n,) over the traffic."""
        request = np.concatenate([*self.request, np.empty(0, dtype=np.int64)])
        return np.concatenate([*self.value, np.empty(0)])[wanted[request]]


@dataclass(frozen=True)
class Day:
    """What stays the same over the epochs of one run."""

    design: Pipeline
    journeys: Journeys
    hits: dict[str, float]
    corpus: Corpus
    spare: np.ndarray  # (R, SPARE) yesterday's most popular videos per region
    seed: int


def judge(
    design: Pipeline, journeys: Journeys, hits: dict[str, float], corpus: Corpus, seed: int,
    tell: Callable[[int, int], None],
) -> Judgement:  # fmt: skip
    """Make and judge the feeds of the judged viewers; `tell(done, total)` hears of every epoch."""
    estimates = Estimates(corpus, stream(seed, "feedback"))
    midnight = moment(0.0, corpus, estimates, design, 0.0).lists["region_popular"]
    spare = np.argsort(-midnight, axis=1, kind="stable")[:, :SPARE]
    day = Day(design, journeys, hits, corpus, spare, seed)
    crowds = [judged(journeys.traffic, corpus, cold, seed) for cold in (False, True)]
    luck = stream(seed, "refresh").random(world.EPOCHS)
    judgement = Judgement()
    for epoch in range(world.EPOCHS):
        begin, end = (world.DAY_H * at / world.EPOCHS for at in (epoch, epoch + 1))
        now = moment((begin + end) / 2, corpus, estimates, design, luck[epoch])
        impressions = np.zeros(world.ITEMS)
        for viewers in crowds:
            rows = slice(*np.searchsorted(viewers.hour, (begin, end)))
            if rows.stop > rows.start:
                feed = _feeds(day, now, viewers, rows, epoch)
                whims = stream(seed, f"whims/{viewers.cold}/{epoch}")
                impressions += _judge(judgement, feed, now, viewers, rows, whims)
        estimates.learn(impressions)
        tell(epoch + 1, world.EPOCHS)
    return judgement


def _feeds(day: Day, now: Moment, viewers: Viewers, rows: slice, epoch: int) -> np.ndarray:
    """The feeds of viewers[rows], (B, 20) items."""
    design, request = day.design, viewers.request[rows]
    kind = "cold" if viewers.cold else "history"

    def draws(part: str) -> np.random.Generator:
        return stream(day.seed, f"{part}/{kind}/{epoch}")

    limit = design.ranking[0].inputs if design.ranking else world.RERANK_POOL
    candidates = gather(
        design.calls(kind), day.journeys.answered, now, viewers, rows, limit, draws("channels")
    )
    hit_rate = np.array([day.hits.get(name, 0.0) for name in world.CHANNELS])
    cached = draws("cache").random(candidates.item.shape) < hit_rate[candidates.channel]
    ages_h = draws("staleness").random(world.ITEMS) * design.features.ttl_s / 3600.0
    features = Rows(cached, ages_h, day.journeys.blind[request])
    skipped = {model: those[request] for model, those in day.journeys.skipped.items()}
    item, score = rank(
        design.ranking, candidates.item, features, skipped, now, viewers, rows, draws("models")
    )
    feed = rerank(design.rerank, item, score, now)
    feed = explore(design.explore, feed, now, viewers, rows, draws("exploration"))
    late = day.journeys.fell_back[request]
    if design.fallback and late.any():
        place = viewers.region if design.fallback.serve == "region_popular" else viewers.language
        best = np.argsort(-now.lists[design.fallback.serve], axis=1, kind="stable")[:, : world.FEED]
        feed[late] = best[place[rows][late]]
    return fill(feed, day.spare[viewers.region[rows]])


def _judge(
    judgement: Judgement,
    feed: np.ndarray,
    now: Moment,
    viewers: Viewers,
    rows: slice,
    draws: np.random.Generator,
) -> np.ndarray:
    """Record what the viewers make of the feeds; returns weighted impressions per video, (N,)."""
    if not viewers.cold:
        utility = liking(now, viewers.language[rows])
        utility += np.float32(world.INTEREST) * (
            viewers.interest[rows].astype(np.float32) @ now.corpus.topic.T
        )
        utility += np.float32(world.WHIM) * draws.standard_normal(utility.shape, dtype=np.float32)
        utility[:, ~now.uploaded] = NOTHING
        judgement.value.append(ndcg(utility, feed))
        judgement.request.append(viewers.request[rows])
    seen = np.broadcast_to(EXAMINED * viewers.weight, feed.shape)
    return np.bincount(feed.ravel(), seen.ravel(), world.ITEMS)
