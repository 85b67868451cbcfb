"""Builds the content index at midnight, like the one that stands: today's videos are in tomorrow's."""


def design(traffic: dict) -> dict:
    """What the channel was brought in for is what it cannot find."""
    return {
        "encoder": {"model": "joint", "frames": 4, "replicas": 20},
        "vectors": {"dims": 64, "bits": 8},
        "retrieval": {"k": 120, "ef": 64, "refresh_s": 86_400, "timeout_ms": 18},
        "ranking": {"stage": "deep", "timeout_ms": 12},
        "deep": {"in": 100, "batch": 8, "replicas": 10},
    }
