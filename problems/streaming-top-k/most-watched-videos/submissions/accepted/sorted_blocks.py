"""All videos in order, cut into blocks of bounded size. Does not need totals to grow: the start for retractions."""

from bisect import bisect_left, insort
from itertools import chain, islice
from operator import itemgetter

BLOCK = 16


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = {}
        self.blocks: list[list[tuple[int, int]]] = []  # (-total, video id), ascending, no block empty

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        if video_id in self.totals:
            self._remove((-self.totals[video_id], video_id))
        self.totals[video_id] = self.totals.get(video_id, 0) + watch_seconds
        self._insert((-self.totals[video_id], video_id))

    def topk(self) -> list[int]:
        return [video_id for _, video_id in islice(chain.from_iterable(self.blocks), self.k)]

    def _insert(self, entry: tuple[int, int]) -> None:
        if not self.blocks:
            self.blocks.append([])
        at = self._block_of(entry)
        block = self.blocks[at]
        insort(block, entry)
        if len(block) > 2 * BLOCK:
            self.blocks[at : at + 1] = [block[:BLOCK], block[BLOCK:]]

    def _remove(self, entry: tuple[int, int]) -> None:
        at = self._block_of(entry)
        block = self.blocks[at]
        del block[bisect_left(block, entry)]
        if not block:
            del self.blocks[at]

    def _block_of(self, entry: tuple[int, int]) -> int:
        """The first block that does not end before `entry`; the last one if all do."""
        return bisect_left(self.blocks, entry, hi=len(self.blocks) - 1, key=itemgetter(-1))
