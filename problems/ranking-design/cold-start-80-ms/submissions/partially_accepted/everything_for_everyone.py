"""Every channel, wide, for every viewer, and replicas to match: all objectives but the cost."""


def design(traffic: dict) -> dict:
    """More of everything."""
    return {
        "retrieval": [
            {"channel": "two_tower", "k": 300, "ef": 96, "timeout_ms": 20},
            {"channel": "item_to_item", "k": 80, "timeout_ms": 20},
            {"channel": "followed_creators", "k": 40, "timeout_ms": 20},
            {"channel": "region_popular", "k": 120, "refresh_s": 120},
            {"channel": "trending_language", "k": 80, "refresh_s": 120},
            {"channel": "fresh_uploads", "k": 80, "max_age_h": 12, "timeout_ms": 16},
        ],
        "features": {"cache_items": 4_000_000, "ttl_s": 300, "on_miss": "wait", "hedge_ms": 9},
        "ranking": [
            {"model": "light", "in": 600, "out": 150, "batch": 8, "replicas": 4},
            {"model": "deep", "in": 150, "out": 60, "batch": 4, "wait_ms": 2, "replicas": 20},
        ],
        "rerank": {"rule": "mmr", "weight": 0.3, "per_creator": 1},
        "explore": {"share": 0.1, "arm": "thompson", "viewers": "history"},
        "fallback": {"after_ms": 75, "serve": "region_popular"},
    }
