"""Placing replicas and the paged cache: optima known by construction, a strict checker, and invariants of the books."""

import random
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.model_serving import CASES, author_file, solutions

PLACING = solutions("replica-placement", "place")
CACHES = solutions("paged-kv-cache", "PagedCache")
check = author_file("replica-placement", "checker.py").check


@pytest.mark.parametrize("place", PLACING.values(), ids=PLACING)
@pytest.mark.parametrize("seed", range(40))
def test_jigsaw_is_solved_with_the_gpus_it_was_cut_from(place: Any, seed: int) -> None:
    rng = random.Random(seed)
    new = [rng.randint(1, 4) for _ in range(rng.randint(0, 2))]
    gaps = [rng.randint(1, 3) for _ in range(rng.randint(0, 2))]
    case = CASES["replica-placement"]._jigsaw("packing", "", rng, gaps, new, 60, 40)
    found = place(*case.args)
    assert len({gpu for gpu in found if gpu >= len(gaps)}) <= len(new)
    assert check(case, found, found) is True


PAIR = SimpleNamespace(args=([("a", 4, 4), ("a", 4, 4), ("b", 6, 5)], [(5, 9, ["b"])], 10, 9))
BEST = [0, 1, 1]


@pytest.mark.parametrize("right", [BEST, [1, 0, 1], [0, 99, 99], (0, 1, 1)])
def test_any_best_placement_counts(right: Any) -> None:
    assert check(PAIR, BEST, right) is True


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ([0, 1, 2], "2 new GPUs are started, 1 would do"),
        ([1, 1, 2], "GPU 1: two replicas of 'a'"),
        ([0, 1, 0], "GPU 0: needs 10 of memory, 5 is free"),
        ([0, 1], "a list with one GPU for each of the 3 replicas was asked for"),
        ([0, 1, True], "GPUs are numbered with whole numbers from 0 on"),
        ([0, 1, -1], "GPUs are numbered with whole numbers from 0 on"),
        (None, "there is a placement, but None was returned"),
    ],
)
def test_checker_says_what_is_wrong_with_a_placement(wrong: Any, reason: str) -> None:
    assert check(PAIR, BEST, wrong) == reason


def test_checker_takes_no_placement_where_there_is_none() -> None:
    impossible = SimpleNamespace(args=([("a", 11, 1)], [], 10, 9))
    assert check(impossible, None, None) is True
    assert check(impossible, None, [0]) == "there is no placement"


def test_checker_sees_a_model_that_runs_already() -> None:
    assert check(SimpleNamespace(args=([("b", 1, 1)], [(5, 9, ["b"])], 10, 9)), [1], [0]) == (
        "GPU 0: two replicas of 'b'"
    )


steps = st.one_of(
    st.tuples(st.just("add"), st.integers(0, 4), st.lists(st.integers(0, 1), max_size=7)),
    st.tuples(st.just("append"), st.integers(0, 4), st.integers(0, 1)),
    st.tuples(st.just("fork"), st.integers(0, 4), st.integers(0, 4)),
    st.tuples(st.just("free"), st.integers(0, 4)),
)


@pytest.mark.parametrize("cache_type", CACHES.values(), ids=CACHES)
@settings(max_examples=300, deadline=None)
@given(blocks=st.integers(1, 9), size=st.integers(1, 3), made=st.lists(steps, max_size=40))
def test_blocks_are_shared_by_equal_beginnings_only_and_never_lost(
    cache_type: Any, blocks: int, size: int, made: list[tuple[Any, ...]]
) -> None:
    cache = cache_type(blocks, size)
    texts: dict[int, list[int]] = {}
    for method, *args in made:
        try:
            getattr(cache, method)(*args)
        except (ValueError, MemoryError):
            pass
        else:
            _write(texts, method, *args)
        tables = {seq: cache.table(seq) for seq in texts}
        assert cache.available() == blocks - len({block for table in tables.values() for block in table})
        for seq, table in tables.items():
            assert len(table) == -(-len(texts[seq]) // size)
            assert len(set(table)) == len(table)
        for one, other in combinations(texts, 2):
            for place, (left, right) in enumerate(zip(tables[one], tables[other], strict=False)):
                end = (place + 1) * size
                assert left != right or texts[one][:end] == texts[other][:end]
            assert not {*tables[one][len(tables[other]) :]} & {*tables[other]}


def _write(texts: dict[int, list[int]], method: str, seq: int, given_value: Any = None) -> None:
    """What a call that succeeded does to the tokens of the sequences."""
    if method == "add":
        texts[seq] = [*given_value]
    elif method == "append":
        texts[seq].append(given_value)
    elif method == "fork":
        texts[given_value] = [*texts[seq]]
    else:
        del texts[seq]
