"""All weights are 0: refused."""


def design(traffic: dict) -> dict:
    """No value."""
    return {
        "value": {"click": 0},
        "ramp": [{"day": 0, "share": 1.0}],
    }
