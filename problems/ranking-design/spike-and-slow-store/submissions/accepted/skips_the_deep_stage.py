"""Degrades in steps: short waits for the store before a large cache, and who queues too long for the deep stage skips it."""


def design(traffic: dict) -> dict:
    """The calm day's replicas; in the spike some feeds keep the light stage's order."""
    return {
        "retrieval": [
            {"channel": "two_tower", "k": 180, "ef": 48, "timeout_ms": 18, "viewers": "history"},
            {"channel": "region_popular", "k": 120, "refresh_s": 300},
            {"channel": "trending_language", "k": 80, "refresh_s": 300},
            {"channel": "fresh_uploads", "k": 60, "max_age_h": 12, "timeout_ms": 16},
        ],
        "features": {"cache_items": 6_000_000, "ttl_s": 600, "timeout_ms": 14},
        "ranking": [
            {"model": "light", "in": 400, "out": 100, "batch": 16, "replicas": 3},
            {
                "model": "deep",
                "in": 100,
                "out": 40,
                "batch": 8,
                "wait_ms": 3,
                "replicas": 8,
                "patience_ms": 10,
            },
        ],
        "rerank": {"rule": "mmr", "weight": 0.4, "per_creator": 1},
        "explore": {"share": 0.1, "arm": "thompson", "viewers": "history"},
        "fallback": {"after_ms": 72, "serve": "region_popular"},
    }
