# group: exact
"""Fetches the best k of every shard and looks those up everywhere: exact totals of the wrong videos."""


def coordinate(k: int, seen: list[dict]) -> dict:
    asked = {s: k for s, shard in enumerate(seen) if not shard["rows"] and not shard["done"]}
    if asked:
        return {"rows": asked}
    known = [dict(shard["rows"]) | shard["found"] for shard in seen]
    met = set().union(*known)
    ids = {s: [video for video in met if video not in known[s]] for s in range(len(seen))}
    if any(ids.values()):
        return {"ids": ids}
    total = {video: sum(values[video] for values in known) for video in met}
    return {"top": sorted(total, key=lambda video: (-total[video], video))[:k]}
