"""Half of the users for ever: safe, and most of the gain is left lying."""


def design(traffic: dict) -> dict:
    """A ramp without an end."""
    return {
        "value": {"click": 1.0, "joy": 0.18},
        "feed": {"creator_boost": 0.3},
        "ramp": [{"day": 0, "share": 0.01}, {"day": 7, "share": 0.5}],
        "guardrails": [{"metric": "hides"}, {"metric": "next_day"}],
    }
