"""Vectors of seven bits: refused, with the widths that there are."""


def design(traffic: dict) -> dict:
    """Less is more."""
    return {
        "encoder": {"model": "joint", "frames": 4, "replicas": 20},
        "vectors": {"dims": 64, "bits": 7},
        "retrieval": {"k": 120, "ef": 64, "refresh_s": 120, "timeout_ms": 18},
        "ranking": {"stage": "deep", "timeout_ms": 12},
        "deep": {"in": 100, "batch": 8, "replicas": 9},
    }
