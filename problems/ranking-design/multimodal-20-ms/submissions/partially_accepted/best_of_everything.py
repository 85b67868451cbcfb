"""The best encoder with sixteen frames and long vectors, in both stages, with machines to match."""


def design(traffic: dict) -> dict:
    """Quality first; the bill comes later."""
    return {
        "encoder": {"model": "joint", "frames": 16, "replicas": 62},
        "vectors": {"dims": 192, "bits": 16},
        "retrieval": {"k": 120, "ef": 64, "refresh_s": 120, "timeout_ms": 18},
        "ranking": {"stage": "both", "timeout_ms": 14},
        "deep": {"in": 100, "batch": 8, "replicas": 14},
    }
