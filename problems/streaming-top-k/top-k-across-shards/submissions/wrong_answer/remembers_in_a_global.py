# group: exact
"""Remembers its last depth in a global, which a new process does not have."""

from math import inf

DEPTH = [0]


def coordinate(k: int, seen: list[dict]) -> dict:
    known = [dict(shard["rows"]) | shard["found"] for shard in seen]
    unshown = [_unshown(shard) for shard in seen]
    least = {video: sum(values.get(video, 0) for values in known) for video in set().union(*known)}
    ranked = sorted(least, key=lambda video: (-least[video], video))
    bar = least[ranked[k - 1]] if len(ranked) >= k else 0
    if not all(shard["done"] for shard in seen) and sum(unshown) >= bar:
        DEPTH[0] = 2 * DEPTH[0] or k
        missing = [max(0, DEPTH[0] - len(shard["rows"])) for shard in seen]
        return {"rows": {s: count for s, count in enumerate(missing) if count and not seen[s]["done"]}}
    ids = {
        s: [video for video in least if video not in known[s] and _most(video, least, known, unshown) >= bar]
        for s, shard in enumerate(seen)
        if not shard["done"]
    }
    return {"ids": ids} if any(ids.values()) else {"top": ranked[:k]}


def _unshown(shard: dict) -> float:
    """The most that a row can have which the shard has not shown."""
    if shard["done"]:
        return 0
    return shard["rows"][-1][1] if shard["rows"] else inf


def _most(video: int, least: dict[int, int], known: list[dict[int, int]], unshown: list[float]) -> float:
    return least[video] + sum(bound for values, bound in zip(known, unshown) if video not in values)
