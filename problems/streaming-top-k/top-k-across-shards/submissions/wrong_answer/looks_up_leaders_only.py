# group: exact
"""Makes the totals of the present best k exact and forgets those who may overtake them."""


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
    missing = {video: [s for s in opened if video not in known[s]] for video in least}
    able = ranked[:k]
    ids = {s: [video for video in able if s in missing[video]] for s in opened}
    return {"ids": ids} if any(ids.values()) else {"top": ranked[:k]}
