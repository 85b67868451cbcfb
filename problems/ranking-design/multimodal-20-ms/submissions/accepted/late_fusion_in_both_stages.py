"""Two small towers whose vectors are joined late: cheap enough for every frame it needs, and for both rankers."""


def design(traffic: dict) -> dict:
    """The vectors of all candidates are read beside their feature rows, so that hardly anybody waits for them."""
    return {
        "encoder": {"model": "late_fusion", "frames": 8, "replicas": 12},
        "vectors": {"dims": 128, "bits": 8},
        "retrieval": {"k": 220, "ef": 64, "refresh_s": 120, "timeout_ms": 12},
        "ranking": {"stage": "both", "timeout_ms": 12},
        "deep": {"in": 80, "batch": 8, "replicas": 9},
    }
