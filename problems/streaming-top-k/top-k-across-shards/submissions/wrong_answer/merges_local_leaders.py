# group: samples
"""Fetches the best k of every shard and adds up what it got."""


def coordinate(k: int, seen: list[dict]) -> dict:
    asked = {s: k for s, shard in enumerate(seen) if not shard["rows"] and not shard["done"]}
    if asked:
        return {"rows": asked}
    total: dict[int, int] = {}
    for shard in seen:
        for video, seconds in shard["rows"]:
            total[video] = total.get(video, 0) + seconds
    return {"top": sorted(total, key=lambda video: (-total[video], video))[:k]}
