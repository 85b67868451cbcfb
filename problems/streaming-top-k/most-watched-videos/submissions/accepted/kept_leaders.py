"""Totals never fall, so the k leaders can be kept in order. update: O(log k) and one shift; topk: O(k)."""

from bisect import bisect_left, insort


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = {}
        self.leaders: list[tuple[int, int]] = []  # (-total, video id), best first, at most k of them

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        total = watch_seconds
        if video_id in self.totals:
            total += self.totals[video_id]
            self._leave((-self.totals[video_id], video_id))
        self.totals[video_id] = total
        insort(self.leaders, (-total, video_id))
        # Whoever falls off can return only by an update of its own, which inserts it again.
        if len(self.leaders) > self.k:
            self.leaders.pop()

    def topk(self) -> list[int]:
        return [video_id for _, video_id in self.leaders]

    def _leave(self, entry: tuple[int, int]) -> None:
        place = bisect_left(self.leaders, entry)
        if place < len(self.leaders):  # an outsider's entry sorts after all leaders
            del self.leaders[place]
