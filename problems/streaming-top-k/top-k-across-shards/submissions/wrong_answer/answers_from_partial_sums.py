# group: exact
"""Stops when nobody unmet can get in, and ranks by what it happens to have seen."""


def coordinate(k: int, seen: list[dict]) -> dict:
    opened = [s for s, shard in enumerate(seen) if not shard["done"]]
    deeper = {"rows": {s: max(k, len(seen[s]["rows"])) for s in opened}}
    if not all(seen[s]["rows"] for s in opened):
        return deeper
    last = {s: seen[s]["rows"][-1][1] for s in opened}  # what a shard has not shown is not larger
    known = [dict(shard["rows"]) | shard["found"] for shard in seen]
    least = {video: sum(values.get(video, 0) for values in known) for video in set().union(*known)}
    ranked = sorted(least, key=lambda video: (-least[video], video))
    bar = sum(least[video] for video in ranked[k - 1 : k])  # 0 while fewer than k videos were met
    if opened and sum(last.values()) >= bar:
        return deeper
    return {"top": ranked[:k]}
