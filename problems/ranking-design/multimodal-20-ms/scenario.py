"""The traffic of a run, and the funnel that stands already: `design(traffic)` adds to it."""

from fields import record
from readyroom import InvalidDesign

DEFAULT = {
    "requests_per_s": 1200,
    "share_without_history": 0.08,
    "peak_h": 21.0,
    "daily_swing": 0.3,
    "burst": {"factor": 1.5, "every_s": 1.0, "lasts_s": 0.12},
    "uploads": {"per_s": 40, "peak_h": 19.0, "swing": 0.6},
}
FUNNEL = {
    "retrieval": [
        {"channel": "two_tower", "k": 180, "ef": 48, "timeout_ms": 18, "viewers": "history"},
        {"channel": "region_popular", "k": 120, "refresh_s": 300},
        {"channel": "trending_language", "k": 80, "refresh_s": 300},
        {"channel": "fresh_uploads", "k": 60, "max_age_h": 12, "timeout_ms": 16},
    ],
    "features": {"cache_items": 2_000_000, "ttl_s": 300, "on_miss": "wait", "hedge_ms": 9},
    "ranking": [
        {"model": "light", "in": 400, "out": 100, "batch": 16, "replicas": 2},
        {"model": "deep", "in": 100, "out": 40, "batch": 8, "wait_ms": 3, "replicas": 8},
    ],
    "rerank": {"rule": "mmr", "weight": 0.4, "per_creator": 1},
    "explore": {"share": 0.1, "arm": "thompson", "viewers": "history"},
    "fallback": {"after_ms": 120, "serve": "region_popular"},
}


def check(traffic: object) -> dict:
    """The traffic with every field checked; InvalidDesign names the first that is wrong."""
    fields = record(traffic, "traffic", tuple(DEFAULT))
    burst = record(fields.required("burst"), "traffic.burst", ("factor", "every_s", "lasts_s"))
    uploads = record(fields.required("uploads"), "traffic.uploads", ("per_s", "peak_h", "swing"))
    checked = {
        "requests_per_s": fields.number("requests_per_s", 10, 10_000),
        "share_without_history": fields.number("share_without_history", 0, 0.9),
        "peak_h": fields.number("peak_h", 0, 24),
        "daily_swing": fields.number("daily_swing", 0, 0.9),
        "burst": {
            "factor": burst.number("factor", 1, 5),
            "every_s": burst.number("every_s", 0.1, 3600),
            "lasts_s": burst.number("lasts_s", 0.01, 600),
        },
        "uploads": {
            "per_s": uploads.number("per_s", 0.1, 1000),
            "peak_h": uploads.number("peak_h", 0, 24),
            "swing": uploads.number("swing", 0, 0.9),
        },
    }
    share = checked["burst"]["lasts_s"] / checked["burst"]["every_s"]
    if share * checked["burst"]["factor"] >= 1.0:
        raise InvalidDesign("traffic.burst", "factor * lasts_s must stay below every_s: else it is no burst")
    return checked
