"""Describes videos in words and embeds the words: the cheapest encoder, and hardly an opinion."""


def design(traffic: dict) -> dict:
    """A caption says what is shown, not how well."""
    return {
        "encoder": {"model": "captions", "frames": 8, "replicas": 8},
        "vectors": {"dims": 64, "bits": 8},
        "retrieval": {"k": 120, "ef": 64, "refresh_s": 120, "timeout_ms": 18},
        "ranking": {"stage": "deep", "timeout_ms": 12},
        "deep": {"in": 100, "batch": 8, "replicas": 10},
    }
