# group: exact
"""Stops when nobody unmet can get in, and ranks by what it happens to have seen."""

from math import inf


def coordinate(k: int, seen: list[dict]) -> dict:
    known = [dict(shard["rows"]) | shard["found"] for shard in seen]
    unshown = [_unshown(shard) for shard in seen]
    least = {video: sum(values.get(video, 0) for values in known) for video in set().union(*known)}
    ranked = sorted(least, key=lambda video: (-least[video], video))
    bar = least[ranked[k - 1]] if len(ranked) >= k else 0
    if not all(shard["done"] for shard in seen) and sum(unshown) >= bar:
        return {"rows": {s: max(k, len(shard["rows"])) for s, shard in enumerate(seen) if not shard["done"]}}
    return {"top": ranked[:k]}


def _unshown(shard: dict) -> float:
    """The most that a row can have which the shard has not shown."""
    if shard["done"]:
        return 0
    return shard["rows"][-1][1] if shard["rows"] else inf


def _most(video: int, least: dict[int, int], known: list[dict[int, int]], unshown: list[float]) -> float:
    return least[video] + sum(bound for values, bound in zip(known, unshown) if video not in values)
