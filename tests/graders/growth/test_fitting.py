"""The fitted exponent: exact for power laws, blind to units, and as sure of itself as it may be."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.growth.fitting import slope

SIZES = [32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0]


@given(st.floats(-1, 3), st.floats(1e-9, 1e3))
def test_a_power_law_is_found_with_certainty(power: float, unit: float) -> None:
    found = slope(SIZES, [unit * size**power for size in SIZES])
    assert (found.value, found.half_width) == (pytest.approx(power, abs=1e-9), pytest.approx(0, abs=1e-6))


@given(st.lists(st.floats(1e-6, 10), min_size=7, max_size=7), st.floats(1e-3, 1e3))
def test_another_unit_of_time_changes_nothing(times: list[float], unit: float) -> None:
    one, other = slope(SIZES, times), slope(SIZES, [unit * seconds for seconds in times])
    assert (one.value, one.half_width) == (
        pytest.approx(other.value, abs=1e-9),
        pytest.approx(other.half_width),
    )


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng, held = random.Random(49), 0
    for _ in range(2000):
        found = slope(SIZES, [size * math.exp(rng.gauss(0, 0.1)) for size in SIZES])
        held += found.low <= 1 <= found.high
    assert 0.935 <= held / 2000 <= 0.965


def test_three_sizes_are_too_few() -> None:
    with pytest.raises(ValueError, match="3 sizes; a fit needs 4"):
        slope(SIZES[:3], SIZES[:3])
