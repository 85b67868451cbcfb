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

GROUPS = 20  # of judged viewers, one spell of the day each, for the jackknife
EXAMINED = 0.93 ** np.arange(world.FEED)  # chance that a place of the feed is reached
SPARE = 60  # length of the list that fills feeds which came out short


@dataclass
class Judgement:
    """Per judged viewer: NDCG@20 or satisfaction, and how many feeds of each group showed each creator."""

    value: dict[bool, list[np.ndarray]] = field(default_factory=lambda: {False: [], True: []})
    shown: dict[bool, np.ndarray] = field(
        default_factory=lambda: {cold: np.zeros((GROUPS, world.CREATORS)) for cold in (False, True)}
    )
    feeds: dict[bool, np.ndarray] = field(
        default_factory=lambda: {cold: np.zeros(GROUPS) for cold in (False, True)}
    )

    def values(self, cold: bool) -> np.ndarray:
        """NDCG@20 of viewers with history or satisfaction of cold viewers, (J,)."""
        return np.concatenate([*self.value[cold], np.empty(0)])


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
    features = Rows(cached, ages_h, design.features.on_miss == "defaults")
    item, score = rank(design.ranking, candidates.item, features, now, viewers, rows, draws("models"))
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
    corpus = now.corpus
    utility = liking(now, viewers.language[rows])
    utility += np.float32(world.WHIM) * draws.standard_normal(utility.shape, dtype=np.float32)
    if viewers.cold:
        own = np.einsum("bd,bpd->bp", viewers.interest[rows], corpus.topic[feed])
        watched = chance(
            np.take_along_axis(utility, feed, axis=1) + world.INTEREST * own - _satiation(feed, corpus)
        )
        judgement.value[True].append(watched[:, : world.FIRST].mean(axis=1))
    else:
        utility += np.float32(world.INTEREST) * (viewers.interest[rows].astype(np.float32) @ corpus.topic.T)
        utility[:, ~now.uploaded] = NOTHING
        judgement.value[False].append(ndcg(utility, feed))
    creator = np.sort(corpus.creator[feed], axis=1)
    new = np.concatenate((np.ones((len(feed), 1), dtype=bool), creator[:, 1:] != creator[:, :-1]), axis=1)
    group = np.arange(rows.start, rows.stop) * GROUPS // len(viewers.request)
    row, place = np.nonzero(new)
    np.add.at(judgement.shown[viewers.cold], (group[row], creator[row, place]), 1.0)
    judgement.feeds[viewers.cold] += np.bincount(group, minlength=GROUPS)
    seen = np.broadcast_to(EXAMINED * viewers.weight, feed.shape)
    return np.bincount(feed.ravel(), seen.ravel(), world.ITEMS)


def chance(utility: np.ndarray) -> np.ndarray:
    """Probability that a video is watched past half."""
    return 1.0 / (1.0 + np.exp(world.INDIFFERENCE - utility))


def _satiation(feed: np.ndarray, corpus: Corpus) -> np.ndarray:
    """How much the videos shown just before take away, (B, 20): similar ones count, the last most."""
    topic = corpus.topic[feed]
    similar = np.maximum(np.einsum("bpd,bqd->bpq", topic, topic), 0.0)
    back = np.arange(world.FEED)[:, None] - np.arange(world.FEED)
    fading = np.where(back > 0, 0.75 ** (back - 1.0), 0.0)
    return world.SATIATION * np.einsum("bpq,pq->bp", similar, fading)
