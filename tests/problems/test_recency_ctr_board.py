"""The board with withdrawals: accepted solutions against all impressions ordered anew at each call, in exact fractions."""

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "recency-ctr/ctr-board"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").CtrBoard for name in accepted(PACKAGE)}

Call = tuple[Any, ...]
hours = st.sampled_from([0, 1, 2, 3, 60, 1_199, 1_200])
events = st.tuples(hours, st.sampled_from("abBcd9"), st.sampled_from([0, 0, 1, 1, 2]))
calls = st.lists(
    st.one_of(
        *[st.builds(lambda event: ("record", *event), events)] * 2,
        st.builds(lambda event: ("withdraw", *event), events),
        st.just(("board",)),
    ),
    max_size=60,
)


class Anew:
    """The statement read literally."""

    def __init__(self, k: int) -> None:
        self.k = k
        self.events: list[tuple[int, str, int]] = []

    def record(self, *event: Any) -> tuple[str | None, str | None]:
        if event[2] not in (0, 1):
            raise ValueError
        return self._told(lambda: self.events.append(event))

    def withdraw(self, *event: Any) -> tuple[str | None, str | None]:
        if event not in self.events:
            raise ValueError
        return self._told(lambda: self.events.remove(event))

    def board(self) -> list[str]:
        sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for hour, item, clicked in self.events:
            sums[item][0] += clicked * 2**hour
            sums[item][1] += 2**hour
        return sorted(sums, key=lambda item: (-Fraction(*sums[item]), -sums[item][1], item))[: self.k]

    def _told(self, change: Callable[[], None]) -> tuple[str | None, str | None]:
        before = self.board()
        change()
        after = self.board()
        left = [item for item in before if item not in after]
        entered = [item for item in after if item not in before]
        assert len(left) <= 1
        assert len(entered) <= 1
        return (*left, None)[0], (*entered, None)[0]


def answers(board: Any, made: list[Call]) -> list[Any]:
    given_back = []
    for method, *arguments in made:
        try:
            given_back.append(getattr(board, method)(*arguments))
        except ValueError:
            given_back.append("ValueError")
    return given_back


@pytest.mark.parametrize("board", SOLUTIONS.values(), ids=SOLUTIONS)
@settings(max_examples=300, deadline=None)
@given(k=st.integers(1, 5), made=calls)
def test_each_call_tells_the_exchange_that_ordering_anew_finds(board: Any, k: int, made: list[Call]) -> None:
    assert answers(board(k), made) == answers(Anew(k), made)


@pytest.mark.parametrize("board", SOLUTIONS.values(), ids=SOLUTIONS)
@settings(max_examples=200, deadline=None)
@given(k=st.integers(1, 5), made=calls)
def test_what_is_told_is_enough_to_follow_the_board(board: Any, k: int, made: list[Call]) -> None:
    shown, followed = board(k), set()
    for call in made:
        (answer,) = answers(shown, [call])
        if call[0] != "board" and answer != "ValueError":
            left, entered = answer
            followed = (followed - {left}) | ({entered} - {None})
        assert followed == set(shown.board())


@pytest.mark.parametrize("board", SOLUTIONS.values(), ids=SOLUTIONS)
@settings(max_examples=100, deadline=None)
@given(k=st.integers(1, 5), made=calls, withdrawn=st.lists(events, max_size=10))
def test_withdrawing_what_was_just_recorded_leaves_the_board_as_it_was(
    board: Any, k: int, made: list[Call], withdrawn: list[tuple[int, str, int]]
) -> None:
    shown = board(k)
    answers(shown, made)
    before = shown.board()
    kept = [event for event in withdrawn if event[2] != 2]
    answers(shown, [("record", *event) for event in kept])
    answers(shown, [("withdraw", *event) for event in reversed(kept)])
    assert shown.board() == before
