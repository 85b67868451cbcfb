"""Looks for the best design in the call itself, without an end."""


def design(traffic: dict) -> dict:
    """Stops when no improvement is left, which a moving target never grants."""
    k, step = 40, 1
    while step:
        k = k + step if k < 400 else 40
    return {"retrieval": [{"channel": "region_popular", "k": k}]}
