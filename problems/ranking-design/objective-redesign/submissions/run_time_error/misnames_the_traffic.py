"""Reads a field that the traffic does not have."""


def design(traffic: dict) -> dict:
    """The number of visits is called visits_per_day."""
    first = 2_000 / traffic["visits"]
    return {"value": {"click": 1.0, "joy": 0.18}, "ramp": [{"day": 0, "share": first}]}
