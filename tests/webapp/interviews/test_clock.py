"""The server's clock: pure rules, and laws over anything that may happen in between."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.interviews.making import NOON, later
from webapp.interviews.domain.clock import started, warnings


def test_warnings_come_at_half_five_minutes_and_one():
    assert [(one.name, one.left) for one in warnings(60)] == [
        ("half", timedelta(minutes=30)),
        ("5 min", timedelta(minutes=5)),
        ("1 min", timedelta(minutes=1)),
    ]


def test_warnings_of_a_short_round_are_in_the_order_of_their_time():
    assert [one.name for one in warnings(8)] == ["5 min", "half", "1 min"]
    assert [one.name for one in warnings(10)] == ["half", "1 min"]
    assert [one.name for one in warnings(5)] == ["half", "1 min"]


def test_a_started_clock_is_due_at_its_first_warning_and_ends_at_zero():
    clock = started(60, NOON)
    assert clock.next_at == later(minutes=30)
    assert clock.warn().warn().warn().next_at == clock.deadline == later(minutes=60)
    assert clock.left(later(minutes=61)) == timedelta()


def test_a_pause_stops_the_time_and_gives_back_what_it_did_not_use():
    paused = started(60, NOON).pause(later(minutes=10), timedelta(minutes=5))
    assert paused.left(later(minutes=10)) == paused.left(later(minutes=14)) == timedelta(minutes=50)
    assert paused.next_at == later(minutes=15)
    assert paused.resume(later(minutes=12)).deadline == later(minutes=62)


def test_a_pause_that_nobody_ends_ends_by_itself():
    paused = started(60, NOON).pause(later(minutes=10), timedelta(minutes=5))
    assert paused.left(later(minutes=16)) == timedelta(minutes=49)
    assert paused.resume(later(minutes=15)).deadline == later(minutes=65)


SECONDS = st.integers(0, 600)


@given(st.integers(5, 120), st.lists(st.tuples(SECONDS, SECONDS, SECONDS), max_size=4))
def test_working_time_is_what_the_round_has_however_it_is_paused(minutes, pauses):
    """Time at work + time left is the length of the round; no pause takes longer than it may."""
    clock, now, worked = started(minutes, NOON), NOON, timedelta()
    for work, stay, most in pauses:
        step = min(timedelta(seconds=work), clock.left(now))
        now, worked = now + step, worked + step
        if clock.left(now) == timedelta():
            break
        clock = clock.pause(now, timedelta(seconds=most))
        now += timedelta(seconds=min(stay, most))
        clock = clock.resume(now)
    assert worked + clock.left(now) == timedelta(minutes=minutes)
    assert clock.deadline - NOON - timedelta(minutes=minutes) <= sum(
        (timedelta(seconds=most) for *_, most in pauses), timedelta()
    )
