"""The chain in which items overtake each other by waiting: accepted solutions against rates of every single hour, in exact fractions."""

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

END = 48
"""Later than any turn of the entries drawn here: twice the bits of a sum, with those of the prior."""

Call = tuple[Any, ...]


def solutions(problem: str, name: str) -> list[Any]:
    """The accepted classes of a problem, as parameters of a test."""
    package = f"recency-ctr/{problem}"
    files = accepted(package)
    return [
        pytest.param(getattr(load(package, f"submissions/accepted/{file}"), name), id=file) for file in files
    ]


def streams(*questions: str) -> st.SearchStrategy[list[Call]]:
    """Entries and questions, some of which are to be refused."""
    entries = st.tuples(
        st.just("record"),
        st.sampled_from([0, 0, 0, 1, 2, 3]),
        st.sampled_from("abBc9"),
        st.integers(-1, 9),
        st.sampled_from([0, 1, 1, 2, 4, 6, 10, 14, 25]),
    )
    asked = st.tuples(st.sampled_from(questions), st.sampled_from([0, 1, 2, 3, 3, 4, 5, 9]))
    return st.lists(st.one_of(entries, entries, asked), max_size=24)


priors = st.sampled_from([(1, 2), (1, 2), (1, 3), (0, 1), (2, 2), (3, 10)])


class Rates:
    """The statement read literally: rates at an hour from all entries, an order for every hour that somebody asks about."""

    def __init__(self, k: int, clicks: int, impressions: int) -> None:
        self.k, self.prior = k, (clicks, impressions)
        self.entries: list[tuple[int, str, int, int]] = []
        self.asked = 0

    def record(self, hour: int, item: str, clicks: int, impressions: int) -> None:
        if not 0 <= clicks <= impressions:
            raise ValueError
        self.entries.append((hour, item, clicks, impressions))

    def board(self, now: int) -> list[str]:
        if any(hour > now for hour, _, _, _ in self.entries):
            raise ValueError
        sums: defaultdict[str, list[Fraction]] = defaultdict(lambda: [Fraction(n) for n in self.prior])
        for hour, item, clicks, impressions in self.entries:
            weight = Fraction(1, 2 ** (now - hour))
            sums[item][0] += clicks * weight
            sums[item][1] += impressions * weight
        return sorted(sums, key=lambda item: (-sums[item][0] / sums[item][1], item))[: self.k]

    def expires(self, now: int) -> int | None:
        board = self.board(now)
        return next((hour for hour in range(now + 1, END) if self.board(hour) != board), None)

    def schedule(self, now: int) -> list[tuple[int, str]]:
        leaders = [(hour, *self.board(hour)) for hour in range(now, END)]
        if leaders == [(hour,) for hour in range(now, END)]:
            return []
        changed = [after for before, after in pairwise(leaders) if before[1] != after[1]]
        return [leaders[0], *changed]

    def leader(self, now: int) -> str | None:
        """Of the problem in which a question sets the clock."""
        if now < self.asked:
            raise ValueError
        best = self.board(now)
        self.asked = now
        return best[0] if best else None


def answers(made: Callable[[], Any], calls: list[Call]) -> list[Any]:
    """One entry per call: its value, or the name of the error it raised."""
    one = made()
    given_back = []
    for method, *arguments in calls:
        try:
            given_back.append(getattr(one, method)(*arguments))
        except ValueError:
            given_back.append("ValueError")
    return given_back


@pytest.mark.parametrize("solution", solutions("board-that-expires", "ExpiringBoard"))
@settings(max_examples=60, deadline=None)
@given(k=st.integers(1, 4), prior=priors, calls=streams("board", "expires", "expires"))
def test_a_board_expires_at_the_first_hour_at_which_it_is_another_one(
    solution: Any, k: int, prior: tuple[int, int], calls: list[Call]
) -> None:
    assert answers(lambda: solution(k, *prior), calls) == answers(lambda: Rates(k, *prior), calls)


@pytest.mark.parametrize("solution", solutions("leaders-to-come", "LeaderSchedule"))
@settings(max_examples=60, deadline=None)
@given(prior=priors, calls=streams("schedule"))
def test_a_schedule_names_the_leader_of_every_hour(
    solution: Any, prior: tuple[int, int], calls: list[Call]
) -> None:
    assert answers(lambda: solution(*prior), calls) == answers(lambda: Rates(1, *prior), calls)


@pytest.mark.parametrize("solution", solutions("leader-as-it-ages", "LiveLeader"))
@settings(max_examples=200, deadline=None)
@given(prior=priors, calls=streams("leader"))
def test_a_live_leader_is_that_of_all_entries_at_the_hour_of_the_clock(
    solution: Any, prior: tuple[int, int], calls: list[Call]
) -> None:
    assert answers(lambda: solution(*prior), calls) == answers(lambda: Rates(1, *prior), calls)
