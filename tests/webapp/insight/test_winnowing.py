"""Fingerprints: a shared run of t tokens is always found, wherever it stands in either program."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.insight.similarity import hashes, winnowed

code = st.integers(min_value=1, max_value=4)
"""Few different tokens, so that runs repeat and minima are equal."""


def prints(codes: list[int], noise: int, sure: int) -> set[int]:
    return set(winnowed(hashes(np.array(codes, dtype=np.uint64), noise), noise, sure).tolist())


@settings(deadline=None)
@given(st.data())
def test_a_shared_run_of_t_tokens_is_found(data):
    noise = data.draw(st.integers(1, 6))
    sure = data.draw(st.integers(noise, 12))
    run = data.draw(st.lists(code, min_size=sure, max_size=sure + 4))
    around = st.lists(st.integers(min_value=10, max_value=60), max_size=20)
    one = data.draw(around) + run + data.draw(around)
    other = data.draw(around) + run + data.draw(around)
    assert prints(one, noise, sure) & prints(other, noise, sure)


@settings(deadline=None)
@given(st.data())
def test_programs_without_a_run_of_k_tokens_in_common_share_nothing(data):
    noise = data.draw(st.integers(2, 5))
    one = data.draw(st.lists(st.integers(1, 50), max_size=40))
    other = data.draw(st.lists(st.integers(51, 99), max_size=40))
    shared = data.draw(st.lists(st.integers(100, 110), max_size=noise - 1))
    assert not prints(one + shared, noise, 12) & prints(shared + other, noise, 12)


@settings(deadline=None)
@given(st.lists(code, max_size=60), st.integers(1, 6), st.integers(6, 12))
def test_every_fingerprint_is_a_run_of_the_program(codes, noise, sure):
    every = set(hashes(np.array(codes, dtype=np.uint64), noise).tolist())
    found = prints(codes, noise, sure)
    assert found <= every
    assert bool(found) == bool(every)


def test_few_of_many_runs_are_kept():
    codes = np.random.default_rng(3).integers(1, 60, 20_000).astype(np.uint64)
    kept = winnowed(hashes(codes, 12), 12, 20)
    assert 0.20 < len(kept) / len(codes) < 0.24  # 2 / (w + 1) of them, for windows of w = 9


def test_a_guarantee_below_the_noise_is_refused():
    with pytest.raises(ValueError, match="a run of 3 tokens holds none of 4"):
        winnowed(np.array([1], dtype=np.uint64), 4, 3)
