"""Reviews: grades, intervals, recall, and the load of the days to come."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.readiness.planning import Grade, Memory, forecast, graded, recall, reviewed
from webapp.readiness.planning.load import PER_DAY
from webapp.readiness.planning.reviews import LONGEST_DAYS, RETENTION

START = datetime(2025, 11, 24, 9, tzinfo=UTC)
TODAY = START.date()


def learned(*grades: Grade) -> Memory:
    """Reviewed on each due date with these grades."""
    memory = reviewed(None, grades[0], START)
    for grade in grades[1:]:
        memory = reviewed(memory, grade, memory.due)
    return memory


def test_better_grades_bring_an_item_back_later():
    due = [reviewed(None, grade, START).due for grade in Grade]
    assert due == sorted(set(due))
    again = [reviewed(learned(Grade.GOOD), grade, START + timedelta(3)).due for grade in Grade]
    assert again == sorted(set(again))


def test_item_is_due_when_recall_has_fallen_to_the_retention():
    memory = learned(Grade.GOOD, Grade.GOOD)
    assert recall(memory, memory.reviewed) == pytest.approx(1)
    assert recall(memory, memory.due) == pytest.approx(RETENTION, abs=0.02)


def test_intervals_grow_with_each_good_review_up_to_the_longest():
    memories = [learned(*[Grade.GOOD] * n) for n in range(1, 9)]
    intervals = [(memory.due - memory.reviewed).days for memory in memories]
    assert intervals == sorted(intervals)
    assert intervals[0] < 10 < intervals[-1] <= LONGEST_DAYS


@settings(deadline=None)
@given(st.lists(st.sampled_from(Grade), min_size=1, max_size=5))
def test_memories_are_rebuilt_identically_from_their_reviews(grades):
    assert learned(*grades) == learned(*grades)


def test_review_in_another_time_zone_is_the_same_review():
    there = START.astimezone(timezone(timedelta(hours=9)))
    assert reviewed(None, Grade.GOOD, there) == reviewed(None, Grade.GOOD, START)


def test_review_before_the_last_is_refused():
    with pytest.raises(ValueError, match="before the last"):
        reviewed(learned(Grade.GOOD), Grade.GOOD, START - timedelta(hours=1))


@pytest.mark.parametrize(
    ("score", "seconds", "grade"),
    [
        (1.0, None, Grade.GOOD),
        (1.0, 100, Grade.GOOD),
        (1.0, 181, Grade.HARD),
        (0.5, 10, Grade.HARD),
        (0.4, 10, Grade.FORGOT),
        (0.0, None, Grade.FORGOT),
    ],
)
def test_grade_of_an_answer(score, seconds, grade):
    assert graded(score, seconds=seconds, expected_seconds=90) is grade


def test_score_that_is_none():
    with pytest.raises(ValueError, match="no score"):
        graded(1.5)


def due_on(day: date) -> Memory:
    at = datetime.combine(day, datetime.min.time(), UTC)
    return Memory(stability=10.0, difficulty=5.0, reviewed=at - timedelta(10), due=at)


def test_forecast_knows_what_is_due_today():
    memories = [due_on(TODAY), due_on(TODAY - timedelta(4)), due_on(TODAY + timedelta(2))]
    loads = forecast(memories, TODAY, 3)
    assert [load.day for load in loads] == [TODAY + timedelta(n) for n in range(3)]
    assert (loads[0].low, loads[0].expected, loads[0].high) == (2, 2, 2)
    assert loads[2].expected >= 1


def test_forecast_counts_reviews_that_answers_will_bring_back():
    loads = forecast([due_on(TODAY)] * 12, TODAY, 14)
    assert sum(load.expected for load in loads[1:]) > 0.5
    assert all(load.low <= load.expected <= load.high for load in loads)


def test_no_day_has_more_than_its_limit_and_the_rest_comes_the_day_after():
    loads = forecast([due_on(TODAY)] * (PER_DAY + 7), TODAY, 2)
    assert loads[0].high == PER_DAY
    assert loads[1].low >= 7


def test_equal_memories_give_equal_forecasts():
    memories = [due_on(TODAY + timedelta(n % 5)) for n in range(10)]
    assert forecast(memories, TODAY, 7) == forecast(memories, TODAY, 7)


def test_nothing_learned_is_nothing_to_review():
    assert [load.expected for load in forecast([], TODAY, 3)] == [0, 0, 0]
