"""Encodes a video once fifty viewers have seen it, to save GPUs: by then feedback says as much."""


def design(traffic: dict) -> dict:
    """The new are what a vector helps, and the new have no views."""
    return {
        "encoder": {"model": "joint", "frames": 4, "after_views": 50, "replicas": 8},
        "vectors": {"dims": 64, "bits": 8},
        "retrieval": {"k": 120, "ef": 64, "refresh_s": 120, "timeout_ms": 18},
        "ranking": {"stage": "deep", "timeout_ms": 12},
        "deep": {"in": 100, "batch": 8, "replicas": 10},
    }
