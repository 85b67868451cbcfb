"""The multimodal feature: its parts against closed forms, and what its simulator must do."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.authoring.readyroom import InvalidDesign
from tests.problems.multimodal import DEFAULT, PARTS, design_of, feature, simulate, travel

LIBRARY, WORLD = PARTS["library"], PARTS["world"]
STEADY = {"per_s": 40.0, "peak_h": 19.0, "swing": 0.0}
INDEX = {"k": 120, "refresh_s": 600}


@pytest.fixture(autouse=True)
def _fewer_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judging is most of the work of a run, and nothing here hangs on how many are judged, or how often feedback comes."""
    monkeypatch.setattr(WORLD, "JUDGED", 150)
    monkeypatch.setattr(WORLD, "EPOCHS", 12)


def encoding(replicas: int, after_views: int = 0) -> Any:
    """Captions of four frames: 84 ms a video."""
    return PARTS["feature"].Encoding("captions", 4, after_views, replicas)


# The encoder's queue


def test_uploads_do_not_queue_below_the_capacity_of_the_encoder() -> None:
    lag = LIBRARY.waiting_h(encoding(4), STEADY)  # 40 * 0.084 = 3.36 GPUs are busy
    assert lag == pytest.approx(np.full(1440, 0.084 / 3600))


def test_queue_above_the_capacity_grows_as_the_difference_of_the_rates() -> None:
    lag = LIBRARY.waiting_h(encoding(3), STEADY)
    busy = 40 * 0.084
    minutes = 1440 + np.arange(1440) + 1  # since the day before began
    assert lag == pytest.approx(minutes / 60 * (busy - 3) / 3 + 0.084 / 3600)


@given(replicas=st.integers(1, 40), swing=st.floats(0, 0.9))
@settings(max_examples=25, deadline=None)
def test_more_gpus_are_never_later(replicas: int, swing: float) -> None:
    uploads = STEADY | {"swing": swing}
    assert (
        LIBRARY.waiting_h(encoding(replicas + 1), uploads) <= LIBRARY.waiting_h(encoding(replicas), uploads)
    ).all()


def test_a_swing_keeps_the_uploads_of_the_day() -> None:
    hours = (np.arange(1440) + 0.5) / 60
    assert LIBRARY.rate(STEADY | {"swing": 0.6}, hours).mean() == pytest.approx(40.0)


def test_lag_is_the_queue_and_the_age_of_the_index() -> None:
    design = feature(retrieval=INDEX)
    library = LIBRARY.Library(design, PARTS["corpus"].build(), STEADY, 3)
    lag = library.lag_min()
    assert lag.min() >= 0.084 / 60
    assert lag.max() <= 10 + 0.084 / 60
    assert lag.mean() == pytest.approx(5.0, abs=0.4)  # uniform over ten minutes, some 1 300 videos


def test_what_is_never_seen_is_never_encoded() -> None:
    library = LIBRARY.Library(
        feature(encoder={"model": "captions", "replicas": 6, "after_views": 9}),
        PARTS["corpus"].build(),
        STEADY,
        3,
    )
    before = library.missing(12.0)
    library.learn(np.full(WORLD.ITEMS, 8.0), 6.0)
    assert library.missing(12.0) == before
    library.learn(np.full(WORLD.ITEMS, 1.0), 7.0)
    assert library.missing(12.0) == 0.0


# What is known of a video


def test_two_opinions_make_the_posterior_of_normal_ones() -> None:
    corpus = PARTS["corpus"].build()
    estimates = PARTS["corpus"].Estimates(corpus, np.random.default_rng(1))
    seen, there = np.full(WORLD.ITEMS, 0.7), np.arange(WORLD.ITEMS) % 2 == 0
    known = LIBRARY.Known(estimates, seen, there, 0.5)
    without = ~there
    assert known.mean[without] == pytest.approx(estimates.mean[without])
    assert known.variance[without] == pytest.approx(estimates.variance[without])
    gain = estimates.variance / (estimates.variance + 0.5)
    assert known.mean[there] == pytest.approx((estimates.mean + gain * (0.7 - estimates.mean))[there])
    assert known.variance[there] == pytest.approx((estimates.variance * (1 - gain))[there])


@given(frames=st.integers(1, 31), dims=st.integers(8, 1023))
@settings(max_examples=40, deadline=None)
def test_more_frames_and_dimensions_are_never_less_exact(frames: int, dims: int) -> None:
    def error(frames: int, dims: int, bits: int = 16) -> float:
        encoder = {"model": "joint", "frames": frames, "replicas": 1}
        return float(feature(encoder=encoder, vectors={"dims": dims, "bits": bits}).error(1.0))

    assert error(frames + 1, dims) < error(frames, dims)
    assert error(frames, dims + 1) < error(frames, dims) < error(frames, dims, 8)


# The way of a request


def test_a_feature_that_nobody_uses_changes_no_journey() -> None:
    unused = travel(feature()).journeys.total_ms
    standing = PARTS["feature"].standing()
    day = PARTS["arrivals"].draw(DEFAULT, 4_000, 3)
    assert unused == pytest.approx(PARTS["serving"].serve(standing, day, [], 3).total_ms)


@pytest.mark.parametrize("stage", ["light", "deep", "both"])
def test_vectors_make_no_request_quicker(stage: str) -> None:
    without = travel(feature()).journeys.total_ms
    heavy = travel(feature(ranking={"stage": stage}, vectors={"dims": 256, "bits": 32})).journeys.total_ms
    light = travel(feature(ranking={"stage": stage}, vectors={"dims": 32, "bits": 8})).journeys.total_ms
    assert np.median(without) < np.median(light) < np.median(heavy)


def test_who_times_out_waits_no_longer_and_goes_on_without() -> None:
    trip = travel(feature(ranking={"stage": "deep", "timeout_ms": 8}))
    step = next(step for step in trip.journeys.steps if step.name == "vectors")
    waited = step.end - step.arrive
    assert waited.max() <= 8 + 1e-6
    assert (np.abs(waited - 8) < 1e-6).sum() == trip.blind.sum() > 0
    assert 0.02 < trip.blind.mean() < 0.06  # the slow answers: one in forty


def test_encoding_on_request_is_waited_for() -> None:
    skips = travel(feature(ranking={"stage": "deep"}), missing=0.0001)
    encodes = travel(feature(ranking={"stage": "deep", "on_miss": "encode"}), missing=0.0001)
    assert skips.encoded == 0.0
    assert encodes.encoded == pytest.approx(0.01, abs=0.006)  # of a hundred candidates
    step = next(step for step in encodes.journeys.steps if step.name == "vectors")
    waited = step.end - step.start
    assert ((waited > 55) & (waited < 250)).mean() == pytest.approx(encodes.encoded, abs=0.001)  # 84 ms, once


def test_what_was_encoded_on_request_is_kept() -> None:
    all_missing = travel(feature(ranking={"stage": "deep", "on_miss": "encode"}), missing=0.45)
    assert all_missing.encoded == pytest.approx(40 / 1200, abs=0.01)  # nobody uploads more


def test_a_request_passes_the_store_or_the_vectors_whichever_is_later() -> None:
    journeys = travel(feature(ranking={"stage": "light"}, vectors={"dims": 64, "bits": 8})).journeys
    store, vectors = (
        next(s for s in journeys.steps if s.name == name) for name in ("feature store", "vectors")
    )
    assert (store.on_path ^ vectors.on_path).all()
    assert (vectors.end[vectors.on_path] >= store.end[vectors.on_path]).all()


# Whole runs


def test_starter_gains_nothing_and_adds_nothing() -> None:
    measured = simulate(design_of("starter.py"))["measured"]
    assert [measured[name]["value"] for name in ("added_p99_ms", "ndcg_gain", "young_gain")] == [0.0] * 3


def test_vectors_in_both_places_bring_more_than_in_either() -> None:
    both = {"retrieval": INDEX, "ranking": {"stage": "deep"}, "vectors": {"dims": 128}}
    encoder = {"model": "joint", "replicas": 30}

    def gain(**without: None) -> float:
        return float(simulate({"encoder": encoder, **both, **without})["measured"]["ndcg_gain"]["value"])

    assert gain() > max(gain(retrieval=None), gain(ranking=None)) > 0.0


@pytest.mark.parametrize(
    ("design", "place"),
    [
        ({}, "encoder"),
        ({"encoder": {"model": "joint"}}, "encoder.replicas"),
        ({"encoder": {"model": "clip", "replicas": 3}}, "encoder.model"),
        ({"encoder": {"model": "joint", "replicas": True}}, "encoder.replicas"),
        ({"encoder": {"model": "joint", "replicas": 3}, "vectors": {"bits": 8.0}}, "vectors.bits"),
        ({"encoder": {"model": "joint", "replicas": 3}, "retrieval": {"k": 401}}, "retrieval.k"),
        ({"encoder": {"model": "joint", "replicas": 3}, "ranking": {}}, "ranking.stage"),
        (
            {"encoder": {"model": "joint", "replicas": 3}, "ranking": {"stage": "deep", "timeout_ms": 0}},
            "ranking.timeout_ms",
        ),
        ({"encoder": {"model": "joint", "replicas": 3}, "deep": {"in": 101}}, "deep.in"),
        ({"encoder": {"model": "joint", "replicas": 3}, "rerank": None}, "rerank"),
    ],
)
def test_a_design_that_cannot_run_is_refused_with_the_place(design: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidDesign) as refused:
        PARTS["feature"].read(design)
    assert refused.value.where == place
