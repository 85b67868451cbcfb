# group: counters
"""Misra–Gries: a view without a free counter lowers all counts instead of taking one over."""


class CappedTopK:
    def __init__(self, k: int, m: int) -> None:
        if not 0 < k < m:
            raise ValueError("k must be positive and less than m")
        self.k, self.m, self.lost = k, m, 0
        self.counts: dict[int, int] = {}

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        if watch_seconds and (video_id in self.counts or len(self.counts) < self.m):
            self.counts[video_id] = self.counts.get(video_id, 0) + watch_seconds
        elif watch_seconds:
            step = min(watch_seconds, *self.counts.values())
            self.lost += step
            self.counts = {video: count - step for video, count in self.counts.items() if count > step}
            self.update(video_id, watch_seconds - step)

    def topk(self) -> list[tuple[int, int, int]]:
        order = sorted(self.counts, key=lambda video: (-self.counts[video], video))
        return [(video, self.counts[video] + self.lost, self.lost) for video in order[: self.k]]

    def certain(self) -> list[int]:
        counts = sorted(self.counts.values(), reverse=True)
        rival = counts[self.k] + self.lost if len(counts) > self.k else self.lost
        return [video for video, count, error in self.topk() if count - error > rival]
