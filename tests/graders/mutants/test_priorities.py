"""The order in which a mutant meets the cases."""

from graders.verify.mutants.priorities import Priorities


def test_cheap_cases_come_first_until_something_is_known():
    assert Priorities([0.2, 0.0, 0.1]).order([0, 1, 2]) == [1, 2, 0]


def test_a_case_that_kills_comes_before_one_that_does_not():
    priorities = Priorities([0.0, 0.0])
    priorities.killed_by(1, line=3)
    assert priorities.order([0, 1]) == [1, 0]


def test_what_killed_on_the_same_line_counts_more_than_what_killed_elsewhere():
    priorities = Priorities([0.0, 0.0])
    for _ in range(3):
        priorities.killed_by(0, line=3)
    priorities.killed_by(1, line=8)
    assert (priorities.order([0, 1], line=8), priorities.order([0, 1], line=5)) == ([1, 0], [0, 1])


def test_the_first_cases_are_those_that_fit_into_the_time():
    priorities = Priorities([0.3, 0.01, 0.1, 0.2])
    assert priorities.first([0, 1, 2, 3], seconds=0.25) == [1, 2]


def test_of_cases_that_all_take_too_long_the_first_one_remains():
    priorities = Priorities([2.0, 3.0])
    priorities.killed_by(1, line=3)
    priorities.killed_by(1, line=3)
    assert priorities.first([0, 1], seconds=0.25, line=3) == [1]
