"""Tests every day at the level of a single test: sooner or later an alarm is false."""


def design(traffic: dict) -> dict:
    """Peeking."""
    return {
        "value": {"click": 1.0, "joy": 0.18},
        "feed": {"creator_boost": 0.3},
        "ramp": [
            {"day": 0, "share": 0.01},
            {"day": 3, "share": 0.05},
            {"day": 7, "share": 0.2},
            {"day": 10, "share": 0.5},
            {"day": 14, "share": 1.0},
        ],
        "guardrails": [{"metric": "hides", "test": "every_day"}, {"metric": "next_day", "test": "every_day"}],
    }
