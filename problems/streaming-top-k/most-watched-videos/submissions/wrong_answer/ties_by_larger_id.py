# group: samples
"""Sorts (total, id) downwards, which turns the tie-break around as well."""


class TopK:
    def __init__(self, k: int) -> None:
        if k <= 0:
            raise ValueError("k must be positive")
        self.k = k
        self.totals: dict[int, int] = {}

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        self.totals[video_id] = self.totals.get(video_id, 0) + watch_seconds

    def topk(self) -> list[int]:
        order = sorted(((total, video_id) for video_id, total in self.totals.items()), reverse=True)
        return [video_id for _, video_id in order[: self.k]]
