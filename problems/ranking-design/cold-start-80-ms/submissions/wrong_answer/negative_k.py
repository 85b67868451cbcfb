"""An arithmetic slip makes k negative: refused with the place and the value."""


def design(traffic: dict) -> dict:
    """Splits a budget of candidates that is already spent."""
    budget = 300
    first = 320
    return {
        "retrieval": [
            {"channel": "two_tower", "k": first},
            {"channel": "region_popular", "k": budget - first},
        ]
    }
