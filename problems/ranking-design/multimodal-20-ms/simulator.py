"""Runs a design: the funnel without and with the feature, the feeds it makes, the bill, and what stands out."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import bill
import corpus as corpora
import explain
import frontier
import intervals
import money
import numpy as np
import remarks
import scenario
from arrivals import Traffic, draw, stream
from corpus import Corpus
from feature import Feature, read, unused
from feature_cache import hit_rates
from judging import Judgement, judge
from library import Library
from readyroom import progress
from travel import Trip, travel

HOURS = np.arange(0.0, 24.5, 0.5)


def simulate(design: object, case: dict) -> dict:
    """Measure a design on a case {"traffic", "requests", "seed"}; InvalidDesign names what cannot run."""
    began = time.perf_counter()
    feature = read(design)
    traffic = scenario.check(case["traffic"])
    requests, seed = case["requests"], case["seed"]
    rate = traffic["requests_per_s"]

    day = draw(traffic, requests, seed)
    corpus = corpora.build()
    progress(requests // 10, requests)
    today = _run(unused(feature), traffic, day, corpus, seed, _stretch(requests, 0.1, 0.5))
    run = _run(feature, traffic, day, corpus, seed, _stretch(requests, 0.5, 1.0))
    journeys = run.trip.journeys
    ndcg, young = run.judgement.gain_on(today.judgement)
    before = np.quantile(today.trip.journeys.total_ms, 0.99)
    after, half_width = intervals.of_percentile(journeys.total_ms, 0.99)
    costs = run.costs(feature, rate)
    latency = explain.breakdown(journeys)
    measured = {
        "added_p99_ms": (after - before, half_width),
        "cost_cents": (costs.total, costs.half_width),
        "ndcg_gain": intervals.of_mean(ndcg),
        "young_gain": intervals.of_mean(young),
        "lag_min": intervals.of_percentile(run.library.lag_min(), 0.95),
    }
    words = explain.remarks(feature.funnel, journeys, latency, costs, run.hits)
    words += remarks.of_feature(feature, run.trip, run.library, traffic["uploads"])
    words.append(frontier.remark(costs.total, measured["ndcg_gain"][0]))
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


@dataclass(frozen=True)
class Run:
    """One design on one day."""

    trip: Trip
    library: Library
    hits: dict[str, float]
    rows: dict[str, np.ndarray]
    judgement: Judgement

    def costs(self, feature: Feature, rate: float) -> money.Bill:
        """The whole bill."""
        funnel = money.bill(feature.funnel, self.trip.journeys, self.rows, self.hits, rate)
        return bill.add_up(feature, self.trip, funnel, rate)


def _run(
    feature: Feature, traffic: dict, day: Traffic, corpus: Corpus, seed: int, tell: Callable[[int, int], None]
) -> Run:
    """Serve the day and judge its feeds."""
    library = Library(feature, corpus, traffic["uploads"], seed)
    lacking = np.interp(day.hour, HOURS, [library.missing(hour) for hour in HOURS])
    trip = travel(feature, day, lacking, traffic["uploads"]["per_s"] / traffic["requests_per_s"], seed)
    rows, features = money.rows_read(feature.funnel, trip.journeys), feature.funnel.features
    read_per_s = money.sources(rows, traffic["requests_per_s"])
    hits = hit_rates(read_per_s, features.cache_items, features.ttl_s, stream(seed, "row reads"))
    return Run(trip, library, hits, rows, judge(feature, trip, hits, library, corpus, seed, tell))


def _stretch(requests: int, begin: float, end: float) -> Callable[[int, int], None]:
    """Progress of one part of the work: from `begin` to `end` of the whole, as shares."""
    return lambda done, total: progress(int(requests * (begin + (end - begin) * done / total)), requests)
