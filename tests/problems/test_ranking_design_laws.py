"""Laws of whole runs of a ranking design: the same seed draws the same traffic for every design."""

import copy

import pytest
import world

from tests.problems.ranking_design import REFERENCE, bill, changed, p99_ms, serve, simulate, value


@pytest.fixture(autouse=True)
def _fewer_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judging is most of the work of a run and the laws hold for any number of judged feeds."""
    monkeypatch.setattr(world, "JUDGED", 1_000)


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
