"""Reads a field that the traffic does not have."""


def design(traffic: dict) -> dict:
    """The rate of the uploads is called per_s."""
    return {"encoder": {"model": "captions", "replicas": round(traffic["uploads"]["rate"] * 0.1)}}
