"""How the simulator of the ranking designs scores feeds, and what its results say."""

import math
from types import SimpleNamespace

import candidates
import corpus as corpora
import coverage
import frontier
import intervals
import judging
import numpy as np
import pipeline
import pytest
import scoring
import world

from tests.problems.ranking_design import REFERENCE, changed, simulate, value


@pytest.fixture(autouse=True)
def _fewer_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judging is most of the work of a run and the laws hold for any number of judged feeds."""
    monkeypatch.setattr(world, "JUDGED", 1_000)


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
    estimated, half_width = coverage.of_coverage(judgement, 0.0)
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
