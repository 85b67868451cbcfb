"""A funnel without a channel is no design: refused, no points."""


def design(traffic: dict) -> dict:
    """Forgot that candidates must come from somewhere."""
    return {"retrieval": [], "ranking": [{"model": "deep", "in": 100, "out": 40}]}
