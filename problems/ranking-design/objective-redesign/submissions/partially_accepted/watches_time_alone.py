"""Watch time instead of clicks: better, and bait is watched as well; popular creators get all of it."""


def design(traffic: dict) -> dict:
    """One proxy for another."""
    return {
        "value": {"watch": 1.0},
        "ramp": [
            {"day": 0, "share": 0.01},
            {"day": 3, "share": 0.05},
            {"day": 7, "share": 0.2},
            {"day": 10, "share": 0.5},
            {"day": 14, "share": 1.0},
        ],
        "guardrails": [{"metric": "hides"}, {"metric": "next_day"}],
    }
