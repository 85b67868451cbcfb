"""The second stage wants more than the first one passes on: refused."""


def design(traffic: dict) -> dict:
    """A funnel upside down."""
    return {
        "retrieval": [{"channel": "two_tower", "k": 300}],
        "ranking": [
            {"model": "light", "in": 300, "out": 60},
            {"model": "deep", "in": 120, "out": 40},
        ],
    }
