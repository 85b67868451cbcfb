def design(traffic: dict) -> dict:
    """Today's objective, for everybody at once and watched by nobody. It keeps the CTR, and nothing else."""
    return {
        "value": {"click": 1.0, "watch": 0.3},
        "ramp": [{"day": 0, "share": 1.0}],
        "guardrails": [],
    }
