"""Judging feeds: what the viewers make of them, epoch by epoch, with feedback and vectors coming in between."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import world
from arrivals import stream
from candidates import NOTHING, Moment, best_of, gather, moment, recall
from corpus import Corpus, Estimates
from feature import Feature
from grades import liking, ndcg
from library import Library
from pipeline import Retrieval
from ranking import Sight, rank
from scoring import Rows, explore, fill, rerank
from travel import Trip
from viewers import Viewers, judged

EXAMINED = 0.93 ** np.arange(world.FEED)  # chance that a place of the feed is reached
SPARE = 60  # length of the list that fills feeds which came out short


@dataclass
class Judgement:
    """Of each judged viewer with history: NDCG@20, and the share of places with a good young video. Both in per cent."""

    ndcg: list[np.ndarray] = field(default_factory=list)
    young: list[np.ndarray] = field(default_factory=list)

    def gain_on(self, other: "Judgement") -> tuple[np.ndarray, np.ndarray]:
        """How much more of either each viewer has than in the feeds of another design, (J,) points."""
        return (
            np.concatenate(self.ndcg) - np.concatenate(other.ndcg),
            np.concatenate(self.young) - np.concatenate(other.young),
        )


@dataclass(frozen=True)
class Day:
    """What stays the same over the epochs of one run."""

    feature: Feature
    trip: Trip
    hits: dict[str, float]
    corpus: Corpus
    library: Library
    spare: np.ndarray  # (R, SPARE) yesterday's most popular videos per region
    seed: int


def judge(
    feature: Feature, trip: Trip, hits: dict[str, float], library: Library, corpus: Corpus, seed: int,
    tell: Callable[[int, int], None],
) -> Judgement:  # fmt: skip
    """Make and judge the feeds of the judged viewers; `tell(done, total)` hears of every epoch."""
    estimates = Estimates(corpus, stream(seed, "feedback"))
    midnight = moment(0.0, corpus, estimates, feature.funnel, 0.0).lists["region_popular"]
    spare = np.argsort(-midnight, axis=1, kind="stable")[:, :SPARE]
    day = Day(feature, trip, hits, corpus, library, spare, seed)
    crowds = [judged(trip.journeys.traffic, corpus, cold, seed) for cold in (False, True)]
    luck = stream(seed, "refresh").random(world.EPOCHS)
    judgement = Judgement()
    for epoch in range(world.EPOCHS):
        begin, end = (world.DAY_H * at / world.EPOCHS for at in (epoch, epoch + 1))
        now = moment((begin + end) / 2, corpus, estimates, feature.funnel, luck[epoch])
        impressions = np.zeros(world.ITEMS)
        for viewers in crowds:
            rows = slice(*np.searchsorted(viewers.hour, (begin, end)))
            if rows.stop > rows.start:
                feed = _feeds(day, now, viewers, rows, epoch)
                seen = np.broadcast_to(EXAMINED * viewers.weight, feed.shape)
                impressions += np.bincount(feed.ravel(), seen.ravel(), world.ITEMS)
                if not viewers.cold:
                    _judge(judgement, feed, now, viewers, rows)
        estimates.learn(impressions)
        library.learn(impressions, end)
        tell(epoch + 1, world.EPOCHS)
    return judgement


def _feeds(day: Day, now: Moment, viewers: Viewers, rows: slice, epoch: int) -> np.ndarray:
    """The feeds of viewers[rows], (B, 20) items."""
    feature, funnel, request = day.feature, day.feature.funnel, viewers.request[rows]
    journeys, kind = day.trip.journeys, "cold" if viewers.cold else "history"

    def draws(part: str) -> np.random.Generator:
        return stream(day.seed, f"{part}/{kind}/{epoch}")

    known = day.library.known(now.estimates, now.hour)
    calls, own = [], []
    for call in funnel.calls(kind):
        if call.channel == "content":
            own.append((call, _by_content(day, call, now, viewers, rows, draws("content"))))
        else:
            calls.append(call)
    limit = funnel.ranking[0].inputs
    found = gather(tuple(calls), journeys.answered, now, viewers, rows, limit, draws("channels"), own)
    hit_rate = np.array([day.hits.get(name, 0.0) for name in world.CHANNELS])
    cached = draws("cache").random(found.item.shape) < hit_rate[found.channel]
    ages_h = draws("staleness").random(world.ITEMS) * funnel.features.ttl_s / 3600.0
    sight = Sight(known, day.trip.blind[request])
    item, score = rank(
        feature, found.item, Rows(cached, ages_h, False), sight, now, viewers, rows, draws("models")
    )
    feed = rerank(funnel.rerank, item, score, now)
    feed = explore(funnel.explore, feed, now, viewers, rows, draws("exploration"))
    late = journeys.fell_back[request]
    if funnel.fallback and late.any():
        listed = now.lists[funnel.fallback.serve]
        best = np.argsort(-listed, axis=1, kind="stable")[:, : world.FEED]
        feed[late] = best[viewers.region[rows]][late]
    return fill(feed, day.spare[viewers.region[rows]])


def _by_content(
    day: Day, call: Retrieval, now: Moment, viewers: Viewers, rows: slice, rng: np.random.Generator
) -> np.ndarray:
    """What the content index answers, best first, (B, up to k); -1 where it has nothing more."""
    library, corpus = day.library, now.corpus
    believed = library.known(now.estimates, now.hour).cautious(world.CAUTION)
    worth = world.QUALITY * believed + corpus.freshness(now.hour)
    scores = np.float32(world.INTEREST) * (viewers.seen_by("two_tower", rows) @ library.topic.T)
    scores += worth.astype(np.float32)
    scores -= np.float32(world.FOREIGN) * (viewers.language[rows][:, None] != corpus.language)
    scores[:, ~library.indexed(now.hour)] = NOTHING
    best = best_of(scores, call.k)
    best[rng.random(best.shape) >= recall(call.ef, call.k)] = -1
    return best


def _judge(judgement: Judgement, feed: np.ndarray, now: Moment, viewers: Viewers, rows: slice) -> None:
    """Record what the viewers make of their feeds."""
    utility = liking(now, viewers.language[rows])
    utility += np.float32(world.INTEREST) * (viewers.interest[rows].astype(np.float32) @ now.corpus.topic.T)
    utility[:, ~now.uploaded] = NOTHING
    judgement.ndcg.append(100.0 * ndcg(utility, feed))
    bar = np.partition(utility, world.ITEMS - world.GOOD, axis=1)[:, world.ITEMS - world.GOOD]
    good = np.take_along_axis(utility, feed, axis=1) >= bar[:, None]
    young = now.corpus.age_h(now.hour)[feed] <= world.YOUNG_H
    judgement.young.append(100.0 * (good & young).mean(axis=1))
