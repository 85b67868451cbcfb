"""Never waits for the store, and gives it a timeout all the same: refused."""


def design(traffic: dict) -> dict:
    """A timeout for a wait that does not happen."""
    return {
        "retrieval": [{"channel": "region_popular", "k": 180}],
        "features": {"cache_items": 6_000_000, "on_miss": "defaults", "timeout_ms": 14},
        "ranking": [{"model": "light", "in": 180, "out": 60}],
    }
