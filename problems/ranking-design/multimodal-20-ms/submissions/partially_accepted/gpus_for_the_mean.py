"""Buys GPUs for the average hour of uploads: the evening's videos wait until night."""


def design(traffic: dict) -> dict:
    """Forty uploads a second times 0.3 seconds, and a little more."""
    return {
        "encoder": {"model": "joint", "frames": 4, "replicas": 14},
        "vectors": {"dims": 64, "bits": 8},
        "retrieval": {"k": 120, "ef": 64, "refresh_s": 120, "timeout_ms": 18},
        "ranking": {"stage": "deep", "timeout_ms": 12},
        "deep": {"in": 100, "batch": 8, "replicas": 10},
    }
