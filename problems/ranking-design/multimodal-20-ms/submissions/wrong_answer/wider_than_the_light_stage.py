"""Lets the deep stage score more than the light one passes on: refused."""


def design(traffic: dict) -> dict:
    """A funnel upside down."""
    return {
        "encoder": {"model": "joint", "frames": 4, "replicas": 20},
        "vectors": {"dims": 64, "bits": 8},
        "retrieval": {"k": 120, "ef": 64, "refresh_s": 120, "timeout_ms": 18},
        "ranking": {"stage": "deep", "timeout_ms": 12},
        "deep": {"in": 140, "batch": 8, "replicas": 12},
    }
