"""Never waits for the feature store: fast, but the rankers score new videos blind."""


def design(traffic: dict) -> dict:
    """Explores on everybody, cold viewers too, and ranks on defaults."""
    cold = traffic["share_without_history"]
    return {
        "retrieval": [
            {"channel": "two_tower", "k": 300, "ef": 64, "timeout_ms": 16},
            {"channel": "region_popular", "k": 120, "refresh_s": 300},
            {"channel": "fresh_uploads", "k": 80, "max_age_h": 24},
        ],
        "features": {"cache_items": 2_000_000, "ttl_s": 900, "on_miss": "defaults"},
        "ranking": [
            {"model": "light", "in": 500, "out": 120, "batch": 32},
            {"model": "deep", "in": 120, "out": 40, "batch": 16, "wait_ms": 6},
        ],
        "rerank": {"rule": "mmr", "weight": 0.25, "per_creator": 2},
        "explore": {"share": 0.04 + 0.5 * cold, "arm": "thompson"},
        "fallback": {"after_ms": 72, "serve": "region_popular"},
    }
