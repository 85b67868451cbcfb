"""The spike with a slow store: patience against theory, what gives when, and who meets which objectives."""

import copy
import math

import numpy as np
import pytest

from tests.problems.author import accepted
from tests.problems.spike import (
    DEFAULT,
    LOW_IS_GOOD,
    PACKAGE,
    PARTS,
    TARGETS,
    design_of,
    met,
    serve,
    simulate,
    value,
)

SKIPS = design_of("submissions/accepted/skips_the_deep_stage.py")


@pytest.fixture(autouse=True)
def _fewer_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judging is most of the work of a run and the laws hold for any number of judged feeds."""
    monkeypatch.setattr(PARTS["world"], "JUDGED", 1_000)


# Patience


@pytest.mark.parametrize(("load", "patience"), [(0.8, 2.0), (1.5, 1.0), (2.0, 4.0)])
def test_share_that_loses_patience_is_that_of_a_single_server(load: float, patience: float) -> None:
    """M/M/1 whose customers leave the queue after a fixed time: their share follows from the virtual wait."""
    rng, n = np.random.default_rng(31), 300_000
    arrival = np.cumsum(rng.exponential(1 / load, n))
    served = PARTS["stations"].serve_batches(
        arrival, arrival + patience, rng.exponential(1.0, n),
        servers=1, size=1, wait_ms=0.0, fixed_ms=1.0, each_ms=0.0,
    )  # fmt: skip
    growth = math.exp((load - 1) * patience)
    idle = 1 / (1 + load * (growth - 1) / (load - 1) + load * growth)
    assert np.isinf(served.start).mean() == pytest.approx(load * growth * idle, abs=0.005)


def test_longer_patience_never_skips_more() -> None:
    shares = []
    for patience_ms in (3, 6, 10, 20, 40):
        design = copy.deepcopy(SKIPS) | {"fallback": None}
        design["ranking"][1]["patience_ms"] = patience_ms
        shares.append(serve(design).skipped["deep"].mean())
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1] > 0


def test_nobody_waits_longer_than_the_patience_for_a_stage() -> None:
    journeys = serve(copy.deepcopy(SKIPS) | {"fallback": None})
    step = next(step for step in journeys.steps if step.name == "deep")
    patience_ms = SKIPS["ranking"][1]["patience_ms"]
    assert (step.start - step.arrive).max() <= patience_ms + 1e-6
    skipped = journeys.skipped["deep"]
    assert (step.end - step.arrive)[skipped] == pytest.approx(patience_ms)


def test_longer_waits_for_a_saturated_store_bring_hardly_more_rows() -> None:
    in_time, waits = [], []
    for timeout_ms in (14, 40):
        features = {"cache_items": 2_000_000, "ttl_s": 300, "timeout_ms": timeout_ms}
        journeys = serve(copy.deepcopy(SKIPS) | {"features": features, "fallback": None}, requests=60_000)
        spike = journeys.traffic.spike
        in_time.append(1 - journeys.blind[spike].mean())
        step = next(step for step in journeys.steps if step.name == "feature store")
        waits.append(float((step.end - step.arrive)[spike].mean()))
    assert in_time[1] - in_time[0] < 0.15
    assert waits[1] - waits[0] > 15


def test_stage_that_everybody_skips_leaves_the_order_as_it_came() -> None:
    calm = {"degraded": [], "spike": DEFAULT["spike"] | {"factor": 1.0}}
    skipped = copy.deepcopy(SKIPS)
    skipped["ranking"][1] |= {"replicas": 1, "patience_ms": 1, "batch": 1, "in": 100}
    without = copy.deepcopy(SKIPS)
    without["ranking"] = without["ranking"][:1]
    without["ranking"][0]["out"] = skipped["ranking"][1]["out"]
    low, high = (value(simulate(design, **calm), "calm_ndcg_20") for design in (without, SKIPS))
    assert abs(value(simulate(skipped, **calm), "calm_ndcg_20") - low) < (high - low) / 2


# The day


def test_spike_adds_requests_and_the_day_stays_a_day() -> None:
    day = PARTS["arrivals"].draw(DEFAULT, 200_000, 5)
    expected = PARTS["arrivals"].mean_rate(DEFAULT)
    assert expected == pytest.approx(
        1200 * (1 + (1 + 0.3 * 12 / math.pi * math.sin(math.pi / 12)) / 12), rel=0.002
    )
    assert day.hour[-1] == pytest.approx(24.0, abs=0.3)
    per_hour = np.bincount(day.hour.astype(int), minlength=24)
    assert per_hour[20:22].mean() / per_hour[[19, 22]].mean() == pytest.approx(2.0 * 1.297 / 1.277, rel=0.06)


@pytest.mark.parametrize(
    ("features", "message"),
    [
        ({"on_miss": "defaults", "timeout_ms": 9}, 'features.timeout_ms: needs on_miss "wait"'),
        ({"timeout_ms": 0}, "features.timeout_ms: must be a number from 1 to 1000, got 0"),
    ],
)
def test_timeout_of_the_store_is_checked(features: dict[str, object], message: str) -> None:
    design = {"retrieval": [{"channel": "region_popular", "k": 9}], "features": features}
    with pytest.raises(PARTS["pipeline"].InvalidDesign) as refused:
        PARTS["pipeline"].read(design)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(("from_h", "to_h"), [(20.0, 20.4), (22.0, 20.0), (2.0, 14.5)])
def test_spike_is_neither_empty_nor_the_whole_day(from_h: float, to_h: float) -> None:
    traffic = DEFAULT | {"spike": {"from_h": from_h, "to_h": to_h, "factor": 2.0}}
    with pytest.raises(PARTS["scenario"].InvalidDesign, match=r"traffic\.spike: must last from half an hour"):
        PARTS["scenario"].check(traffic)


# The problem as it is set


def test_starter_meets_latency_and_cost_alone() -> None:
    assert met(simulate(design_of("starter.py"))) == {"spike_p99_ms", "calm_p99_ms", "cost_cents"}


@pytest.mark.slow
@pytest.mark.parametrize("name", accepted(PACKAGE))
def test_accepted_designs_keep_their_distance_from_every_target(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PARTS["world"], "JUDGED", 3_000)
    result = simulate(design_of(f"submissions/accepted/{name}"), requests=100_000, seed=101)
    for objective, target in TARGETS.items():
        figure = result["measured"][objective]
        spare = target - figure["value"] if objective in LOW_IS_GOOD else figure["value"] - target
        assert spare > 0.5 * figure["half_width"], (objective, figure)
