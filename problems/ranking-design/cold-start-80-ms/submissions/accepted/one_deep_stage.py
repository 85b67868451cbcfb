"""No cheap stage at all: few candidates from well chosen channels, all of them scored by the deep model."""


def design(traffic: dict) -> dict:
    """Little's law sizes the deep stage: peak requests per second x time per request = replicas that are busy."""
    candidates, batch = 160, 8
    peak = traffic["requests_per_s"] * (1 + traffic["daily_swing"]) * traffic["burst"]["factor"]
    per_request_s = (5.0 / batch + 0.022 * candidates) / 1000
    return {
        "retrieval": [
            {"channel": "two_tower", "k": 70, "ef": 48, "timeout_ms": 18, "viewers": "history"},
            {"channel": "region_popular", "k": 50, "refresh_s": 300},
            {"channel": "trending_language", "k": 50, "refresh_s": 300},
            {"channel": "fresh_uploads", "k": 30, "max_age_h": 12, "timeout_ms": 16},
        ],
        "features": {"cache_items": 1_000_000, "ttl_s": 300, "on_miss": "wait", "hedge_ms": 9},
        "ranking": [
            {
                "model": "deep",
                "in": candidates,
                "out": 50,
                "batch": batch,
                "wait_ms": 3,
                "replicas": round(1.15 * peak * per_request_s),
            }
        ],
        "rerank": {"rule": "mmr", "weight": 0.4, "per_creator": 1},
        "explore": {"share": 0.08, "arm": "thompson", "viewers": "history"},
        "fallback": {"after_ms": 76, "serve": "trending_language"},
    }
