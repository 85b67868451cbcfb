"""Runs a design: serve every request through the queues, judge the feeds, add up the cost, explain it."""

import time

import corpus as corpora
import explain
import frontier
import intervals
import money
import numpy as np
import scenario
from arrivals import draw, stream
from coverage import of_coverage
from feature_cache import hit_rates
from judging import judge
from pipeline import read
from readyroom import progress
from serving import serve


def simulate(design: object, case: dict) -> dict:
    """Measure a design on a case {"traffic", "requests", "seed"}; InvalidDesign names what cannot run."""
    began = time.perf_counter()
    pipeline = read(design)
    traffic = scenario.check(case["traffic"])
    requests, seed = case["requests"], case["seed"]
    rate = traffic["requests_per_s"]

    day = draw(traffic, requests, seed)
    journeys = serve(pipeline, day, traffic["degraded"], seed)
    rows = money.rows_read(pipeline, journeys)
    hits = hit_rates(
        money.sources(rows, rate),
        pipeline.features.cache_items,
        pipeline.features.ttl_s,
        stream(seed, "row reads"),
    )
    progress(requests // 3, requests)

    def tell(done: int, total: int) -> None:
        progress(requests // 3 + (requests - requests // 3) * done // total, requests)

    judgement = judge(pipeline, journeys, hits, corpora.build(), seed, tell)
    costs = money.bill(pipeline, journeys, rows, hits, rate)
    latency = explain.breakdown(journeys)
    measured = {
        "p99_ms": intervals.of_percentile(journeys.total_ms, 0.99),
        "cost_cents": (costs.total, costs.half_width),
        "ndcg_20": intervals.of_mean(judgement.values(cold=False)),
        "cold_satisfaction": intervals.of_mean(judgement.values(cold=True)),
        "creator_coverage": of_coverage(judgement, float(np.mean(day.cold))),
    }
    words = explain.remarks(pipeline, journeys, latency, costs, hits)
    words.append(frontier.remark(costs.total, measured["cold_satisfaction"][0]))
    return {
        "measured": {name: {"value": value, "half_width": half} for name, (value, half) in measured.items()},
        "stages": list(explain.STAGES),
        "latency": latency,
        "frontier": frontier.chart(),
        "request": explain.timeline(journeys),
        "remarks": [word for word in words if word],
        "requests": requests,
        "seconds": round(time.perf_counter() - began, 3),
    }
