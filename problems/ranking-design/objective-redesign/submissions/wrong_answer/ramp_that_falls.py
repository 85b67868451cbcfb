"""A ramp that goes back: refused, a launch that is to be undone is what guardrails are for."""


def design(traffic: dict) -> dict:
    """Half, then a tenth."""
    return {
        "value": {"click": 1.0, "joy": 0.18},
        "feed": {"creator_boost": 0.3},
        "ramp": [{"day": 0, "share": 0.5}, {"day": 7, "share": 0.1}],
    }
