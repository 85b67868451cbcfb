"""Reads a field that the traffic does not have."""


def design(traffic: dict) -> dict:
    """The share of cold viewers is called share_without_history."""
    return {"retrieval": [{"channel": "region_popular", "k": 40 if traffic["cold_share"] > 0.1 else 20}]}
