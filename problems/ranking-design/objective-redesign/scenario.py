"""The traffic that a design is called with, and what other traffic Run takes."""

from fields import record

DEFAULT = {"visits_per_day": 30_000, "bait_share": 0.3}


def check(traffic: object) -> dict:
    """Traffic as it is, once every field has been found to be in range; InvalidDesign names the first that is not."""
    fields = record(traffic, "traffic", tuple(DEFAULT))
    return {
        "visits_per_day": fields.integer("visits_per_day", 5_000, 1_000_000),
        "bait_share": fields.number("bait_share", 0, 0.6),
    }
