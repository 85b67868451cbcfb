"""Encodes what has no vector while the viewer waits."""


def design(traffic: dict) -> dict:
    """Saves GPUs on videos that nobody sees, and pays with the latency of those who do."""
    return {
        "encoder": {"model": "joint", "frames": 4, "after_views": 200, "replicas": 6},
        "vectors": {"dims": 64, "bits": 8},
        "retrieval": {"k": 120, "ef": 64, "refresh_s": 120, "timeout_ms": 18},
        "ranking": {"stage": "deep", "on_miss": "encode"},
        "deep": {"in": 100, "batch": 8, "replicas": 10},
    }
