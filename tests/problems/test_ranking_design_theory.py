"""The queues, cache and arrivals of the ranking designs' simulator against theory."""

import math
from typing import Any

import arrivals
import feature_cache
import numpy as np
import pytest
import stations

from tests.problems.ranking_design import STEADY

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
