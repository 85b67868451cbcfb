"""The traffic of a run: what `design(traffic)` is given and the simulator serves."""

import world
from fields import entries, record
from readyroom import InvalidDesign

STORE = "feature_store"
STATIONS = (*world.CHANNELS, STORE)  # what can be slow for some hours
DEFAULT = {
    "requests_per_s": 1200,
    "share_without_history": 0.08,
    "peak_h": 21.0,
    "daily_swing": 0.3,
    "burst": {"factor": 1.5, "every_s": 1.0, "lasts_s": 0.12},
    "spike": {"from_h": 20.0, "to_h": 22.0, "factor": 2.0},
    "degraded": [{"station": "feature_store", "from_h": 19.5, "to_h": 22.5, "slowdown": 3.0}],
}


def check(traffic: object) -> dict:
    """The traffic with every field checked; InvalidDesign names the first that is wrong."""
    fields = record(traffic, "traffic", tuple(DEFAULT))
    burst = record(fields.required("burst"), "traffic.burst", ("factor", "every_s", "lasts_s"))
    spike = record(fields.required("spike"), "traffic.spike", ("from_h", "to_h", "factor"))
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
        "spike": {
            "from_h": spike.number("from_h", 0, 24),
            "to_h": spike.number("to_h", 0, 24),
            "factor": spike.number("factor", 1, 5),
        },
        "degraded": [
            _spell(item, f"traffic.degraded[{number}]")
            for number, item in enumerate(entries(fields.required("degraded"), "traffic.degraded", 0, 20))
        ],
    }
    if not 0.5 <= checked["spike"]["to_h"] - checked["spike"]["from_h"] <= 12.0:
        raise InvalidDesign("traffic.spike", "must last from half an hour to twelve, from_h to to_h")
    share = checked["burst"]["lasts_s"] / checked["burst"]["every_s"]
    if share * checked["burst"]["factor"] >= 1.0:
        raise InvalidDesign("traffic.burst", "factor * lasts_s must stay below every_s: else it is no burst")
    return checked


def _spell(item: object, where: str) -> dict:
    """One spell in which a channel or the feature store is slow."""
    fields = record(item, where, ("station", "from_h", "to_h", "slowdown"))
    return {
        "station": fields.choice("station", STATIONS),
        "from_h": fields.number("from_h", 0, 24),
        "to_h": fields.number("to_h", 0, 24),
        "slowdown": fields.number("slowdown", 1, 20),
    }
