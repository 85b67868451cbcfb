"""Shards for the coordinator: small ones that each catch a mistake, and skewed ones where few rows must do."""

import random
from collections.abc import Iterator
from itertools import product

from readyroom import Case
from shards import best, doubling_cost, lookup_cost, oracle_cost, read_cost, totals, unmet_bound

Rows = list[tuple[int, int]]
MAX_SECONDS = 10**12
MAX_ID = 2**63 - 1


def cases(rng: random.Random) -> Iterator[Case]:
    """Arguments of examine(): k, the rows of each shard, whether rows are counted, whether the process restarts."""
    yield from _samples()
    yield from _exact(rng)
    yield from _ties(rng)
    yield from _rows(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("exact", note, 4, _small(rng, 5, 40, 60))
    yield _case("ties", note, 5, _small(rng, 3, 30, 4))
    yield _case("rows", note, 3, _skewed(rng, 3, 15, 600, 0.8, 1.2, 0.45), limited=True)


def _case(group: str, note: str, k: int, shards: list[Rows], **flags: bool) -> Case:
    options = tuple(flags.get(name, False) for name in ("limited", "restarts"))
    return Case(args=(k, shards, *options), group=group, note=note)


def _shard(seconds: dict[int, int]) -> Rows:
    return sorted(seconds.items(), key=lambda row: (-row[1], row[0]))


def _shards(*shards: dict[int, int]) -> list[Rows]:
    return [_shard(seconds) for seconds in shards]


def _small(rng: random.Random, shards: int, videos: int, seconds: int) -> list[Rows]:
    """Each video is on about two thirds of the shards."""
    ids = rng.sample(range(1_000), videos)
    return _shards(*[{v: rng.randint(1, seconds) for v in ids if rng.random() < 0.67} for _ in range(shards)])


def _skewed(
    rng: random.Random,
    k: int,
    shards: int,
    videos: int,
    skew: float,
    noise: float,
    share: float,
    least_depth: int = 1,
) -> list[Rows]:
    """Zipf-like totals, spread unevenly; drawn again until reading much and looking much up is far too dear."""
    while True:
        worth = [10**7 / rank**skew / shards for rank in range(1, videos + 1)]
        ids = rng.sample(range(10**6), videos)
        parts: list[dict[int, int]] = [{} for _ in range(shards)]
        for video_id, seconds in zip(ids, worth, strict=True):
            for part in parts:
                if rng.random() < share:
                    part[video_id] = 1 + int(seconds * rng.lognormvariate(0, noise))
        drawn = _shards(*parts)
        depth, unit = _depth(drawn, k), oracle_cost(drawn, k)
        plans = product(
            (1, k), (False, True)
        )  # sound ones, which differ in how they begin and in their look-ups
        cheap = all(doubling_cost(drawn, k, *plan) < 2.2 * unit for plan in plans)  # the limit is 3
        eager = read_cost(drawn, depth) + lookup_cost(drawn, depth, 0)  # looks up whatever it meets
        if cheap and eager > 3.3 * unit and sum(map(len, drawn)) > 10 * unit and depth >= least_depth:
            return drawn


def _depth(rows: list[Rows], k: int) -> int:
    """How deep one must read until no unmet video can belong to the answer."""
    sums, ranked = totals(rows), best(rows, k)
    depth = 1
    while unmet_bound(rows, depth) >= sums[ranked[-1]]:
        depth += 1
    return depth


def _samples() -> Iterator[Case]:
    yield _case("samples", "the example", 1, _shards({7: 10, 8: 8, 9: 1}, {9: 9, 8: 7, 7: 1}))
    second = _shards({1: 9, 2: 8, 3: 2}, {4: 9, 3: 8, 2: 7, 5: 1}, {2: 3, 3: 3, 1: 2})
    yield _case("samples", "three shards of different length", 2, second)


def _exact(rng: random.Random) -> Iterator[Case]:
    yield _case("exact", "one shard", 2, _shards({5: 3, 6: 9, 7: 4}))
    yield _case("exact", "one video", 3, _shards({5: 3}))
    yield _case("exact", "no video anywhere", 3, [[], []])
    yield _case("exact", "an empty shard", 1, [[], *_shards({5: 3, 6: 2}, {6: 2, 5: 2})])
    yield _case("exact", "fewer videos than k", 9, _shards({5: 3, 6: 2}, {6: 7}, {7: 1}))
    yield _case("exact", "k beyond everything", 10**9, _shards({5: 3, 6: 2}, {6: 7, 8: 1}))
    second = {1: 50, 2: 40, 3: 1}
    places = [{**second, 1: 1, first: 60} for first in (11, 12, 13, 14)]
    yield _case("exact", "second on every shard, first overall", 1, _shards(*places))
    deep = [{shard * 100 + n: 90 + n for n in range(12)} | {7: 80, 8: 70} for shard in range(1, 5)]
    yield _case("exact", "below the first twelve on every shard", 2, _shards(*deep))
    hidden = [{shard * 100 + n: 100 - n for n in range(30)} for shard in range(1, 4)]
    yield _case("exact", "nobody is on two shards", 4, _shards(*hidden))
    apart = _shards(
        {n: 40 - n for n in range(20)}, {n: 21 + n for n in range(20)}, dict.fromkeys(range(20), 1)
    )
    yield _case("exact", "one shard ranks the other way round", 3, apart)
    order = _shards({1: 100, 2: 99, 3: 5, 4: 4}, {2: 30, 5: 29, 3: 28, 1: 27, 4: 1})
    yield _case("exact", "the order within the best k turns late", 2, order)
    short = _shards({1: 10, 2: 9, 3: 8, 4: 7, 5: 6}, {6: 12})
    yield _case("exact", "a shard that is done adds nothing", 2, short)
    big = _shards({MAX_ID: MAX_SECONDS, 0: MAX_SECONDS}, {0: 1, MAX_ID - 1: MAX_SECONDS}, {MAX_ID: 2})
    yield _case("exact", "largest values", 2, big)
    for k in (1, 3, 10):
        yield _case("exact", "drawn evenly", k, _small(rng, 4, 60, 90), restarts=True)
    yield _case("exact", "many small shards", 5, _small(rng, 16, 40, 500), restarts=True)
    yield _case("exact", "skewed", 5, _skewed(rng, 5, 16, 400, 0.9, 1.2, 0.4))


def _ties(rng: random.Random) -> Iterator[Case]:
    unmet = _shards({8: 10, 9: 6, 3: 5}, {8: 10, 7: 6, 3: 5}, {9: 11, 7: 11, 3: 10})
    yield _case("ties", "a video met last equals the best, and its id is smaller", 1, unmet)
    unread = _shards({9: 10, 1: 6, 3: 6}, {8: 7, 2: 4, 3: 4})
    yield _case("ties", "the unmet video reaches just the bar", 1, unread)
    looked = _shards({9: 12, 1: 4, 3: 4}, {3: 8, 2: 3})
    yield _case("ties", "the candidate reaches just the bar", 1, looked)
    below = _shards({3: 12, 1: 4, 9: 4}, {9: 8, 2: 3})
    yield _case("ties", "the candidate reaches the bar, and its id is larger", 1, below)
    third = _shards({9: 10, 1: 6, 3: 6}, {8: 7, 2: 4, 3: 4}, {5: 1}, {6: 1})
    yield _case("ties", "the unmet video reaches just the bar, and other shards are done", 1, third)
    level = _shards({5: 4, 4: 3, 3: 2, 2: 1}, {2: 4, 3: 3, 4: 2, 5: 1})
    yield _case("ties", "everybody has the same total", 2, level)
    same = _shards(*[dict.fromkeys(range(9, 0, -1), 7) for _ in range(3)])
    yield _case("ties", "everybody has the same everywhere", 4, same)
    last = _shards({1: 9, 2: 5, 3: 4}, {1: 9, 3: 5, 2: 4, 4: 2}, {4: 7, 1: 1})
    yield _case("ties", "three for the last place", 2, last)
    partly = _shards({6: 8, 5: 5, 4: 4}, {6: 1, 4: 4, 5: 3, 7: 1}, {7: 7, 6: 1, 5: 1, 4: 1})
    yield _case("ties", "looked up, it is a tie", 2, partly)
    edge = _shards({8: 9, 7: 5, 1: 4}, {8: 3, 1: 8, 7: 5})
    yield _case("ties", "two candidates for one place, equal in the end", 1, edge)
    for k, seconds in ((1, 2), (3, 2), (4, 3), (6, 5), (12, 1)):
        yield _case("ties", "few different seconds", k, _small(rng, 4, 25, seconds))


def _rows(rng: random.Random) -> Iterator[Case]:
    for k, shards, videos, skew, noise, share, note in (
        (4, 16, 600, 0.9, 1.2, 0.4, "sixteen shards"),
        (3, 14, 700, 0.8, 1.2, 0.5, "fourteen shards"),
        (1, 10, 800, 0.7, 1.2, 0.6, "one winner"),
        (5, 16, 500, 0.7, 1.3, 0.35, "a flat top"),
        (2, 12, 900, 0.8, 1.3, 0.5, "two winners"),
    ):
        drawn = _skewed(rng, k, shards, videos, skew, noise, share)
        yield _case("rows", note, k, drawn, limited=True, restarts=k < 3)
    deep = _skewed(rng, 1, 10, 1_500, 0.3, 0.7, 0.6, least_depth=20)
    yield _case("rows", "more than twenty rows deep", 1, deep, limited=True)
    yield _case("rows", "most shards have a single row", 2, _mostly_short(rng), limited=True)


def _mostly_short(rng: random.Random) -> list[Rows]:
    """Two long shards, and fourteen with one row of a video that nobody watches elsewhere."""
    ids = rng.sample(range(10**6), 400)
    long = [{v: 3_000 - 5 * place + rng.randrange(900) for place, v in enumerate(ids)} for _ in range(2)]
    return _shards(*long, *[{10**6 + place: 2_000 + place} for place in range(14)])
