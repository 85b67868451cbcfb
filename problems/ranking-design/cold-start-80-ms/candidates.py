"""Which videos each channel hands over: top k by what the channel knows, less what its index misses."""

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


@dataclass(frozen=True)
class Candidates:
    """B x K candidates in the order of the first ranker's input; item -1 where there is none."""

    item: np.ndarray
    channel: np.ndarray  # index into world.CHANNELS


def recall(ef: int, k: int) -> float:
    """Share of the true nearest k that the two-tower index finds with a beam of ef."""
    return ef / (ef + 0.06 * k + 4.0)


def moment(hour: float, corpus: Corpus, estimates: Estimates, design: Pipeline, luck: float) -> Moment:
    """The system at an hour; `luck` in [0, 1) is how far into its refresh interval each cached list is."""
    lists = {}
    for name in world.CACHED_LISTS:
        old_h = luck * design.refresh_s(name) / 3600.0
        then = hour - old_h
        quality = world.QUALITY * estimates.believed(old_h)
        trend = world.TREND * corpus.trend(then)
        regions = np.arange(world.REGIONS)
        taste = world.INTEREST * corpus.taste(regions, np.full(world.REGIONS, then)) @ corpus.topic.T
        if name == "region_popular":
            foreign = 1.0 - corpus.language_share[:, corpus.language]
            scores = taste + quality + trend - world.FOREIGN * foreign
        else:
            share = corpus.language_share / corpus.language_share.sum(axis=0)
            foreign = np.arange(world.LANGUAGES)[:, None] != corpus.language
            scores = 0.6 * share.T @ taste + 0.8 * quality + 2.0 * trend - world.FOREIGN * foreign
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
) -> Candidates:
    """Ask the channels for viewers[rows], B of them, and merge the answers.

    Channels take turns in proportion to their k, best first; what comes twice counts once; what does not fit
    into the first `limit` is dropped.
    """
    count = len(viewers.request[rows])
    items, sources, places = [], [], []
    for call in calls:
        best = _best(_scores(call, now, viewers, rows, rng), call.k)
        if call.channel == "two_tower":
            best[rng.random(best.shape) >= recall(call.ef, call.k)] = -1
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


def _best(scores: np.ndarray, k: int) -> np.ndarray:
    """Indices of the k best per row, best first, (B, k); -1 where the channel has nothing more."""
    k = min(k, scores.shape[1])
    if k < scores.shape[1]:
        top = np.argpartition(scores, scores.shape[1] - k, axis=1)[:, -k:]
    else:
        top = np.broadcast_to(np.arange(k), scores.shape)
    value = np.take_along_axis(scores, top, axis=1)
    order = np.argsort(-value, axis=1)
    best = np.take_along_axis(top, order, axis=1)
    best[np.take_along_axis(value, order, axis=1) <= NOTHING / 2] = -1
    return best


def _scores(call: Retrieval, now: Moment, viewers: Viewers, rows: slice, rng: np.random.Generator) -> np.ndarray:
    """What a channel goes by, (B, N) float32; NOTHING where it would not offer the video."""
    corpus = now.corpus
    if call.channel == "region_popular":
        return now.lists[call.channel][viewers.region[rows]]
    if call.channel == "trending_language":
        return now.lists[call.channel][viewers.language[rows]]
    if viewers.cold and world.CHANNELS[call.channel].personal:
        return np.full((len(viewers.request[rows]), 1), NOTHING)
    believed = now.estimates.mean.astype(np.float32)
    foreign = viewers.language[rows][:, None] != corpus.language
    if call.channel == "fresh_uploads":
        taste = corpus.taste(viewers.region[rows], viewers.hour[rows]).astype(np.float32)
        scores = np.float32(0.5 * world.INTEREST) * (taste @ corpus.topic.T) + np.float32(world.QUALITY) * believed
        scores += np.float32(0.7) * rng.standard_normal(scores.shape, dtype=np.float32)
        age = corpus.age_h(now.hour)
        return np.where(((age >= 0) & (age <= call.max_age_h)) & ~foreign, scores, NOTHING)
    seen = viewers.seen_by(call.channel, rows)
    if call.channel == "followed_creators":
        return np.where(_followed(seen, corpus) & now.uploaded, -corpus.age_h(now.hour).astype(np.float32), NOTHING)
    trust = 0.5 if call.channel == "two_tower" else 0.3
    scores = np.float32(world.INTEREST) * (seen @ corpus.topic.T) + np.float32(trust * world.QUALITY) * believed
    scores -= np.float32(world.FOREIGN) * foreign
    scores[:, ~now.uploaded] = NOTHING
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
