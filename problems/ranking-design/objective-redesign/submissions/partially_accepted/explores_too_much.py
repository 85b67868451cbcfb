"""A third of all slots by chance: every creator is seen, and nobody gets what they came for."""


def design(traffic: dict) -> dict:
    """Exploration without a price."""
    return {
        "value": {"click": 1.0, "joy": 0.18},
        "feed": {"explore": 0.33},
        "ramp": [
            {"day": 0, "share": 0.01},
            {"day": 3, "share": 0.05},
            {"day": 7, "share": 0.2},
            {"day": 10, "share": 0.5},
            {"day": 14, "share": 1.0},
        ],
        "guardrails": [{"metric": "hides"}, {"metric": "next_day"}],
    }
