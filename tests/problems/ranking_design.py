"""Short ways to run the simulator of the ranking designs, whole or in parts."""

import copy
from typing import Any

import arrivals
import feature_cache
import money
import numpy as np
import pipeline
import scenario
import serving
import simulator

from tests.problems.author import load

PACKAGE = "ranking-design/cold-start-80-ms"
CASES = load(PACKAGE, "cases.py")
TARGETS = {
    "p99_ms": 80.0,
    "cost_cents": 4.0,
    "ndcg_20": 0.370,
    "cold_satisfaction": 0.55,
    "creator_coverage": 30.0,
}
LOW_IS_GOOD = {"p99_ms", "cost_cents"}
STEADY = scenario.DEFAULT | {
    "daily_swing": 0,
    "burst": {"factor": 1, "every_s": 1, "lasts_s": 0.1},
    "degraded": [],
}


def design_of(submission: str) -> dict[str, Any]:
    """The design that a submission (or the starter) returns for the default traffic."""
    return load(PACKAGE, submission).design(copy.deepcopy(scenario.DEFAULT))


def simulate(design: dict[str, Any], requests: int = 6_000, seed: int = 3, **traffic: Any) -> dict[str, Any]:
    """One run on the default traffic with some of it changed."""
    case = {"traffic": scenario.DEFAULT | traffic, "requests": requests, "seed": seed}
    return simulator.simulate(design, case)


def serve(design: dict[str, Any], requests: int = 20_000, **traffic: Any) -> serving.Journeys:
    """The queues alone, without judging the feeds."""
    given = scenario.DEFAULT | traffic
    day = arrivals.draw(given, requests, 3)
    return serving.serve(pipeline.read(design), day, given["degraded"], 3)


def p99_ms(design: dict[str, Any], **traffic: Any) -> float:
    """p99 latency of the queues alone."""
    return float(np.quantile(serve(design, **traffic).total_ms, 0.99))


def bill(design: dict[str, Any]) -> money.Bill:
    """What a design costs, without judging its feeds."""
    read, journeys = pipeline.read(design), serve(design, requests=3_000)
    rows, features = money.rows_read(read, journeys), read.features
    rng = np.random.default_rng(1)
    hits = feature_cache.hit_rates(money.sources(rows, 1200), features.cache_items, features.ttl_s, rng)
    return money.bill(read, journeys, rows, hits, 1200)


def value(result: dict[str, Any], name: str) -> float:
    """One measured value."""
    return result["measured"][name]["value"]


def met(result: dict[str, Any]) -> set[str]:
    """The objectives that a result meets."""
    return {
        name
        for name, target in TARGETS.items()
        if (value(result, name) <= target if name in LOW_IS_GOOD else value(result, name) >= target)
    }


def changed(design: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A copy of a design with whole parts replaced."""
    return copy.deepcopy(design) | parts


REFERENCE = design_of("submissions/accepted/specialised_funnel.py")
