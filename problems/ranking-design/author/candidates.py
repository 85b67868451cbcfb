"""Which videos each channel hands over: top k by what the channel knows, less what its index misses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import world
from corpus import Corpus, Estimates
from pipeline import Pipeline, Retrieval
from viewers import FOLLOWED, Viewers

NOTHING = np.float32(-1e9)


@dataclass(frozen=True)
class Moment:
    """The state of the system in one epoch."""

    hour: float
    corpus: Corpus
    estimates: Estimates
    lists: dict[str, np.ndarray]  # cached list -> scores (R or L, N)

    @property
    def uploaded(self) -> np.ndarray:
        """Which videos exist, bool (N,)."""
        return self.corpus.uploaded_h <= self.hour

    @property
    def indexed(self) -> np.ndarray:
        """Which videos the nearest-neighbour indexes hold, bool (N,): they are built once a day, at midnight."""
        return self.corpus.uploaded_h <= 0.0


@dataclass(frozen=True)
class Candidates:
    """B x K candidates in the order of the first ranker's input; item -1 where there is none."""

    item: np.ndarray
    channel: np.ndarray  # index into world.CHANNELS


def recall(ef: int, k: int) -> float:
    """Share of the true nearest k that the two-tower index finds with a beam of ef."""
    return ef / (ef + 0.03 * k + 4.0)


def moment(hour: float, corpus: Corpus, estimates: Estimates, design: Pipeline, luck: float) -> Moment:
    """The system at an hour; `luck` in [0, 1) is how far into its refresh interval each cached list is."""
    lists = {}
    for name in world.CACHED_LISTS:
        old_h = luck * design.refresh_s(name) / 3600.0
        then = hour - old_h
        quality = world.QUALITY * estimates.proven(old_h)
        trend = world.TREND * corpus.trend(then) + corpus.freshness(then)
        regions = np.arange(world.REGIONS)
        taste = world.INTEREST * corpus.taste(regions, np.full(world.REGIONS, then)) @ corpus.topic.T
        if name == "region_popular":
            foreign = 1.0 - corpus.language_share[:, corpus.language]
            scores = taste + quality + trend - world.FOREIGN * foreign
        else:
            share = corpus.language_share / corpus.language_share.sum(axis=0)
            foreign = np.arange(world.LANGUAGES)[:, None] != corpus.language
            scores = 0.6 * share.T @ taste + 0.8 * quality + 1.5 * trend - world.FOREIGN * foreign
        lists[name] = np.where(corpus.uploaded_h <= then, scores, NOTHING).astype(np.float32)
    return Moment(hour, corpus, estimates, lists)


def gather(
    calls: tuple[Retrieval, ...],
    answered: dict[str, np.ndarray],
    now: Moment,
    viewers: Viewers,
    rows: slice,
    limit: int,
    rng: np.random.Generator,
    own: Sequence[tuple[Retrieval, np.ndarray]] = (),
) -> Candidates:
    """Ask the channels for viewers[rows], B of them, and merge the answers.

    `own` are calls of channels that the problem itself answers, each with its best (B, up to k) items.

    Channels take turns in proportion to their k, best first; what comes twice counts once; what does not fit
    into the first `limit` is dropped.
    """
    count = len(viewers.request[rows])
    items, sources, places = [], [], []
    asked = [(call, _answer(call, now, viewers, rows, rng)) for call in calls]
    for call, best in (*asked, *own):
        best[~answered[call.channel][viewers.request[rows]]] = -1
        items.append(best)
        sources += [list(world.CHANNELS).index(call.channel)] * best.shape[1]
        places.append((np.arange(best.shape[1]) + 0.5) / call.k)
    if not items:
        return Candidates(np.full((count, 1), -1), np.zeros((count, 1), dtype=np.int64))
    turn = np.argsort(np.concatenate(places), kind="stable")
    item, channel = np.concatenate(items, axis=1)[:, turn], np.array(sources)[turn]
    kept = _first_of_each(item, world.ITEMS)
    position = np.cumsum(kept, axis=1) - 1
    kept &= position < limit
    width = max(1, min(limit, item.shape[1]))
    row, column = np.nonzero(kept)
    merged = np.full((count, width), -1)
    merged[row, position[row, column]] = item[row, column]
    source = np.zeros((count, width), dtype=np.int64)
    source[row, position[row, column]] = channel[column]
    return Candidates(merged, source)


def _first_of_each(item: np.ndarray, items: int) -> np.ndarray:
    """Where an item stands for the first time in its row, bool (B, K); never where there is none (-1)."""
    row = np.arange(len(item))[:, None]
    column = np.arange(item.shape[1])
    first = np.empty((len(item), items + 1), dtype=np.int64)
    # Written from the last column to the first, so that the first stays.
    first[row, item[:, ::-1]] = column[::-1]
    return (first[row, item] == column) & (item >= 0)


def best_of(scores: np.ndarray, k: int) -> np.ndarray:
    """Indices of the k best per row, best first, (B, k); -1 where the channel has nothing more."""
    count, offered = scores.shape
    k = min(k, offered)
    # Partitioning values and looking up who lies above the k-th is several times faster than argpartition.
    bar = np.partition(scores, offered - k, axis=1)[:, offered - k]
    row, column = np.nonzero(scores >= np.maximum(bar, NOTHING / 2)[:, None])
    place = np.arange(len(row)) - np.searchsorted(row, np.arange(count))[row]
    row, column, place = row[place < k], column[place < k], place[place < k]
    best = np.full((count, k), -1)
    value = np.full((count, k), NOTHING)
    best[row, place], value[row, place] = column, scores[row, column]
    return np.take_along_axis(best, np.argsort(-value, axis=1), axis=1)


def _answer(
    call: Retrieval, now: Moment, viewers: Viewers, rows: slice, rng: np.random.Generator
) -> np.ndarray:
    """One channel's answers, best first, (B, up to k); -1 where it has nothing more."""
    if call.channel in world.CACHED_LISTS:
        listed = best_of(now.lists[call.channel], call.k)
        return listed[(viewers.region if call.channel == "region_popular" else viewers.language)[rows]]
    if viewers.cold and world.CHANNELS[call.channel].personal:
        return np.full((len(viewers.request[rows]), 1), -1)
    if call.channel == "fresh_uploads":
        age = now.corpus.age_h(now.hour)
        pool = np.flatnonzero((age >= 0) & (age <= call.max_age_h))
        if not len(pool):
            return np.full((len(viewers.request[rows]), 1), -1)
        best = best_of(_freshness(pool, now, viewers, rows, rng), call.k)
        return np.where(best < 0, -1, pool[best])
    best = best_of(_personal(call.channel, now, viewers, rows), call.k)
    if call.channel == "two_tower":
        best[rng.random(best.shape) >= recall(call.ef, call.k)] = -1
    return best


def _freshness(
    pool: np.ndarray, now: Moment, viewers: Viewers, rows: slice, rng: np.random.Generator
) -> np.ndarray:
    """What the fresh channel goes by, (B, P): what the region likes, what is known of quality, and chance."""
    corpus = now.corpus
    taste = corpus.taste(viewers.region[rows], viewers.hour[rows]).astype(np.float32)
    scores = np.float32(0.5 * world.INTEREST) * (taste @ corpus.topic[pool].T)
    scores += (world.QUALITY * now.estimates.mean[pool]).astype(np.float32)
    scores += np.float32(0.4) * rng.standard_normal(scores.shape, dtype=np.float32)
    scores[viewers.language[rows][:, None] != corpus.language[pool]] = NOTHING
    return scores


def _personal(channel: str, now: Moment, viewers: Viewers, rows: slice) -> np.ndarray:
    """What a channel that looks at the viewer's own interests goes by, (B, N)."""
    corpus = now.corpus
    seen = viewers.seen_by(channel, rows)
    if channel == "followed_creators":
        newest = -corpus.age_h(now.hour).astype(np.float32)
        return np.where(_followed(seen, corpus) & now.uploaded, newest, NOTHING)
    trust = 0.8 if channel == "two_tower" else 0.4
    believed = (trust * world.QUALITY * now.estimates.mean).astype(np.float32)
    scores = np.float32(world.INTEREST) * (seen @ corpus.topic.T) + believed
    scores -= np.float32(world.FOREIGN) * (viewers.language[rows][:, None] != corpus.language)
    scores[:, ~now.indexed] = NOTHING
    return scores


def _followed(seen: np.ndarray, corpus: Corpus) -> np.ndarray:
    """Whether a viewer follows the creator of a video, bool (B, N)."""
    homes = np.zeros((world.CREATORS, world.DIMENSIONS), dtype=np.float32)
    np.add.at(homes, corpus.creator, corpus.topic)
    homes /= np.bincount(corpus.creator, minlength=world.CREATORS)[:, None]
    liking = seen @ homes.T
    followed = np.zeros(liking.shape, dtype=bool)
    top = np.argpartition(liking, world.CREATORS - FOLLOWED, axis=1)[:, -FOLLOWED:]
    np.put_along_axis(followed, top, True, axis=1)
    return followed[:, corpus.creator]
