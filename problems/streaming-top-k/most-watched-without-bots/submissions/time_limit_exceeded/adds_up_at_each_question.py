# group: scale
"""Keeps nothing but the views by user, and adds them up at each question."""

from collections import Counter, defaultdict


class HonestTopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.by_user: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)

    def update(self, user_id: int, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self.by_user[user_id].append((video_id, watch_seconds))

    def retract(self, user_id: int) -> int:
        return len(self.by_user.pop(user_id, []))

    def topk(self) -> list[int]:
        totals: Counter[int] = Counter()
        for views in self.by_user.values():
            for video_id, seconds in views:
                totals[video_id] += seconds
        return sorted(totals, key=lambda video_id: (-totals[video_id], video_id))[: self.k]
