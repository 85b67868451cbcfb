"""Never needs to give a stage up: the deep stage scores so few candidates that its replicas can take the spike and its bursts."""


def design(traffic: dict) -> dict:
    """Little's law for the spike: work per request times requests per second."""
    candidates, batch = 60, 8
    peak = traffic["requests_per_s"] * (1 + traffic["daily_swing"])
    peak *= traffic["spike"]["factor"] * traffic["burst"]["factor"]
    per_request_s = (5.0 / batch + 0.022 * candidates) / 1000
    return {
        "retrieval": [
            {"channel": "two_tower", "k": 180, "ef": 48, "timeout_ms": 18, "viewers": "history"},
            {"channel": "region_popular", "k": 120, "refresh_s": 300},
            {"channel": "trending_language", "k": 80, "refresh_s": 300},
            {"channel": "fresh_uploads", "k": 60, "max_age_h": 12, "timeout_ms": 16},
        ],
        "features": {"cache_items": 6_000_000, "ttl_s": 600, "timeout_ms": 14},
        "ranking": [
            {"model": "light", "in": 400, "out": candidates, "batch": 16, "replicas": 3},
            {
                "model": "deep",
                "in": candidates,
                "out": 40,
                "batch": batch,
                "wait_ms": 3,
                "replicas": round(peak * per_request_s),
            },
        ],
        "rerank": {"rule": "mmr", "weight": 0.4, "per_creator": 1},
        "explore": {"share": 0.1, "arm": "thompson", "viewers": "history"},
        "fallback": {"after_ms": 60, "serve": "region_popular"},
    }
