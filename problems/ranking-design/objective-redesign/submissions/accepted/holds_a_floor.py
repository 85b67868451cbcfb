"""Joy is what is maximised, and the click-through rate a constraint that is held from day to day."""


def design(traffic: dict) -> dict:
    """No exchange rate is chosen: the floor finds it."""
    return {
        "value": {"joy": 1.0, "hide": -1.0},
        "feed": {"creator_boost": 1.2, "explore": 0.01},
        "ctr_floor": 0.945,
        "ramp": [
            {"day": 0, "share": 0.05},
            {"day": 4, "share": 0.2},
            {"day": 8, "share": 0.5},
            {"day": 12, "share": 1.0},
        ],
        "guardrails": [{"metric": "hides", "alpha": 0.02}, {"metric": "next_day", "alpha": 0.02}],
    }
