# group: scale
"""Right, but looks through all counters at each takeover."""


class CappedTopK:
    def __init__(self, k: int, m: int) -> None:
        if not 0 < k < m:
            raise ValueError("k must be positive and less than m")
        self.k, self.m = k, m
        self.counters: dict[int, tuple[int, int]] = {}

    def update(self, video_id: int, watch_seconds: int) -> None:
        if watch_seconds < 0:
            raise ValueError("watch_seconds must not be negative")
        if watch_seconds == 0:
            return
        inherited = 0
        if video_id not in self.counters and len(self.counters) == self.m:
            victim = min(self.counters, key=lambda video: (self.counters[video][0], -video))
            inherited = self.counters.pop(victim)[0]
        count, error = self.counters.get(video_id, (inherited, inherited))
        self.counters[video_id] = (count + watch_seconds, error)

    def topk(self) -> list[tuple[int, int, int]]:
        order = sorted(self.counters, key=lambda video: (-self.counters[video][0], video))
        return [(video, *self.counters[video]) for video in order[: self.k]]

    def certain(self) -> list[int]:
        counts = sorted((count for count, _ in self.counters.values()), reverse=True)
        rival = counts[self.k] if len(counts) > self.k else 0
        return [video for video, count, error in self.topk() if count - error > rival]
