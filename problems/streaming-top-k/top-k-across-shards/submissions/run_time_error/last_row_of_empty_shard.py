# group: exact
"""Looks at the last row of a shard that has none."""


def coordinate(k: int, seen: list[dict]) -> dict:
    opened = [s for s, shard in enumerate(seen) if not shard["done"]]
    deeper = {"rows": {s: max(k, len(seen[s]["rows"])) for s in opened}}
    if opened and not any(shard["rows"] for shard in seen):
        return deeper
    last = {
        s: seen[s]["rows"][-1][1] for s, shard in enumerate(seen)
    }  # what a shard has not shown is not larger
    known = [dict(shard["rows"]) | shard["found"] for shard in seen]
    least = {video: sum(values.get(video, 0) for values in known) for video in set().union(*known)}
    ranked = sorted(least, key=lambda video: (-least[video], video))
    bar = sum(least[video] for video in ranked[k - 1 : k])  # 0 while fewer than k videos were met
    if opened and sum(last.values()) >= bar:
        return deeper
    missing = {video: [s for s in opened if video not in known[s]] for video in least}
    able = [video for video in least if least[video] + sum(last[s] for s in missing[video]) >= bar]
    ids = {s: [video for video in able if s in missing[video]] for s in opened}
    return {"ids": ids} if any(ids.values()) else {"top": ranked[:k]}
