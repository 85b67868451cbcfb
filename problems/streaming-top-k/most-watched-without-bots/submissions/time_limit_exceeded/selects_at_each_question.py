# group: scale
"""Right, but looks through all videos at each question."""

from collections import defaultdict
from heapq import nsmallest


class HonestTopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.by_user: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self.seconds: defaultdict[int, int] = defaultdict(int)
        self.views: defaultdict[int, int] = defaultdict(int)

    def update(self, user_id: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self.by_user[user_id].append((video_id, watch_seconds))
        self.seconds[video_id] += watch_seconds
        self.views[video_id] += 1

    def retract(self, user_id: int) -> int:
        withdrawn = self.by_user.pop(user_id, [])
        for video_id, seconds in withdrawn:
            self.seconds[video_id] -= seconds
            self.views[video_id] -= 1
        return len(withdrawn)

    def topk(self) -> list[int]:
        listed = (video_id for video_id, views in self.views.items() if views)
        return nsmallest(self.k, listed, key=lambda video_id: (-self.seconds[video_id], video_id))
