"""Runs a design: serve every request through the queues, judge the feeds, add up the cost, explain it."""

import time

import corpus as corpora
import explain
import intervals
import money
import scenario
from arrivals import draw, mean_rate, stream
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
    rate = mean_rate(traffic)

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
        "spike_p99_ms": intervals.of_percentile(journeys.total_ms[day.spike], 0.99),
        "calm_p99_ms": intervals.of_percentile(journeys.total_ms[~day.spike], 0.99),
        "spike_ndcg_20": intervals.of_mean(judgement.of(day.spike)),
        "calm_ndcg_20": intervals.of_mean(judgement.of(~day.spike)),
        "cost_cents": (costs.total, costs.half_width),
    }
    return {
        "measured": {name: {"value": value, "half_width": half} for name, (value, half) in measured.items()},
        "stages": list(explain.STAGES),
        "latency": latency,
        "request": explain.timeline(journeys),
        "remarks": explain.remarks(pipeline, journeys, latency, costs, hits),
        "requests": requests,
        "seconds": round(time.perf_counter() - began, 3),
    }
