"""A sound funnel that only shows what has proved itself: new videos stay unknown, and cold viewers pay for it."""


def design(traffic: dict) -> dict:
    """No fresh channel, no exploration, no diversity, and lists that are up to six hours old."""
    return {
        "retrieval": [
            {"channel": "two_tower", "k": 250, "ef": 64, "timeout_ms": 18},
            {"channel": "region_popular", "k": 120, "refresh_s": 21_600},
            {"channel": "trending_language", "k": 80, "refresh_s": 21_600},
        ],
        "features": {"cache_items": 2_000_000, "ttl_s": 300, "on_miss": "wait", "hedge_ms": 9},
        "ranking": [
            {"model": "light", "in": 400, "out": 100, "batch": 16, "replicas": 2},
            {"model": "deep", "in": 100, "out": 40, "batch": 8, "wait_ms": 3, "replicas": 8},
        ],
        "rerank": None,
        "explore": None,
        "fallback": {"after_ms": 75, "serve": "region_popular"},
    }
