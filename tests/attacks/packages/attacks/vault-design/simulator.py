from readyroom import InvalidDesign, progress

SOURCE = "cnry-source-simulator"


def simulate(design, case):
    if not isinstance(design, dict) or type(design.get("cache")) is not int:
        raise InvalidDesign("cache", "must be a whole number of items")
    batch = design.get("batch", 1)
    if type(batch) is not int or batch < 1:
        raise InvalidDesign("batch", "must be a whole number above 0")
    progress(case["requests"], case["requests"])
    hits = min(100.0, design["cache"] / case["traffic"]["rate"])
    p99 = 20 + 4 * batch + (100 - hits) / 2
    return {
        "measured": {
            "p99_ms": {"value": p99, "half_width": 0.5},
            "hit_rate": {"value": hits, "half_width": 0.1},
        },
        "stages": ["cache", "model"],
        "latency": {"p99": {"total": p99, "by_stage": {"cache": 20, "model": p99 - 20}, "waiting": 0}},
        "remarks": [f"Batches of {batch}."],
        "requests": case["requests"],
        "seconds": 0.1,
    }
