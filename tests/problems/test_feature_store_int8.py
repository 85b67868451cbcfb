"""Int8 embeddings: how an answer is decoded, weighed and measured, what a ranking does not see, and how far the floors are."""

import random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "feature-store/int8-embeddings"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").quantise for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")
CHECKER = load(PACKAGE, "checker.py")

Encoding = dict[str, Any]
seeds = st.integers(0, 2**32)


def encoding(rng: np.random.Generator, n: int, d: int, parts: set[str]) -> Encoding:
    """A random encoding with these parts."""
    sizes = {"row_scale": n, "channel_scale": d, "offset": d}
    scales = {name: rng.lognormal(size=size) for name, size in sizes.items() if name in parts}
    return {"codes": rng.integers(-128, 128, size=(n, d)), **scales}


@settings(max_examples=150, deadline=None)
@given(seed=seeds, parts=st.sets(st.sampled_from(["row_scale", "channel_scale", "offset"])))
def test_table_is_read_as_the_statement_says(seed: int, parts: set[str]) -> None:
    rng = np.random.default_rng(seed)
    n, d = rng.integers(1, 6, size=2)
    answer = encoding(rng, n, d, parts)
    decoded, size = CHECKER.decode(answer, (n, d))
    single = {name: np.float32(answer[name]).astype(float) for name in parts}
    for i in range(n):
        for j in range(d):
            factor = single.get("row_scale", np.ones(n))[i] * single.get("channel_scale", np.ones(d))[j]
            wanted = factor * answer["codes"][i, j] + single.get("offset", np.zeros(d))[j]
            assert decoded[i, j] == pytest.approx(wanted, rel=1e-12, abs=1e-12)
    assert size == n * d + 4 * (n * ("row_scale" in parts) + d * len(parts - {"row_scale"}))


@settings(max_examples=100, deadline=None)
@given(seed=seeds)
def test_ranking_does_not_see_an_offset_nor_a_common_factor(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table, queries = rng.normal(size=(60, 4)), rng.normal(size=(9, 4))
    moved = 3.7 * (table + 50 * rng.normal(size=4))
    assert CHECKER.recall(table, moved, queries, 5) == 1.0


@settings(max_examples=100, deadline=None)
@given(seed=seeds, k=st.integers(1, 7))
def test_recall_equals_its_definition_row_by_row(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    table, other = rng.integers(-2, 3, size=(2, 7, 3)).astype(float)  # full of ties
    queries = rng.integers(-2, 3, size=(5, 3)).astype(float)
    shares = []
    for query in queries:
        best = [
            set(sorted(range(7), key=lambda i, rows=rows, q=query: (-float(q @ rows[i]), i))[:k])
            for rows in (table, other)
        ]
        shares.append(len(best[0] & best[1]) / k)
    assert CHECKER.recall(table, other, queries, k) == pytest.approx(np.mean(shares), rel=1e-12)


@settings(max_examples=50, deadline=None)
@given(seed=seeds)
def test_equal_rows_have_equal_scores(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = np.repeat(rng.normal(size=(3, 16)), 9, axis=0)
    scores = CHECKER.scores(table, rng.normal(size=(20, 16)))
    assert (scores == scores[:, ::9].repeat(9, axis=1)).all()


def test_unseen_queries_have_the_mean_and_spread_of_the_given_ones() -> None:
    given_queries = np.random.default_rng(3).normal(5, 2, size=(48, 6))
    drawn = np.concatenate([CHECKER.unseen(given_queries + shift) - shift for shift in range(40)])
    spread = given_queries.std(axis=0)
    assert np.abs((drawn.mean(axis=0) - given_queries.mean(axis=0)) / spread).max() < 0.06
    assert np.abs(drawn.std(axis=0) / spread - 1).max() < 0.05


@pytest.mark.parametrize("seed", [1, 2])
def test_accepted_solutions_reach_every_floor_and_the_better_one_by_far(seed: int) -> None:
    rng = random.Random(seed)
    for case in [*CASES.cases(rng), *CASES.fresh(rng)]:
        if not case.raises:
            vectors, queries, k, floor, budget = case.args
            table, unseen = np.array(vectors, float), CHECKER.unseen(np.array(queries, float))
            read = [CHECKER.decode(made(*case.args), table.shape) for made in SOLUTIONS.values()]
            reached = [CHECKER.recall(table, decoded, unseen, k) for decoded, _ in read]
            assert max(size for _, size in read) <= budget, case.note
            assert min(reached) >= floor, case.note
            assert max(reached) == 1 or floor == 0 or max(reached) >= floor + 0.02, case.note


@pytest.mark.parametrize("name", SOLUTIONS)
def test_accepted_solution_refuses_budgets_and_k(name: str) -> None:
    refused = [case for case in CASES.cases(random.Random(7)) if case.raises]
    assert len(refused) == 6
    for case in refused:
        with pytest.raises(ValueError, match="the budget must hold the codes"):
            SOLUTIONS[name](*case.args)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ([[1, 2]], "must be a dict with the key 'codes'"),
        ({"channel_scale": [1, 1]}, "must be a dict with the key 'codes'"),
        ({"codes": [[1, 2]], "scale": 3}, "a key 'scale' that means nothing"),
        ({"codes": [1, 2]}, "codes must be finite numbers of the shape (1, 2)"),
        ({"codes": [["a", 2]]}, "codes must be numbers of the shape (1, 2)"),
        ({"codes": [[float("nan"), 2]]}, "codes must be finite numbers"),
        ({"codes": [[1, 128]]}, "whole numbers from -128 to 127"),
        ({"codes": [[-129, 1]]}, "whole numbers from -128 to 127"),
        ({"codes": [[1, 0.5]]}, "whole numbers from -128 to 127"),
        ({"codes": [[1, 2]], "row_scale": [1, 1]}, "row_scale must be finite numbers of the shape (1,)"),
        ({"codes": [[1, 2]], "offset": [1, 1e39]}, "offset must be finite in single precision"),
        ({"codes": [[1, 2]], "offset": [0, 0]}, "takes 10 bytes; the budget is 9"),
        ({"codes": [[0, 0]] * 1, "row_scale": None}, None),
    ],
)
def test_checker_tells_what_is_wrong_with_an_answer(answer: Any, reason: str | None) -> None:
    case = SimpleNamespace(args=([[3.0, 4.0]], [[1.0, 1.0]], 1, 1.0, 9), kwargs=None)
    verdict = CHECKER.check(case, None, answer)
    assert verdict is True if reason is None else reason in verdict


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"vectors": [[1.0], [1.0, 2.0]]}, "vectors must have rows of equal length"),
        ({"vectors": [[float("inf")]]}, "vectors must hold finite numbers"),
        ({"vectors": [[1e-16]]}, "vectors: numbers are 0 or between"),
        ({"vectors": [[0.0] * 33]}, "at most 32 channels"),
        ({"queries": [[1.0, 2.0]]}, "queries may hold at most|as many channels"),
        ({"queries": []}, "queries must be a list of rows"),
        ({"k": 1.0}, "k must be an integer"),
        ({"floor": 1.5}, "floor must be a number from 0 to 1"),
        ({"budget": 10**9 + 1}, "budget must be an integer"),
    ],
)
def test_validate_refuses_junk(change: dict[str, Any], reason: str) -> None:
    good = {"vectors": [[1.0]], "queries": [[1.0]], "k": 1, "floor": 0.5, "budget": 9}
    CASES.validate(tuple(good.values()))
    with pytest.raises(ValueError, match=reason):
        CASES.validate((), kwargs=good | change)
