"""The right objective for everybody on the first day: without a control group no guardrail can fire."""


def design(traffic: dict) -> dict:
    """No ramp."""
    return {
        "value": {"click": 1.0, "joy": 0.18},
        "feed": {"creator_boost": 0.3},
        "ramp": [{"day": 0, "share": 1.0}],
        "guardrails": [{"metric": "hides"}, {"metric": "next_day"}],
    }
