"""The traffic of a run: what `design(traffic)` is given and the simulator serves."""

import world
from fields import entries, record
from readyroom import InvalidDesign

DEFAULT = {
    "requests_per_s": 1200,
    "share_without_history": 0.08,
    "peak_h": 21.0,
    "daily_swing": 0.3,
    "burst": {"factor": 1.5, "every_s": 1.0, "lasts_s": 0.12},
    "degraded": [
        {"channel": "two_tower", "from_h": 13.0, "to_h": 14.5, "slowdown": 1.8},
        {"channel": "fresh_uploads", "from_h": 19.5, "to_h": 21.5, "slowdown": 2.5},
    ],
}
REQUESTS = (200, 1_000_000)


def check(traffic: object) -> dict:
    """The traffic with every field checked; InvalidDesign names the first that is wrong."""
    fields = record(traffic, "traffic", tuple(DEFAULT))
    burst = record(fields.required("burst"), "traffic.burst", ("factor", "every_s", "lasts_s"))
    checked = {
        "requests_per_s": fields.number("requests_per_s", 10, 10_000),
        "share_without_history": fields.number("share_without_history", 0, 1),
        "peak_h": fields.number("peak_h", 0, 24),
        "daily_swing": fields.number("daily_swing", 0, 0.9),
        "burst": {
            "factor": burst.number("factor", 1, 5),
            "every_s": burst.number("every_s", 0.1, 3600),
            "lasts_s": burst.number("lasts_s", 0.01, 600),
        },
        "degraded": [
            _spell(item, f"traffic.degraded[{number}]")
            for number, item in enumerate(entries(fields.required("degraded"), "traffic.degraded", 0, 20))
        ],
    }
    share = checked["burst"]["lasts_s"] / checked["burst"]["every_s"]
    if share * checked["burst"]["factor"] >= 1.0:
        raise InvalidDesign("traffic.burst", "factor * lasts_s must stay below every_s: else it is no burst")
    return checked


def _spell(item: object, where: str) -> dict:
    """One spell in which a channel is slow."""
    fields = record(item, where, ("channel", "from_h", "to_h", "slowdown"))
    return {
        "channel": fields.choice("channel", tuple(world.CHANNELS)),
        "from_h": fields.number("from_h", 0, 24),
        "to_h": fields.number("to_h", 0, 24),
        "slowdown": fields.number("slowdown", 1, 20),
    }
