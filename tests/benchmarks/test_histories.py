"""Features of histories: what is counted, and that none of it is known from the answers to come."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks.answers import reliability_error
from tests.benchmarks.histories import Skills, features, read

COUNT = 4


@st.composite
def histories(draw: st.DrawFn):
    """A few students' skills and answers."""
    students = draw(st.lists(st.integers(2, 12), min_size=2, max_size=4))
    return [
        (
            np.array(draw(st.lists(st.integers(0, COUNT - 1), min_size=n, max_size=n))),
            np.array(draw(st.lists(st.integers(0, 1), min_size=n, max_size=n))),
        )
        for n in students
    ]


@settings(max_examples=25, deadline=None)
@given(histories(), st.integers(0, 11), st.integers(0, 11))
def test_features_know_nothing_of_the_answer_they_predict_nor_of_later_ones(students, student, at):
    skills = Skills.seen(students, COUNT)
    asked, right = students[student % len(students)]
    at %= len(asked)
    flipped = np.where(np.arange(len(asked)) >= at, 1 - right, right)
    before, answered = features([(asked, right)], skills)
    after, _ = features([(asked, flipped)], skills)
    assert np.array_equal(before[: at + 1], after[: at + 1])
    assert np.array_equal(answered, right)


def test_students_of_unlike_lengths_keep_their_own_counts():
    """Rows go by number of the answer; together they are those of each student alone."""
    long, short = (np.array([1, 1, 2]), np.array([1, 0, 1])), (np.array([1, 1]), np.array([0, 0]))
    skills = Skills.seen([long, short], COUNT)
    together, _ = features([short, long], skills)
    alone = [features([history], skills)[0] for history in (long, short)]
    assert np.array_equal(together[[0, 2, 4]], alone[0])
    assert np.array_equal(together[[1, 3]], alone[1])


def test_tables_count_what_came_after_what():
    skills = Skills.seen(
        [(np.array([0, 1, 1]), np.array([1, 0, 1])), (np.array([0, 1]), np.array([1, 1]))], COUNT
    )
    assert skills.times[0, 1, 1] == 2
    assert skills.after[0, 1, 1] == 1
    assert skills.times[1, 1, 0] == skills.after[1, 1, 0] == 1
    assert skills.times.sum() == 3


def test_log_of_three_lines_per_student(tmp_path):
    file = tmp_path / "train.csv"
    file.write_text("3\n5,5,7,\n1,0,1,\n1\n2\n0\n")
    assert [(list(skills), list(right)) for skills, right in read(file)] == [
        ([5, 5, 7], [1, 0, 1]),
        ([2], [0]),
    ]


@pytest.mark.parametrize("log", ["2\n1,2\n1\n", "1\n1\n2\n", "x\n1\n1\n", "1\n1\n0.5\n"])
def test_log_that_is_none_names_its_line(tmp_path, log):
    file = tmp_path / "train.csv"
    file.write_text("1\n1\n1\n" + log)
    with pytest.raises(ValueError, match="line 4"):
        read(file)


def test_reliability_error_is_the_distance_of_said_from_seen():
    right = np.array([0, 1] * 50)
    assert reliability_error(right, np.full(100, 0.5)) == pytest.approx(0)
    assert reliability_error(np.ones(100, dtype=int), np.full(100, 0.7)) == pytest.approx(0.3)
