def coordinate(k: int, seen: list[dict]) -> dict:
    """What to fetch next from the shards, or the answer.

    seen: per shard {"rows": [(video_id, seconds), …] fetched so far, "done": bool, "found": {video_id: seconds}}.
    Returns {"rows": {shard: n}, "ids": {shard: [video_id]}} (either may be left out) or {"top": [video_id]}.
    """
    return {"top": []}
