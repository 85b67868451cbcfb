# group: scale
"""Finds the victim by a heap, but sorts all counters at each question."""

from heapq import heappop, heappush, heapreplace


class CappedTopK:
    def __init__(self, k: int, m: int) -> None:
        if k <= 0 or m <= k:
            raise ValueError("k must be positive and less than m")
        self.k, self.m = k, m
        self.counters: dict[int, list[int]] = {}  # video -> [count, error]
        self.lowest: list[tuple[int, int]] = []  # (count, -video): one per counter, with some earlier count

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        if not watch_seconds:
            return
        if video_id in self.counters:
            self.counters[video_id][0] += watch_seconds
        else:
            inherited = self._freed_count()
            self.counters[video_id] = [inherited + watch_seconds, inherited]
            heappush(self.lowest, (inherited, -video_id))

    def topk(self) -> list[tuple[int, int, int]]:
        return [(video_id, *self.counters[video_id]) for _, video_id in self._leaders()[: self.k]]

    def certain(self) -> list[int]:
        leaders = self._leaders()
        if len(leaders) <= self.k:
            return [video_id for _, video_id in leaders]
        negated, _ = leaders.pop()
        return [video_id for _, video_id in leaders if self._least(video_id) > -negated]

    def _freed_count(self) -> int:
        """The count that a newcomer inherits; its former video is forgotten."""
        if len(self.counters) < self.m:
            return 0
        while True:
            count, negated = self.lowest[0]
            present = self.counters[-negated][0]
            if present == count:
                heappop(self.lowest)
                del self.counters[-negated]
                return count
            heapreplace(self.lowest, (present, negated))

    def _least(self, video_id: int) -> int:
        count, error = self.counters[video_id]
        return count - error

    def _leaders(self) -> list[tuple[int, int]]:
        """The first k + 1 of the order, as entries of the heap."""
        return sorted((-count, video) for video, (count, _) in self.counters.items())[: self.k + 1]
