"""Keeps all that the encoder gives: 256 dimensions of 32 bits."""


def design(traffic: dict) -> dict:
    """Every read, every gigabyte and every candidate of the deep stage pays for them."""
    return {
        "encoder": {"model": "joint", "frames": 4, "replicas": 20},
        "vectors": {"dims": 256, "bits": 32},
        "retrieval": {"k": 120, "ef": 64, "refresh_s": 120, "timeout_ms": 18},
        "ranking": {"stage": "deep", "timeout_ms": 12},
        "deep": {"in": 100, "batch": 8, "replicas": 9},
    }
