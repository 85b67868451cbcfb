"""Every video has its vector, and nobody asks for it."""


def design(traffic: dict) -> dict:
    """Shipped, and switched off."""
    return {
        "encoder": {"model": "joint", "frames": 4, "replicas": 20},
        "vectors": {"dims": 64, "bits": 8},
        "retrieval": None,
        "ranking": None,
        "deep": {"in": 100, "batch": 8, "replicas": 8},
    }
