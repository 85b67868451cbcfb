"""Patience is left out by leaving the field out: None stands for that, infinity is refused, with the place."""


def design(traffic: dict) -> dict:
    """Waits for ever, and says so."""
    return {
        "retrieval": [{"channel": "two_tower", "k": 180}],
        "ranking": [{"model": "deep", "in": 100, "out": 40, "patience_ms": float("inf")}],
    }
