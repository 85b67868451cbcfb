"""Chunks of views for one worker, for merges, and for the second pass; most sit at the edge of the promise."""

import random
from collections.abc import Iterator

from readyroom import Case

Chunks = list[list[int]]
MAX_ID = 2**63 - 1


def cases(rng: random.Random) -> Iterator[Case]:
    """Arguments of examine(): what to look at, k, the chunks of each worker, whether the process restarts."""
    yield from _samples()
    yield from _absorb(rng)
    yield from _merge(rng)
    yield from _second(rng)
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("absorb", note, "absorb", 4, [_chunks(rng, 12, 6, 9)])
    yield _case("merge", note, "merge", 5, [_chunks(rng, 2, 15, 12) for _ in range(6)])


def _case(group: str, note: str, what: str, k: int, workers: list[Chunks], restarts: bool = False) -> Case:
    return Case(args=(what, k, workers, restarts), group=group, note=note)


def _chunks(rng: random.Random, chunks: int, length: int, videos: int) -> Chunks:
    """Chunks of random length; the first videos are watched more often."""
    ids = rng.sample(range(10_000), videos)
    return [
        [ids[int(videos * rng.random() ** 2)] for _ in range(rng.randint(0, length))] for _ in range(chunks)
    ]


def _samples() -> Iterator[Case]:
    workers = [[[5, 5, 7, 5], [8, 7, 9]], [[7, 7, 9, 7]]]
    yield _case("samples", "the example", "all", 3, workers)
    yield _case("samples", "a majority of three workers", "all", 2, [[[4, 6, 4]], [[6, 4], [4]], [[5, 4, 6]]])


def _absorb(rng: random.Random) -> Iterator[Case]:
    yield _case("absorb", "no views", "absorb", 2, [[[], []]])
    yield _case("absorb", "one view", "absorb", 2, [[[MAX_ID]]])
    yield _case("absorb", "a majority that comes late", "absorb", 2, [[[1, 2, 3, 4], [5, 5, 5, 5, 5]]])
    yield _case("absorb", "a majority that comes early", "absorb", 2, [[[5, 5, 5, 5, 5], [1, 2], [3, 4]]])
    yield _case("absorb", "the same two by turns", "absorb", 2, [[[1, 2], [2, 1], [1, 2, 2]]])
    second = [[1] * 20] + [[2] * 4 for _ in range(9)]
    yield _case("absorb", "a little in every chunk, and most of all in the end", "absorb", 2, [second])
    yield _case("absorb", "as many videos as counters", "absorb", 4, [[[1, 2, 3], [3, 2, 1, 1]]])
    yield _case("absorb", "one video more than counters", "absorb", 4, [[[1, 2, 3], [4], [4], [4], [1]]])
    yield _case("absorb", "one of each", "absorb", 5, [[[n] for n in range(17)]])
    yield _case("absorb", "one of each, in one chunk", "absorb", 5, [[list(range(23))]])
    yield _case("absorb", "two of each, in order", "absorb", 4, [[[n // 2 for n in range(26)]]])
    yield _case("absorb", "two of each, by turns", "absorb", 4, [[list(range(9)), list(range(9))]])
    edge = [[1, 1, 1], [2, 2], [3], [4], [2, 3], [4, 4]]
    yield _case("absorb", "counters that reach 0 together", "absorb", 4, [edge])
    favourite = [[7, n, n + 1, 7] for n in range(10, 40, 3)]
    yield _case("absorb", "half of everything is one video", "absorb", 3, [favourite])
    smallest = [[1] * 6 + [2] * 5 + [9] * 4 for _ in range(8)]
    yield _case("absorb", "the third of three is always the smallest", "absorb", 3, [smallest])
    apart = [[9], *[[n, n, n + 100] for n in range(12)], [9, 9]]
    yield _case("absorb", "a video that is cancelled and comes back", "absorb", 3, [apart])
    for k, length, videos in ((2, 3, 4), (3, 6, 7), (4, 8, 12), (7, 30, 30), (20, 60, 90)):
        workers = [_chunks(rng, 14, length, videos)]
        yield _case("absorb", "drawn", "absorb", k, workers, restarts=k == 4)


def _merge(rng: random.Random) -> Iterator[Case]:
    yield _case("merge", "nothing with nothing", "merge", 2, [[[]], [[]]])
    yield _case("merge", "nothing with something", "merge", 3, [[[]], [[1, 1, 2]]])
    yield _case("merge", "the same videos", "merge", 3, [[[1, 1, 2]], [[2, 2, 1, 2]]])
    yield _case("merge", "it just fits", "merge", 5, [[[1, 1, 2]], [[3, 4]]])
    yield _case("merge", "one entry too many", "merge", 4, [[[1, 1, 1, 2, 2]], [[3, 3, 4]]])
    yield _case("merge", "all counts are equal", "merge", 4, [[[1, 2, 3] * 3], [[4, 5, 6] * 3]])
    yield _case(
        "merge", "several equal to the k-th", "merge", 4, [[[1] * 5 + [2, 2, 3, 3]], [[4, 4, 5, 5, 6, 6]]]
    )
    lost = [[[1] * 20]] + [[[2] * 4] for _ in range(9)]
    yield _case("merge", "a little on every worker", "merge", 2, lost)
    tail = [[[1] * 9 + [2] * 8 + [3] * 2], *[[[4] * 3 + [5] * 2 + [6]] for _ in range(5)]]
    yield _case("merge", "a large worker and many small ones", "merge", 4, tail)
    yield _case("merge", "majorities of different videos", "merge", 2, [[[n % 3] * 3] for n in range(7)])
    yield _case("merge", "largest ids", "merge", 2, [[[MAX_ID, MAX_ID]], [[MAX_ID - 1]], [[2**32, MAX_ID]]])
    for k, count, videos in ((2, 6, 4), (3, 5, 9), (4, 8, 8), (6, 12, 20), (25, 5, 90)):
        workers = [_chunks(rng, 3, 4 * videos, videos) for _ in range(count)]
        yield _case("merge", "drawn", "merge", k, workers, restarts=k == 3)


def _second(rng: random.Random) -> Iterator[Case]:
    yield _case("second", "no views", "second", 2, [[[]]])
    exact = [[[1, 2], [3, 1]], [[2, 3]]]
    yield _case("second", "exactly a third each is not more than a third", "second", 3, exact)
    yield _case("second", "one view more than a third", "second", 3, [[[1, 2], [3, 1, 2]], [[2, 3]]])
    yield _case("second", "equal counts, the larger id first in the data", "second", 5, [[[8, 3, 8, 3, 5]]])
    yield _case("second", "ascending counts", "second", 9, [[[1, 2, 2, 3, 3, 3], [4] * 4]])
    yield _case("second", "nobody is heavy", "second", 2, [[[1, 2, 3], [4, 1]]])
    large = [[[MAX_ID] * 2 + [MAX_ID - 1]], [[0, MAX_ID]]]
    yield _case("second", "largest ids", "second", 2, large)
    for name in ("drawn", "drawn again"):
        yield _case("second", name, "all", 6, [_chunks(rng, 4, 30, 12) for _ in range(3)], restarts=True)


def _scale(rng: random.Random) -> Iterator[Case]:
    ids = rng.sample(range(10**6), 60_000)
    yield _case("scale", "one of each, more than counters", "absorb", 15_000, [[ids[:30_000], ids[30_000:]]])
    turns = [[*ids[:14_000], *ids[:14_000]], ids[10_000:40_000]]
    yield _case("scale", "full counters, every video twice", "absorb", 15_000, [turns])
    skewed = [[ids[int(50_000 * rng.random() ** 3)] for _ in range(20_000)] for _ in range(3)]
    yield _case("scale", "three workers with favourites", "all", 6_000, [[chunk] for chunk in skewed])
    single = [[ids[n % 2] if n % 3 else ids[n] for n in range(30_000)]]
    yield _case("scale", "few counters, cancelled all the time", "absorb", 3, [single])
