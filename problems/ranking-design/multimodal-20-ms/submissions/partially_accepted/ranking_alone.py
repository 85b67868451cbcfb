"""Gives the vectors to the rankers alone, who see only what the channels of today bring."""


def design(traffic: dict) -> dict:
    """No new channel, so no new index."""
    return {
        "encoder": {"model": "joint", "frames": 4, "replicas": 20},
        "vectors": {"dims": 64, "bits": 8},
        "retrieval": None,
        "ranking": {"stage": "deep", "timeout_ms": 12},
        "deep": {"in": 100, "batch": 8, "replicas": 10},
    }
