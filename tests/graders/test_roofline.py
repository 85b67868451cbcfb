"""What times a device rules out: laws of the roofline, of what is typical, and of the flags."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.device.roofline import (
    CLOCK,
    HIDDEN,
    SLACK,
    TOO_FAST,
    WORDS,
    Cost,
    Peak,
    Reading,
    flags,
    least_s,
    typical,
)

CARD = Peak(1e12, {"float32": 5e13})
TIMES = st.lists(st.floats(1e-6, 10.0), min_size=1, max_size=30)
AMOUNTS = st.integers(0, 10**15)


@pytest.mark.parametrize(
    ("cost", "seconds"),
    [
        (Cost(2 * 10**12), 2.0),  # held up by memory
        (Cost(10**9, 10**14), 2.0),  # by arithmetic
        (Cost(10**12, 10**14, "int4"), 1.0),  # whose rate nobody has measured
        (Cost(0), 0.0),
    ],
)
def test_least_time_is_that_of_memory_or_of_arithmetic(cost, seconds):
    assert least_s(cost, CARD) == seconds


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_more_to_do_never_takes_less(moved, flops, more):
    base = least_s(Cost(moved, flops), CARD)
    assert least_s(Cost(moved + more, flops), CARD) >= base
    assert least_s(Cost(moved, flops + more), CARD) >= base


@pytest.mark.parametrize("rate", [0.0, -1.0, math.nan, math.inf])
def test_peak_is_a_rate(rate):
    with pytest.raises(ValueError, match="finite number above 0"):
        Peak(rate, {})
    with pytest.raises(ValueError, match="finite number above 0"):
        Peak(1.0, {"float32": rate})


@given(TIMES)
def test_nothing_is_too_quick_to_count_and_half_of_the_times_stay(times):
    found = typical(times)
    assert found.low_s == min(times)
    assert found.low_s <= found.median_s <= found.high_s
    assert 2 * found.left_out <= len(times)


@given(TIMES, st.randoms())
def test_order_of_the_times_does_not_matter(times, random):
    shuffled = list(times)
    random.shuffle(shuffled)
    assert typical(shuffled) == typical(times)


@given(st.floats(0.001, 1.0), st.floats(100.0, 1e6))
def test_one_disturbance_does_not_move_what_is_typical(time, factor):
    usual = [time * (1 + n / 1000) for n in range(9)]
    found = typical([*usual, time * factor])
    assert (found.left_out, found.high_s) == (1, usual[-1])


def readings(times, overhead=0.0):
    return [Reading(time, time + overhead) for time in times]


@given(st.lists(st.floats(0.001, 1.0), min_size=1, max_size=9), st.floats(0, 0.5))
def test_times_that_are_possible_carry_no_flag(times, overhead):
    assert flags(readings(times, overhead), least=min(times), overhead_s=overhead) == []


@given(st.lists(st.floats(0.001, 1.0), min_size=1, max_size=9), st.floats(0.01, 0.99))
def test_one_impossible_speed_is_flagged_whatever_the_others_are(times, part):
    least = min(times) / SLACK
    forged = min(times) * part
    assert flags(readings([*times, forged]), least * 1.0001, 0.0) == [TOO_FAST]


@pytest.mark.parametrize("time", [-0.001, math.nan, math.inf, 0.5])
def test_clock_of_the_device_that_the_hosts_cannot_confirm_is_flagged(time):
    assert flags([Reading(0.01, 0.011), Reading(time, 0.1)], least=0.0, overhead_s=0.0) == [CLOCK]


def test_work_outside_of_the_events_is_flagged():
    hidden = [Reading(0.001, 0.4) for _ in range(5)]
    assert flags(hidden, least=0.0005, overhead_s=0.01) == [HIDDEN]
    assert flags(hidden, least=0.0005, overhead_s=0.39) == []  # moving the inputs takes that long


def test_every_flag_has_words():
    assert set(WORDS) == {TOO_FAST, CLOCK, HIDDEN}
