"""A good funnel that trusts every dependency: no hedge, no timeout, no fallback, large batches with a long wait."""


def design(traffic: dict) -> dict:
    """One slow answer in fifty is more than one in a hundred, so p99 is made of slow answers."""
    return {
        "retrieval": [
            {"channel": "two_tower", "k": 180, "ef": 48, "viewers": "history"},
            {"channel": "region_popular", "k": 120, "refresh_s": 300},
            {"channel": "trending_language", "k": 80, "refresh_s": 300},
            {"channel": "fresh_uploads", "k": 60, "max_age_h": 12},
        ],
        "features": {"cache_items": 2_000_000, "ttl_s": 300, "on_miss": "wait"},
        "ranking": [
            {"model": "light", "in": 400, "out": 100, "batch": 16, "replicas": 2},
            {"model": "deep", "in": 100, "out": 40, "batch": 16, "wait_ms": 10, "replicas": 8},
        ],
        "rerank": {"rule": "mmr", "weight": 0.3, "per_creator": 1},
        "explore": {"share": 0.1, "arm": "thompson", "viewers": "history"},
    }
