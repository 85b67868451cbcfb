"""Maximises joy and forgets what pays for it: a quarter of the clicks is gone, and few creators are shown."""


def design(traffic: dict) -> dict:
    """The opposite mistake."""
    return {
        "value": {"joy": 1.0},
        "ramp": [
            {"day": 0, "share": 0.01},
            {"day": 3, "share": 0.05},
            {"day": 7, "share": 0.2},
            {"day": 10, "share": 0.5},
            {"day": 14, "share": 1.0},
        ],
        "guardrails": [{"metric": "hides"}, {"metric": "next_day"}],
    }
