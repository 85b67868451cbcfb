"""The simulator of the ranking designs: its queues, cache and scores against theory, its laws, its messages."""

import copy
import math
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.problems.author import PROBLEMS, accepted, load

PACKAGE = "ranking-design/cold-start-80-ms"
FOLDER = PROBLEMS / PACKAGE
sys.path.append(str(FOLDER))  # the author's files import each other, as they do in their cell
CASES = load(PACKAGE, "cases.py")  # also makes `readyroom` importable

import arrivals  # noqa: E402
import candidates  # noqa: E402
import corpus as corpora  # noqa: E402
import feature_cache  # noqa: E402
import frontier  # noqa: E402
import intervals  # noqa: E402
import judging  # noqa: E402
import money  # noqa: E402
import pipeline  # noqa: E402
import scenario  # noqa: E402
import scoring  # noqa: E402
import serving  # noqa: E402
import simulator  # noqa: E402
import stations  # noqa: E402
import world  # noqa: E402
from readyroom import InvalidDesign  # noqa: E402

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


@pytest.fixture(autouse=True)
def _fewer_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judging is most of the work of a run and the laws hold for any number of judged feeds."""
    monkeypatch.setattr(world, "JUDGED", 1_000)


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


# Queues


def erlang_c_wait(rate: float, service_rate: float, servers: int) -> float:
    """Mean time in the queue of M/M/c (Erlang C)."""
    offered = rate / service_rate
    busy = offered / servers
    tail = offered**servers / math.factorial(servers) / (1 - busy)
    waits = tail / (sum(offered**k / math.factorial(k) for k in range(servers)) + tail)
    return waits / (servers * service_rate - rate)


@pytest.mark.parametrize(("servers", "load_"), [(1, 0.5), (1, 0.8), (4, 0.8), (12, 0.9), (30, 0.85)])
def test_waiting_of_many_servers_is_erlang_c(servers: int, load_: float) -> None:
    rng, n = np.random.default_rng(11), 400_000
    arrival = np.cumsum(rng.exponential(1 / (load_ * servers), n))
    served = stations.serve_fifo(arrival, rng.exponential(1.0, n), servers, np.full(n, np.inf))
    expected = erlang_c_wait(load_ * servers, 1.0, servers)
    assert (served.start - arrival).mean() == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("variation", [0.0, 0.5, 1.5])
def test_waiting_at_one_server_is_pollaczek_khinchine(variation: float) -> None:
    rng, n, busy = np.random.default_rng(12), 400_000, 0.7
    sigma = math.sqrt(math.log1p(variation**2))
    service = np.exp(sigma * rng.standard_normal(n) - sigma**2 / 2)
    arrival = np.cumsum(rng.exponential(1 / busy, n))
    served = stations.serve_fifo(arrival, service, 1, np.full(n, np.inf))
    expected = busy * (1 + variation**2) / (2 * (1 - busy))
    assert (served.start - arrival).mean() == pytest.approx(expected, rel=0.05)


def test_number_in_the_system_is_rate_times_time() -> None:
    rng, n = np.random.default_rng(13), 100_000
    arrival = np.cumsum(rng.exponential(1.0, n))
    served = stations.serve_fifo(arrival, rng.exponential(3.0, n), 4, np.full(n, np.inf))
    moments = np.sort(rng.uniform(0, arrival[-1], 50_000))
    inside = np.searchsorted(arrival, moments) - np.searchsorted(np.sort(served.end), moments)
    rate = n / arrival[-1]
    assert inside.mean() == pytest.approx(rate * (served.end - arrival).mean(), rel=0.03)


def test_first_come_is_first_served_with_one_server_each() -> None:
    arrival = np.array([5.0, 0.0, 1.0, np.inf])
    served = stations.serve_fifo(arrival, np.array([1.0, 4.0, 3.0, 9.0]), 1, np.full(4, np.inf))
    assert served.start.tolist() == [7.0, 0.0, 4.0, np.inf]
    assert served.end.tolist() == [8.0, 4.0, 7.0, np.inf]
    assert served.busy_ms == 8.0


def test_request_that_gave_up_is_thrown_away_without_work() -> None:
    give_up = np.array([9.0, 2.0, 9.0])
    served = stations.serve_fifo(np.array([0.0, 0.5, 1.0]), np.array([3.0, 3.0, 3.0]), 1, give_up)
    assert served.end.tolist() == [3.0, np.inf, 6.0]
    assert served.busy_ms == 6.0


def batches(arrival: np.ndarray, **options: Any) -> stations.Served:
    """serve_batches with service times that do not vary and patience without end."""
    n = len(arrival)
    options = {"servers": 1, "size": 4, "wait_ms": 2.0, "fixed_ms": 3.0, "each_ms": 1.0} | options
    return stations.serve_batches(arrival, np.full(n, np.inf), np.ones(n), **options)


def test_batches_leave_when_full_or_when_the_oldest_has_waited() -> None:
    served = batches(np.array([0.0, 0.1, 0.2, 0.3, 0.4, 20.0]), servers=2)
    assert served.start.tolist() == [0.3, 0.3, 0.3, 0.3, 2.4, 22.0]
    assert served.end == pytest.approx([7.3, 7.3, 7.3, 7.3, 6.4, 26.0])
    assert served.batch.tolist() == [4, 4, 4, 4, 1, 1]


def test_batches_fill_up_while_the_server_is_busy() -> None:
    served = batches(np.array([0.0, 3.0, 4.0, 5.0]), size=3, wait_ms=0.0)
    assert served.start.tolist() == [0.0, 4.0, 4.0, 9.0]


def test_batches_of_one_are_a_plain_queue() -> None:
    rng, n = np.random.default_rng(14), 20_000
    arrival, factor = np.cumsum(rng.exponential(1.0, n)), rng.exponential(1.0, n)
    forever = np.full(n, np.inf)
    alone = stations.serve_batches(
        arrival, forever, factor, servers=3, size=1, wait_ms=5.0, fixed_ms=1.5, each_ms=1.0
    )
    plain = stations.serve_fifo(arrival, 2.5 * factor, 3, forever)
    assert np.array_equal(alone.start, plain.start)
    assert alone.end == pytest.approx(plain.end)


# Cache


def zipf_keys(rng: np.random.Generator, rows: int, exponent: float, n: int) -> tuple[np.ndarray, np.ndarray]:
    """n keys and the probability of each of `rows` keys, popularity rank ** -exponent."""
    popularity = np.arange(1, rows + 1) ** -exponent
    popularity /= popularity.sum()
    return rng.choice(rows, n, p=popularity), popularity


def test_cache_drops_what_was_used_longest_ago() -> None:
    hits = feature_cache.simulate_lru([1, 2, 1, 3, 2, 1], [0.0, 1, 2, 3, 4, 5], 2, 100.0)
    assert hits == [False, False, True, False, False, False]


def test_row_lives_from_its_fetch_not_from_its_last_use() -> None:
    hits = feature_cache.simulate_lru([1, 1, 1, 1], [0.0, 3.0, 5.0, 8.0], 2, 5.0)
    assert hits == [False, True, False, True]


@pytest.mark.parametrize("capacity", [50, 200, 600])
def test_hit_rate_of_least_recently_used_is_ches_approximation(capacity: int) -> None:
    rng, n = np.random.default_rng(15), 300_000
    keys, popularity = zipf_keys(rng, 2_000, 0.8, n)
    hits = feature_cache.simulate_lru(keys.tolist(), list(range(n)), capacity, math.inf)
    low, high = 0.0, 1e9
    for _ in range(100):  # the characteristic time at which the expected number of rows fills the cache
        middle = (low + high) / 2
        low, high = (middle, high) if (1 - np.exp(-popularity * middle)).sum() < capacity else (low, middle)
    expected = (popularity * (1 - np.exp(-popularity * low))).sum()
    assert np.mean(hits[n // 5 :]) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("ttl_s", [0.5, 5.0, 50.0])
def test_hit_rate_of_a_time_to_live_is_its_formula(ttl_s: float) -> None:
    rng, n, rate = np.random.default_rng(16), 300_000, 100.0
    keys, popularity = zipf_keys(rng, 500, 0.7, n)
    times = np.cumsum(rng.exponential(1 / rate, n))
    hits = feature_cache.simulate_lru(keys.tolist(), times.tolist(), 500, ttl_s)
    reads = popularity * rate * ttl_s  # a row lives ttl_s from a miss: reads hits follow each miss
    expected = (popularity * reads / (1 + reads)).sum()
    assert np.mean(hits[n // 3 :]) == pytest.approx(expected, abs=0.01)


def test_miniature_cache_hits_as_often_as_the_large_one() -> None:
    source = feature_cache.Source("rows", 40_000.0, 0.8, 400_000)
    rng = np.random.default_rng(17)
    small = feature_cache.hit_rates([source], 40_000, 1e6, rng, accesses=60_000)["rows"]
    edges = np.arange(400_001) / 400_000
    popularity = np.diff(edges ** (1 - 0.8))
    n = 900_000
    keys = np.searchsorted(np.cumsum(popularity), rng.random(n)).tolist()
    large = np.mean(feature_cache.simulate_lru(keys, list(range(n)), 40_000, math.inf)[n // 2 :])
    assert small == pytest.approx(large, abs=0.015)


def test_without_a_cache_nothing_hits() -> None:
    source = feature_cache.Source("rows", 100.0, 0.8, 1_000)
    assert feature_cache.hit_rates([source], 0, 60.0, np.random.default_rng(1)) == {"rows": 0.0}


# Arrivals


def test_arrivals_without_swing_and_bursts_are_poisson() -> None:
    traffic = arrivals.draw(STEADY, 100_000, 5)
    per_window = np.bincount((traffic.arrival_ms / 50.0).astype(int))[10:-10]
    assert per_window.mean() == pytest.approx(60.0, rel=0.02)
    assert per_window.var() / per_window.mean() == pytest.approx(1.0, abs=0.1)
    assert traffic.cold.mean() == pytest.approx(0.08, abs=0.004)


def test_bursts_make_traffic_burstier_and_not_larger() -> None:
    bursty = STEADY | {"burst": {"factor": 3.0, "every_s": 1.0, "lasts_s": 0.1}}
    traffic = arrivals.draw(bursty, 200_000, 5)
    per_window = np.bincount((traffic.arrival_ms / 50.0).astype(int))[10:-10]
    assert per_window.mean() == pytest.approx(60.0, rel=0.05)
    assert per_window.var() / per_window.mean() > 5.0


def test_peak_hour_carries_the_swing() -> None:
    traffic = arrivals.draw(STEADY | {"daily_swing": 0.5, "peak_h": 20.0}, 200_000, 5)
    by_hour = np.bincount(traffic.hour.astype(int), minlength=24) / (200_000 / 24)
    assert by_hour[19:21].mean() == pytest.approx(1.5, abs=0.05)
    assert by_hour[7:9].mean() == pytest.approx(0.5, abs=0.05)


# Scores


def test_ndcg_of_best_and_worst_feeds() -> None:
    utility = np.arange(world.ITEMS, dtype=float)[None, :]
    best = np.arange(world.ITEMS - 1, world.ITEMS - 21, -1)[None, :]
    assert judging.ndcg(utility, best) == pytest.approx([1.0])
    assert judging.ndcg(utility, np.arange(20)[None, :]) == pytest.approx([0.0])
    one_grade_lower = np.arange(world.ITEMS - 21, world.ITEMS - 41, -1)[None, :]
    assert judging.ndcg(utility, one_grade_lower) == pytest.approx([7 / 15])


def test_coverage_is_that_of_a_sample_of_feeds() -> None:
    rng = np.random.default_rng(18)
    judgement, feeds = judging.Judgement(), []
    weights = rng.dirichlet(np.full(world.CREATORS, 0.1))
    for number in range(2_000):
        feed = rng.choice(world.CREATORS, 20, replace=False, p=(weights + 1e-9) / (weights + 1e-9).sum())
        feeds.append(feed)
        judgement.shown[False][number % judging.GROUPS, feed] += 1
        judgement.feeds[False][number % judging.GROUPS] += 1
    estimated, half_width = intervals.of_coverage(judgement, 0.0)
    draws = [
        len(np.unique(np.concatenate([feeds[i] for i in rng.choice(2_000, world.COVERAGE_FEEDS)])))
        for _ in range(300)
    ]
    assert estimated == pytest.approx(100 * np.mean(draws) / world.CREATORS, abs=0.5)
    assert 0 < half_width < 2


def test_interval_of_a_percentile_covers_its_true_value() -> None:
    rng, true, covered = np.random.default_rng(19), -math.log(0.01), 0
    for _ in range(200):
        middle, half_width = intervals.of_percentile(rng.exponential(1.0, 20_000), 0.99)
        covered += abs(middle - true) <= half_width
    assert 180 <= covered <= 199


def test_feed_obeys_the_cap_per_creator_and_repeats_nothing() -> None:
    corpus = corpora.build()
    now = SimpleNamespace(corpus=corpus)
    rng = np.random.default_rng(20)
    item = np.stack([rng.permutation(world.ITEMS)[:90] for _ in range(50)])
    item[:, 40:] = np.flatnonzero(np.isin(corpus.creator, corpus.creator[:20]))[:50]
    item = np.stack([rng.permutation(np.unique(row)) for row in item[:, :90] if len(np.unique(row)) == 90])
    score = -np.sort(-rng.standard_normal(item.shape), axis=1)
    feed = scoring.rerank(pipeline.Rerank(0.3, 1), item, score, now)
    assert len(feed) > 5
    for row in feed:
        assert len(set(row.tolist())) == 20
        assert len(set(corpus.creator[row].tolist())) == 20


def test_short_feed_is_filled_without_repeats() -> None:
    feed = np.array([[7, 3, -1, -1], [-1, 1, 2, -1]])
    filled = scoring.fill(feed, np.tile(np.arange(40), (2, 1)))
    assert filled.tolist() == [[7, 3, 0, 1], [0, 1, 2, 3]]


def test_index_finds_more_with_a_wider_beam_and_less_of_a_larger_k() -> None:
    assert candidates.recall(128, 300) > candidates.recall(64, 300) > candidates.recall(64, 600)


def test_what_is_shown_often_becomes_known() -> None:
    corpus = corpora.build()
    estimates = corpora.Estimates(corpus, np.random.default_rng(21))
    shown = np.where(np.arange(world.ITEMS) < 1_000, 1e5, 0.0)
    estimates.learn(shown)
    assert np.abs(estimates.mean - corpus.quality)[:1_000].max() < 0.1
    assert np.array_equal(estimates.mean[1_000:], corpus.expected_quality[1_000:])


# Laws of whole runs: the same seed draws the same traffic, viewers and service times for every design


@pytest.mark.parametrize("number", range(len(REFERENCE["retrieval"])))
def test_more_candidates_are_never_cheaper(number: int) -> None:
    more = copy.deepcopy(REFERENCE)
    more["retrieval"][number]["k"] += 60
    assert bill(more).total > bill(REFERENCE).total


def test_longer_timeouts_never_lose_answers() -> None:
    shares = []
    for timeout_ms in (6, 9, 12, 16, 24, 60):
        call = {"channel": "two_tower", "k": 250, "ef": 64, "timeout_ms": timeout_ms}
        shares.append(serve({"retrieval": [call]}).answered["two_tower"].mean())
    assert shares == sorted(shares)
    assert shares[0] < 0.2
    assert shares[-1] > 0.999


def test_longer_timeouts_never_lose_recall() -> None:
    ndcg = []
    for timeout_ms in (6, 9, 60):
        call = {"channel": "two_tower", "k": 250, "ef": 64, "timeout_ms": timeout_ms}
        ndcg.append(value(simulate({"retrieval": [call]}), "ndcg_20"))
    assert ndcg == sorted(ndcg)


def test_more_replicas_are_never_slower_and_never_cheaper() -> None:
    designs = [changed(REFERENCE, fallback=None) for _ in range(5)]
    for design, replicas in zip(designs, (6, 7, 8, 10, 14), strict=True):
        design["ranking"][1]["replicas"] = replicas
    slowness = [p99_ms(design) for design in designs]
    assert slowness == sorted(slowness, reverse=True)
    costs = [bill(design).total for design in designs]
    assert costs == sorted(costs)


def test_more_traffic_is_never_faster() -> None:
    slowness = [p99_ms(changed(REFERENCE, fallback=None), requests_per_s=rate) for rate in (600, 1200, 1500)]
    assert slowness == sorted(slowness)


def test_larger_caches_read_fewer_rows() -> None:
    reads = []
    for rows in (0, 300_000, 3_000_000, 12_000_000):
        design = changed(REFERENCE, features={"cache_items": rows, "ttl_s": 300})
        reads.append(bill(design).items["feature reads"])
    assert reads == sorted(reads, reverse=True)
    assert reads[0] > 2 * reads[-1]


def test_hedging_takes_the_slow_answers_out_of_the_tail() -> None:
    without = changed(REFERENCE, fallback=None, features={"on_miss": "wait"})
    hedged = changed(REFERENCE, fallback=None, features={"on_miss": "wait", "hedge_ms": 9})
    # The store is slow one time in fifty, and so slows the slowest percent.
    assert p99_ms(without) > p99_ms(hedged) + 8


def test_exploring_on_viewers_with_history_helps_cold_viewers() -> None:
    explored = {"share": 0.2, "arm": "thompson", "viewers": "history"}
    with_, without = (
        simulate(changed(REFERENCE, explore=part), requests=14_000) for part in (explored, None)
    )
    assert value(with_, "cold_satisfaction") > value(without, "cold_satisfaction") + 0.004
    assert value(with_, "ndcg_20") < value(without, "ndcg_20") - 0.01


def test_fallback_bounds_latency_and_costs_quality() -> None:
    early = simulate(changed(REFERENCE, fallback={"after_ms": 30, "serve": "region_popular"}))
    assert value(early, "p99_ms") < 36
    assert value(early, "ndcg_20") < value(simulate(REFERENCE), "ndcg_20") - 0.1


def test_same_seed_gives_the_same_result_and_another_seed_another() -> None:
    first, again, other = simulate(REFERENCE), simulate(REFERENCE), simulate(REFERENCE, seed=4)
    for result in (first, again, other):
        result.pop("seconds")
    assert first == again
    assert first["measured"] != other["measured"]


# What a result says


def test_parts_of_a_percentile_add_up_to_it() -> None:
    for level in simulate(REFERENCE)["latency"].values():
        assert sum(level["by_stage"].values()) + level["waiting"] == pytest.approx(level["total"], abs=0.05)
        assert set(level["by_stage"]) == {"gateway", "retrieval", "features", "ranking", "rerank"}


def test_timeline_of_one_request_runs_from_arrival_to_its_latency() -> None:
    result = simulate(REFERENCE)
    steps = result["request"]
    assert steps[0]["start_ms"] == 0
    assert max(step["end_ms"] for step in steps) == pytest.approx(value(result, "p99_ms"), abs=0.6)
    for step in steps:
        assert type(step["start_ms"]) is float
        assert 0 <= step["waiting_ms"] <= step["end_ms"] - step["start_ms"] + 0.02


def test_overload_is_said_in_words() -> None:
    design = changed(REFERENCE, fallback=None)
    design["ranking"][1]["replicas"] = 3
    remarks = simulate(design)["remarks"]
    assert remarks[0].startswith("Waiting grows most, from ")
    assert any(remark.startswith("deep cannot keep up in its busiest hour") for remark in remarks)


def test_frontier_rises_and_is_compared_with() -> None:
    points = frontier.POINTS
    assert points == sorted(points)
    assert [y for _, y in points] == sorted(y for _, y in points)
    (x0, y0), (x1, y1) = points[1:3]
    assert frontier.best_at((x0 + x1) / 2) == pytest.approx((y0 + y1) / 2)
    assert (
        frontier.remark(x0, y0 - 0.05)
        == f"At {x0:.1f} ¢ the best known design reaches {y0:.3f}, or 0.050 more."
    )
    assert frontier.remark(x0, y0 + 0.01) == f"At {x0:.1f} ¢ no better cold start is known."
    assert frontier.remark(0.01, 0.2) == ""


# Designs that are refused

TWO_TOWER = {"channel": "two_tower", "k": 100}
LIGHT = {"model": "light", "in": 100, "out": 50}
REFUSED = [
    (None, "design: must be a dictionary, got None"),
    ({}, "retrieval: is missing"),
    ({"retrieval": []}, "retrieval: must have 1 to 12 entries, got 0"),
    ({"retrieval": "two_tower"}, 'retrieval: must be a list, got "two_tower"'),
    ({"retrieval": [TWO_TOWER | {"k": -3}]}, "retrieval[0].k: must be an integer from 1 to 1000, got -3"),
    ({"retrieval": [TWO_TOWER | {"k": True}]}, "retrieval[0].k: must be an integer from 1 to 1000, got True"),
    ({"retrieval": [TWO_TOWER | {"k": 40.0}]}, "retrieval[0].k: must be an integer from 1 to 1000, got 40.0"),
    (
        {"retrieval": [TWO_TOWER | {"k": 1 << 90}]},
        "retrieval[0].k: must be an integer from 1 to 1000, got an integer of 91 bits",
    ),
    (
        {"retrieval": [TWO_TOWER | {"timeout_ms": math.nan}]},
        "retrieval[0].timeout_ms: must be a number from 1 to 1000, got nan",
    ),
    ({"retrieval": [{"channel": "two_tower"}]}, "retrieval[0].k: is missing"),
    (
        {"retrieval": [{"channel": "two-tower", "k": 5}]},
        'retrieval[0].channel: must be one of "two_tower", "item_to_item", "followed_creators", "region_popular", '
        '"trending_language", "fresh_uploads", got "two-tower"; did you mean "two_tower"?',
    ),
    (
        {"retrieval": [TWO_TOWER | {"refresh_s": 60}]},
        'retrieval[0].refresh_s: is not a field of "two_tower"; the fields are channel, ef, k, timeout_ms, viewers',
    ),
    (
        {"retrieval": [TWO_TOWER], "explor": None},
        "explor: is not a field; the fields are explore, fallback, features, ranking, rerank, retrieval; "
        'did you mean "explore"?',
    ),
    (
        {"retrieval": [TWO_TOWER, TWO_TOWER | {"viewers": "cold"}]},
        'retrieval[1].channel: "two_tower" is already asked for these viewers by retrieval[0]',
    ),
    (
        {"retrieval": [TWO_TOWER], "ranking": [LIGHT | {"out": 120}]},
        "ranking[0].out: must be at most in = 100, got 120",
    ),
    (
        {"retrieval": [TWO_TOWER], "ranking": [LIGHT, {"model": "deep", "in": 80, "out": 20}]},
        "ranking[1].in: must be at most out of ranking[0] = 50, got 80",
    ),
    (
        {"retrieval": [TWO_TOWER], "ranking": [LIGHT, LIGHT | {"in": 50, "out": 20}]},
        'ranking[1].model: "light" already runs in ranking[0]',
    ),
    (
        {"retrieval": [TWO_TOWER], "features": {"on_miss": "defaults", "hedge_ms": 9}},
        'features.hedge_ms: needs on_miss "wait": with "defaults" nothing is waited for',
    ),
    ({"retrieval": [TWO_TOWER], "rerank": {"rule": "dpp"}}, 'rerank.rule: must be "mmr", got "dpp"'),
    (
        {"retrieval": [TWO_TOWER], "explore": {"share": 0.7, "arm": "ucb"}},
        "explore.share: must be a number from 0 to 0.5, got 0.7",
    ),
    (
        {"retrieval": [TWO_TOWER], "fallback": {"after_ms": 70, "serve": "two_tower"}},
        'fallback.serve: must be one of "region_popular", "trending_language", got "two_tower"',
    ),
    (
        {
            "retrieval": [
                {"channel": "region_popular", "k": 9, "viewers": "cold", "refresh_s": 60},
                {"channel": "region_popular", "k": 9, "viewers": "history"},
            ]
        },
        "retrieval[1].refresh_s: must equal that of retrieval[0], 60: it is one list",
    ),
]


@pytest.mark.parametrize(("design", "message"), REFUSED)
def test_invalid_design_is_refused_with_the_place(design: object, message: str) -> None:
    with pytest.raises(InvalidDesign) as refused:
        pipeline.read(design)
    assert str(refused.value) == message


def test_defaults_of_a_design_are_those_of_the_statement() -> None:
    read = pipeline.read({"retrieval": ({"channel": "fresh_uploads", "k": 5},), "ranking": [LIGHT]})
    assert read.retrieval[0] == pipeline.Retrieval(
        "fresh_uploads", 5, 1000.0, ("history", "cold"), max_age_h=24
    )
    assert read.features == pipeline.Features(0, 60, "wait", None)
    assert read.ranking[0] == pipeline.Ranking("light", 100, 50, 1, 2.0, 2)
    assert (read.rerank, read.explore, read.fallback) == (None, None, None)


@pytest.mark.parametrize(
    ("traffic", "message"),
    [
        ({"requests_per_s": 0}, "traffic.requests_per_s: must be a number from 10 to 10000, got 0"),
        (
            {"burst": {"factor": 4, "every_s": 1, "lasts_s": 0.5}},
            "traffic.burst: factor * lasts_s must stay below every_s: else it is no burst",
        ),
    ],
)
def test_invalid_traffic_is_refused_with_the_place(traffic: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidDesign) as refused:
        scenario.check(scenario.DEFAULT | traffic)
    assert str(refused.value) == message


# The problem as it is set


def test_starter_meets_latency_and_cost_alone() -> None:
    assert met(simulate(design_of("starter.py"), requests=8_000)) == {"p99_ms", "cost_cents"}


@pytest.mark.slow
@pytest.mark.parametrize("name", accepted(PACKAGE))
def test_accepted_designs_keep_their_distance_from_every_target(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "JUDGED", 6_000)
    for seed in (101, 102):
        result = simulate(design_of(f"submissions/accepted/{name}"), requests=75_000, seed=seed)
        for objective, target in TARGETS.items():
            figure = result["measured"][objective]
            spare = target - figure["value"] if objective in LOW_IS_GOOD else figure["value"] - target
            assert spare > 1.5 * figure["half_width"], (objective, figure)


def test_no_single_change_of_the_starter_is_accepted() -> None:
    accepted_design, starter = REFERENCE, design_of("starter.py")
    for part in ("retrieval", "ranking", "rerank", "explore", "features", "fallback"):
        result = simulate(changed(starter, **{part: accepted_design.get(part)}), requests=8_000)
        assert met(result) != set(TARGETS), part


def test_every_seed_draws_other_traffic() -> None:
    fixed = [case.args[0] for case in CASES.cases(None)]
    drawn = [next(iter(CASES.fresh(CASES.random.Random(seed)))).args[0] for seed in (1, 2)]
    assert [case["requests"] for case in fixed + drawn] == [200_000] * 3
    assert len({case["seed"] for case in fixed + drawn}) == 3
    assert all(case["traffic"] == scenario.DEFAULT for case in fixed + drawn)
