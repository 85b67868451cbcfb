"""Makes the totals of the present leaders exact while it reads on, so that the bar is high early."""

from collections import Counter


class _Bounds:
    def __init__(self, k: int, seen: list[dict]) -> None:
        told = [{**dict(shard["rows"]), **shard["found"]} for shard in seen]
        self.last = {s: shard["rows"][-1][1] for s, shard in enumerate(seen) if not shard["done"]}
        self.total: Counter[int] = Counter()
        for values in told:
            self.total.update(values)
        self.ranked = sorted(self.total, key=lambda video: (-self.total[video], video))
        self.missing = {video: [s for s in self.last if video not in told[s]] for video in self.ranked}
        self.bar = sum(self.total[video] for video in self.ranked[k - 1 : k])

    def is_able(self, video: int) -> bool:
        return self.total[video] + sum(self.last[s] for s in self.missing[video]) >= self.bar

    def lookups(self, videos: list[int]) -> dict[int, list[int]]:
        asked: dict[int, list[int]] = {}
        for video in videos:
            for s in self.missing[video]:
                asked.setdefault(s, []).append(video)
        return asked


def coordinate(k: int, seen: list[dict]) -> dict:
    if first := {s: k for s, shard in enumerate(seen) if not (shard["done"] or shard["rows"])}:
        return {"rows": first}
    bounds = _Bounds(k, seen)
    if bounds.last and sum(bounds.last.values()) >= bounds.bar:
        deeper = {s: len(seen[s]["rows"]) for s in bounds.last}
        return {"rows": deeper, "ids": bounds.lookups(bounds.ranked[:k])}
    ids = bounds.lookups([video for video in bounds.ranked if bounds.is_able(video)])
    return {"ids": ids} if ids else {"top": bounds.ranked[:k]}
