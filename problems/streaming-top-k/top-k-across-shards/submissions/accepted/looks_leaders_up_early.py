"""Keeps the totals of the present leaders exact, so that the bar is high early, and reads on by half."""


class _Bounds:
    """What is known of every video that was met, on every shard, and a bound for what is not."""

    def __init__(self, k: int, seen: list[dict]) -> None:
        self.open = [s for s, shard in enumerate(seen) if not shard["done"]]
        self.last = {s: seen[s]["rows"][-1][1] for s in self.open}
        self.missing: dict[int, list[int]] = {}  # video -> open shards that have not told its seconds
        self.total: dict[int, int] = {}
        for shard in seen:
            for video, seconds in {**dict(shard["rows"]), **shard["found"]}.items():
                self.total[video] = self.total.get(video, 0) + seconds
        for video in self.total:
            self.missing[video] = [s for s in self.open if video not in seen[s]["found"]]
        for s in self.open:
            for video, _ in seen[s]["rows"]:
                if s in self.missing[video]:
                    self.missing[video].remove(s)
        self.ranked = sorted(self.total, key=lambda video: (-self.total[video], video))
        self.bar = self.total[self.ranked[k - 1]] if len(self.ranked) >= k else 0

    def most(self, video: int) -> int:
        return self.total[video] + sum(self.last[s] for s in self.missing[video])

    def ids(self, videos: list[int]) -> dict[int, list[int]]:
        asked: dict[int, list[int]] = {}
        for video in videos:
            for s in self.missing[video]:
                asked.setdefault(s, []).append(video)
        return asked


def coordinate(k: int, seen: list[dict]) -> dict:
    if first := {s: k for s, shard in enumerate(seen) if not shard["done"] and not shard["rows"]}:
        return {"rows": first}
    bounds = _Bounds(k, seen)
    if bounds.open and sum(bounds.last.values()) >= bounds.bar:
        deeper = {s: 1 + len(seen[s]["rows"]) // 2 for s in bounds.open}
        return {"rows": deeper, "ids": bounds.ids(bounds.ranked[:k])}
    ids = bounds.ids([video for video in bounds.ranked if bounds.most(video) >= bounds.bar])
    return {"ids": ids} if ids else {"top": bounds.ranked[:k]}
