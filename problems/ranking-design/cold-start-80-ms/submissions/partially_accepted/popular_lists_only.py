"""Lists and a ranker, quick and cheap: good enough for strangers, too little for viewers with history."""


def design(traffic: dict) -> dict:
    """What everybody watches, ranked."""
    return {
        "retrieval": [
            {"channel": "region_popular", "k": 120, "refresh_s": 300},
            {"channel": "trending_language", "k": 60, "refresh_s": 300},
        ],
        "features": {"cache_items": 200_000, "ttl_s": 60, "on_miss": "wait", "hedge_ms": 9},
        "ranking": [{"model": "light", "in": 160, "out": 60, "batch": 16, "replicas": 2}],
        "rerank": {"rule": "mmr", "weight": 0.3, "per_creator": 1},
        "explore": {"share": 0.05, "arm": "thompson", "viewers": "history"},
        "fallback": {"after_ms": 75, "serve": "region_popular"},
    }
