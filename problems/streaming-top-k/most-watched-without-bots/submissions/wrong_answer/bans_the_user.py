# group: samples
"""Ignores what a user sends after a retraction."""

from bisect import bisect_left, insort
from collections import defaultdict


class HonestTopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.banned: set[int] = set()
        self.views: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)  # user -> (video, seconds)
        self.standing: dict[int, tuple[int, int]] = {}  # listed video -> (seconds, views)
        self.order: list[tuple[int, int]] = []  # (-seconds, video), best first

    def update(self, user_id: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        if user_id in self.banned:
            return
        self.views[user_id].append((video_id, watch_seconds))
        self._change(video_id, watch_seconds, 1)

    def retract(self, user_id: int) -> int:
        self.banned.add(user_id)
        withdrawn = self.views.pop(user_id, [])
        for video_id, seconds in withdrawn:
            self._change(video_id, -seconds, -1)
        return len(withdrawn)

    def topk(self) -> list[int]:
        return [video_id for _, video_id in self.order[: self.k]]

    def _change(self, video_id: int, seconds: int, views: int) -> None:
        if video_id in self.standing:
            old_seconds, old_views = self.standing.pop(video_id)
            del self.order[bisect_left(self.order, (-old_seconds, video_id))]
            seconds += old_seconds
            views += old_views
        if views:
            self.standing[video_id] = (seconds, views)
            insort(self.order, (-seconds, video_id))
