# group: scale
"""Right, but sorts the k leaders anew at each update, which a large k does not forgive."""


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = {}
        self.leaders: set[int] = set()

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self.totals[video_id] = self.totals.get(video_id, 0) + watch_seconds
        self.leaders.add(video_id)
        self.leaders = set(self.topk())

    def topk(self) -> list[int]:
        return sorted(self.leaders, key=lambda video_id: (-self.totals[video_id], video_id))[: self.k]
