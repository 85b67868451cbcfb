"""The plan: hours, days, order, turns, reviews, mock rounds, and what is done."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.readiness.ability import Estimate, prior
from webapp.readiness.ability.rounds import Round
from webapp.readiness.planning import Day, Done, Entry, Kind, Offering, Swap, plan

MONDAY = date(2025, 11, 24)
TARGETS = [Round(weights, 0.0) for weights in np.eye(3)]


def able(*abilities: float) -> Estimate:
    return Estimate(np.array(abilities), prior(3, 0.3, 0.4).covariance, prior(3).covariance)


def offering(name: str, topic: int, minutes: int = 30, kind: Kind = Kind.PROBLEM) -> Offering:
    return Offering(name, kind, minutes, np.eye(3)[topic])


CATALOGUE = [offering(f"p{n}", n % 3, 20 + 5 * (n % 5)) for n in range(45)]
MOCKS = [offering(f"mock{topic}", topic, 60, Kind.MOCK) for topic in range(3)]


def weeks(days: list[Day]) -> Counter[date]:
    """Minutes by the week's Monday."""
    minutes: Counter[date] = Counter()
    for day in days:
        minutes[day.day - timedelta(day.day.weekday())] += day.minutes
    return minutes


def ids(days: list[Day]) -> list[str]:
    return [entry.id for day in days for entry in day.entries if entry.kind is not Kind.REVIEW]


@settings(max_examples=40, deadline=None)
@given(
    start=st.integers(0, 6),
    length=st.integers(0, 20),
    hours=st.floats(0, 20),
    due=st.dictionaries(st.integers(0, 20), st.integers(0, 40), max_size=8),
    had=st.lists(st.tuples(st.integers(-6, 0), st.integers(5, 300)), max_size=3),
    wishes=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 44), st.integers(0, 44)), max_size=6),
)
def test_no_week_has_more_than_its_hours_and_no_day_is_after_the_interview(
    start, length, hours, due, had, wishes
):
    today = MONDAY + timedelta(start)
    swaps = [Swap(today + timedelta(n), f"p{out}", f"p{into}") for n, out, into in wishes]
    done = [Done(today + timedelta(ago), f"done{n}", minutes) for n, (ago, minutes) in enumerate(had)]
    days = plan(
        able(-0.5, 0.0, 0.5),
        TARGETS,
        today,
        today + timedelta(length),
        hours,
        [*CATALOGUE, *MOCKS],
        {today + timedelta(n): count for n, count in due.items()},
        done=done,
        swaps=swaps,
    )
    assert [day.day for day in days] == [today + timedelta(n) for n in range(length)]
    before: Counter[date] = Counter()
    for one in done:
        before[one.day - timedelta(one.day.weekday())] += one.minutes
    for monday, minutes in weeks(days).items():
        assert minutes == 0 or minutes + before[monday] <= hours * 60
    assert len(ids(days)) == len(set(ids(days)))
    had_out = {(swap.day, swap.out) for swap in swaps}
    assert not had_out & {(day.day, entry.id) for day in days for entry in day.entries}


def test_same_input_gives_the_same_plan():
    one, other = (
        plan(able(-0.5, 0, 0.5), TARGETS, MONDAY, MONDAY + timedelta(10), 6, CATALOGUE) for _ in "12"
    )
    assert one == other


def test_weakest_topic_comes_first_and_topics_take_turns():
    days = plan(able(-1.0, -0.6, 1.0), TARGETS, MONDAY, MONDAY + timedelta(21), 14, CATALOGUE)
    topics = [int(name.removeprefix("p")) % 3 for name in ids(days)]
    assert topics[0] == 0
    assert {0, 1} <= set(topics[:20])


def test_entries_of_a_day_are_in_the_order_of_their_gain_per_hour():
    days = plan(able(-1.0, -0.2, 0.8), TARGETS, MONDAY, MONDAY + timedelta(7), 20, CATALOGUE[:20])
    for day in days:
        speeds = [entry.gain.value / entry.minutes for entry in day.entries if entry.gain is not None]
        assert all(first >= second * (1 - 1e-9) for first, second in pairwise(speeds))
    assert sum(len(day.entries) for day in days) > 10


def test_gain_of_an_entry_has_its_interval():
    entry = plan(able(-0.5, 0, 0), TARGETS, MONDAY, MONDAY + timedelta(1), 7, CATALOGUE)[0].entries[0]
    assert entry.gain is not None
    assert 0 < entry.gain.low < entry.gain.value < entry.gain.high < 0.1


def test_mock_rounds_come_near_the_end_and_one_a_day():
    interview = MONDAY + timedelta(35)
    days = plan(able(-0.5, -0.4, -0.3), TARGETS, MONDAY, interview, 10, [*MOCKS, *CATALOGUE])
    mocks = [day.day for day in days for entry in day.entries if entry.kind is Kind.MOCK]
    assert len(mocks) == len(set(mocks)) == 3
    assert min(mocks) >= interview - timedelta(14)


def test_a_day_has_one_quiz_of_a_topic():
    quizzes = [offering(f"quiz{n}", n % 2, 20, Kind.QUIZ) for n in range(8)]
    days = plan(able(-0.5, -0.4, 0.5), TARGETS, MONDAY, MONDAY + timedelta(7), 10, quizzes)
    assert [[entry.id for entry in day.entries] for day in days[:4]] == [
        [f"quiz{n}", f"quiz{n + 1}"] for n in (0, 2, 4, 6)
    ]


def test_reviews_come_first_and_what_does_not_fit_comes_the_day_after():
    days = plan(able(0, 0, 0), TARGETS, MONDAY, MONDAY + timedelta(3), 7, CATALOGUE, {MONDAY: 30})
    reviews = [(day.entries[0].id, day.entries[0].count) for day in days[:2]]
    assert reviews == [("reviews", 20), ("reviews", 10)]
    assert days[2].entries[0].kind is Kind.PROBLEM


def test_what_is_done_is_not_planned_again_and_counts_into_its_week():
    interview = MONDAY + timedelta(7)
    first = plan(able(-0.5, 0, 0), TARGETS, MONDAY, interview, 7, CATALOGUE)
    done = [Done(MONDAY, entry.id, entry.minutes) for entry in first[0].entries]
    again = plan(able(-0.5, 0, 0), TARGETS, MONDAY + timedelta(1), interview, 7, CATALOGUE, done=done)
    assert done
    assert not {one.id for one in done} & set(ids(again))
    assert sum(day.minutes for day in again) + first[0].minutes <= 7 * 60


def test_replanning_when_nothing_happened_keeps_what_was_planned_for_the_week():
    """Days that went by unused leave more for the others, never less."""
    interview = MONDAY + timedelta(7)
    first = plan(able(-0.5, 0, 0), TARGETS, MONDAY, interview, 7, CATALOGUE)
    again = plan(able(-0.5, 0, 0), TARGETS, MONDAY, interview, 7, CATALOGUE)
    assert again == first


def test_hour_that_does_not_fit_a_day_waits_until_enough_is_left_over():
    days = plan(able(-0.5, 0, 0), TARGETS, MONDAY, MONDAY + timedelta(7), 6, [offering("long", 0, 60)])
    assert [day.minutes for day in days] == [0, 60, 0, 0, 0, 0, 0]


def test_no_targets_leave_reviews_alone():
    days = plan(able(0, 0, 0), [], MONDAY, MONDAY + timedelta(2), 7, CATALOGUE, {MONDAY: 3})
    assert [[entry.id for entry in day.entries] for day in days] == [["reviews"], []]


@pytest.mark.parametrize("hours", [-1, 169, float("nan")])
def test_hours_that_no_week_has(hours):
    with pytest.raises(ValueError, match="hours a week"):
        plan(able(0, 0, 0), TARGETS, MONDAY, MONDAY + timedelta(2), hours, CATALOGUE)


def planned(*swaps: Swap, offerings=(*CATALOGUE, *MOCKS)) -> list[Day]:
    return plan(able(-0.5, 0.0, 0.5), TARGETS, MONDAY, MONDAY + timedelta(10), 7, offerings, swaps=swaps)


def swappable(days: list[Day]) -> list[tuple[Day, Entry]]:
    return [(day, entry) for day in days for entry in day.entries if entry.instead is not None]


def test_an_entry_is_swapped_for_what_gains_as_much_and_fits_the_day():
    before = planned()
    assert len(swappable(before)) > 5
    for day, entry in swappable(before)[:5]:
        after = next(one for one in planned(Swap(day.day, entry.id, entry.instead)) if one.day == day.day)
        new = next(one for one in after.entries if one.id == entry.instead)
        assert 0.7 < new.gain.value / entry.gain.value < 1.4
        assert {one.id for one in after.entries} >= {one.id for one in day.entries} - {entry.id}


def test_what_was_swapped_out_comes_another_day_and_what_was_swapped_in_not_before():
    day, entry = swappable(planned())[0]
    days = planned(Swap(day.day, entry.id, entry.instead))
    assert [one.day for one in days if entry.id in [each.id for each in one.entries]] > [day.day]

    days = planned(Swap(MONDAY + timedelta(6), "nothing", entry.id))
    assert [one.day for one in days if entry.id in [each.id for each in one.entries]] == [
        MONDAY + timedelta(6)
    ]


def test_swapping_on_and_on_never_repeats_and_ends_when_nothing_is_worth_as_much():
    day, entry = swappable(planned())[0]
    swaps, seen = [], set()
    while entry.instead is not None:
        assert entry.id not in seen
        seen.add(entry.id)
        swaps.append(Swap(day.day, entry.id, entry.instead))
        wanted = entry.instead
        now = next(one for one in planned(*swaps) if one.day == day.day)
        entry = next(one for one in now.entries if one.id == wanted)
    assert len(seen) > 3


def test_a_quiz_is_swapped_for_one_on_another_topic_and_stays_away_that_day():
    quizzes = [offering(f"{topic}:{n}", topic, 30, Kind.QUIZ) for n in range(6) for topic in range(3)]

    def even(*swaps: Swap) -> list[Day]:
        return plan(able(0, 0, 0), TARGETS, MONDAY, MONDAY + timedelta(4), 7, quizzes, swaps=swaps)

    pairs = swappable(even())
    assert len(pairs) > 2
    assert all(entry.id[0] != entry.instead[0] for _, entry in pairs)
    day, entry = pairs[0]
    after = next(one for one in even(Swap(day.day, entry.id, entry.instead)) if one.day == day.day)
    assert entry.id[0] not in [one.id[0] for one in after.entries]

    only = [offering(f"quiz0:{n}", 0, 20, Kind.QUIZ) for n in range(4)]
    assert swappable(planned(offerings=only)) == []


def test_nothing_else_of_the_same_worth_leaves_nothing_to_swap_for():
    (only,) = (entry for day in planned(offerings=[CATALOGUE[0]]) for entry in day.entries)
    assert only.instead is None
