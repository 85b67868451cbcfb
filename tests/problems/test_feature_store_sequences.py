"""Behaviour sequences: accepted solutions against the six steps read literally, and what a history must not depend on."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGE = "feature-store/behaviour-sequences"
Action = tuple[str, int, str, int]
Quotas = dict[str, tuple[int, int]]
Sampler = Callable[[list[Action], list[tuple[str, int]], int, Quotas], list[list[int]]]
SOLUTIONS: dict[str, Sampler] = {
    name: load(PACKAGE, f"submissions/accepted/{name}").sample_histories for name in accepted(PACKAGE)
}
CASES = load(PACKAGE, "cases.py")

times = st.integers(0, 8)
actions_ = st.lists(
    st.tuples(st.sampled_from("uv"), times, st.sampled_from("abc"), st.integers(0, 3)), max_size=25
)
requests_ = st.lists(st.tuples(st.sampled_from("uvw"), times), max_size=6)
places = st.tuples(st.integers(0, 2), st.integers(0, 3)).map(lambda pair: (pair[0], sum(pair)))
quotas_ = st.dictionaries(st.sampled_from("abd"), places)


def oracle(
    actions: list[Action], requests: list[tuple[str, int]], length: int, quotas: Quotas
) -> list[list[int]]:
    """One step after the other, over all actions for each request."""

    def age(at: int) -> tuple[int, int]:
        return actions[at][1], at

    histories = []
    for user, time in requests:
        known = [at for at, a in enumerate(actions) if a[0] == user and a[1] < time and a[2] in quotas]
        last = {actions[at][2:]: at for at in sorted(known, key=age)}
        of_kind = {
            kind: sorted((at for (k, _), at in last.items() if k == kind), key=age, reverse=True)[:most]
            for kind, (_, most) in quotas.items()
        }
        chosen = [at for kind, (reserved, _) in quotas.items() for at in of_kind[kind][:reserved]]
        others = sorted({at for kind in quotas for at in of_kind[kind]} - {*chosen}, key=age, reverse=True)
        histories.append(sorted(chosen + others[: length - len(chosen)], key=age))
    return histories


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=500, deadline=None)
@given(actions=actions_, requests=requests_, spare=st.integers(0, 4), quotas=quotas_)
def test_accepted_solution_equals_the_statement(
    name: str, actions: list[Action], requests: list[tuple[str, int]], spare: int, quotas: Quotas
) -> None:
    length = max(1, sum(reserved for reserved, _ in quotas.values()) + spare)
    assert SOLUTIONS[name](actions, requests, length, quotas) == oracle(actions, requests, length, quotas)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=200, deadline=None)
@given(actions=actions_, user=st.sampled_from("uv"), now=times, quotas=quotas_)
def test_actions_from_the_request_on_change_nothing(
    name: str, actions: list[Action], user: str, now: int, quotas: Quotas
) -> None:
    past = [action for action in actions if action[1] < now]

    def history(log: list[Action]) -> list[Action]:
        return [log[at] for at in SOLUTIONS[name](log, [(user, now)], 9, quotas)[0]]

    assert history(actions) == history(past)


@pytest.mark.parametrize("seed", [7, 8])
def test_accepted_solutions_agree_on_every_case(seed: int) -> None:
    for case in [*CASES.cases(random.Random(seed)), *CASES.fresh(random.Random(seed))]:
        if case.raises is None:
            first, *others = (solve(*case.args) for solve in SOLUTIONS.values())
            assert [other == first for other in others] == [True] * len(others), case.note


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize(
    ("length", "quotas"),
    [(0, {}), (1, {"a": (1, 1), "b": (1, 1)}), (9, {"a": (2, 1)}), (9, {"a": (-1, 1)}), (9, {"a": (0, -1)})],
)
def test_accepted_solution_refuses_quotas_that_do_not_fit(name: str, length: int, quotas: Quotas) -> None:
    with pytest.raises(ValueError, match=r"must|fit"):
        SOLUTIONS[name]([], [], length, quotas)


GOOD = [("u", 1, "a", 1)]


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ((GOOD, [], 1), "takes actions, requests, length and quotas"),
        ((tuple(GOOD), [], 1, {}), "actions must be a list"),
        ((GOOD * 12_001, [], 1, {}), "at most 12000"),
        (([("u", 1, "a")], [], 1, {}), r"actions\[0\] must be a tuple of str, int, str, int"),
        (([("u", True, "a", 1)], [], 1, {}), r"actions\[0\] must be a tuple"),
        (([("u", 10**12 + 1, "a", 1)], [], 1, {}), "a number too large"),
        ((GOOD, [("u" * 21, 1)], 1, {}), "a string is too long"),
        ((GOOD, [["u", 1]], 1, {}), r"requests\[0\] must be a tuple of str, int"),
        ((GOOD, [], 1.0, {}), "length must be an integer"),
        ((GOOD, [("u", 1)] * 2, 75_001, {}), "length times the number of requests"),
        ((GOOD, [], 1, [("a", 1, 1)]), "quotas must be a dict"),
        ((GOOD, [], 1, {str(kind): (0, 1) for kind in range(9)}), "at most 8 kinds"),
        ((GOOD, [], 1, {"a": [0, 1]}), r"must give a tuple \(reserved, most\)"),
        ((GOOD, [], 1, {"a": (0, 1.0)}), "quotas of 'a' must be an integer"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)
