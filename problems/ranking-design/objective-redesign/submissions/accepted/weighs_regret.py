"""Joy gets a weight beside the click, and creators who are short of views a little more; watched by what reacts early."""


def design(traffic: dict) -> dict:
    """A fixed exchange rate between clicks and joy, and two weeks of ramp."""
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
        "guardrails": [{"metric": "hides"}, {"metric": "next_day"}],
    }
