# group: rows
"""Right, with every row of every shard."""


def coordinate(k: int, seen: list[dict]) -> dict:
    if not all(shard["done"] for shard in seen):
        return {"rows": {s: 10**6 for s, shard in enumerate(seen) if not shard["done"]}}
    total: dict[int, int] = {}
    for shard in seen:
        for video, seconds in shard["rows"]:
            total[video] = total.get(video, 0) + seconds
    return {"top": sorted(total, key=lambda video: (-total[video], video))[:k]}
