"""Online assessment, graphs, queues and searches: accepted solutions against the statements read literally."""

from collections import deque
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load

PACKAGES = {
    "copies-and-owners": "CopyRegister",
    "feature-waves": "feature_waves",
    "transcoding-queue": "transcoding_plan",
    "widest-ad-gap": "widest_gap",
    "hot-aisle": "fewest_steps",
}
SOLUTIONS = {
    (package, file): vars(load(f"online-assessment/{package}", f"submissions/accepted/{file}"))[name]
    for package, name in PACKAGES.items()
    for file in accepted(f"online-assessment/{package}")
}
Job = tuple[int, int, int]
Plan = list[tuple[int, int]]
Call = tuple[str, int, int]


def of(package: str) -> pytest.MarkDecorator:
    """Run a test with each accepted solution of a package."""
    return pytest.mark.parametrize(
        "key", [key for key in SOLUTIONS if key[0] == package], ids=lambda key: key[1]
    )


def register(calls: list[Call]) -> list[Any]:
    """What the register answers, with groups as a list of sets that is searched."""
    groups = [({video}, set[int]()) for video in range(8)]  # videos, owners
    answers: list[Any] = []
    for method, first, second in calls:
        group = next(group for group in groups if first in group[0])
        if method == "group":
            answers.append((min(group[0]), len(group[0]), next(iter(group[1]), None)))
        elif method == "claim":
            answers.append(group[1] <= {second})
            group[1].update([second] if answers[-1] else [])
        else:
            other = next(group for group in groups if second in group[0])
            answers.append(len(group[1] | other[1]) <= 1)
            if answers[-1] and other is not group:
                groups.remove(other)
                group[0].update(other[0])
                group[1].update(other[1])
    return answers


@of("copies-and-owners")
@settings(max_examples=300, deadline=None)
@given(
    calls=st.lists(
        st.tuples(st.sampled_from(["same", "same", "claim", "group"]), st.integers(0, 7), st.integers(0, 7)),
        max_size=40,
    )
)
def test_the_register_equals_a_list_of_sets(key: tuple[str, str], calls: list[Call]) -> None:
    copies = SOLUTIONS[key]()
    arguments = [call[1:2] if call[0] == "group" else call[1:] for call in calls]
    answers = [getattr(copies, call[0])(*values) for call, values in zip(calls, arguments, strict=True)]
    assert answers == register(calls)


def waves_and_cycle(needs: dict[str, list[str]]) -> tuple[list[list[str]], list[str]]:
    """Rounds over all features; then the walk, with every feature that can reach a cycle looked up anew."""
    placed: list[list[str]] = []
    rest = dict(needs)
    while ready := sorted(name for name in rest if not set(rest[name]) & rest.keys()):
        placed.append(ready)
        rest = {name: listed for name, listed in rest.items() if name not in ready}
    walk = [min(rest)] if rest else []
    while rest and walk[-1] not in walk[:-1]:
        walk.append(min(set(rest[walk[-1]]) & rest.keys()))
    cycle = walk[walk.index(walk[-1]) : -1] if walk else []
    turns = [cycle[turn:] + cycle[:turn] for turn in range(len(cycle))]
    return placed, min(turns, default=[])


@of("feature-waves")
@settings(max_examples=300, deadline=None)
@given(
    needs=st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefghrs"), max_size=3))
)
def test_waves_and_cycle_equal_rounds_and_a_walk(key: tuple[str, str], needs: dict[str, list[str]]) -> None:
    assert SOLUTIONS[key](needs) == waves_and_cycle(needs)


def second_by_second(jobs: list[Job], machines: int, ageing: int) -> Plan:
    """The rules, one second after the other, with everything searched."""
    starts: dict[int, tuple[int, int]] = {}
    second = 0
    while len(starts) < len(jobs):
        while True:
            busy = {machine for job, (start, machine) in starts.items() if second < start + jobs[job][1]}
            free = set(range(machines)) - busy
            line = [job for job in range(len(jobs)) if jobs[job][0] <= second and job not in starts]
            if not free or not line:
                break
            urgency = {job: jobs[job][2] + ageing * (second - jobs[job][0]) for job in line}
            first = min(line, key=lambda job: (-urgency[job], jobs[job][0], job))
            starts[first] = (second, min(free))
        second += 1
    return [starts[job] for job in range(len(jobs))]


@of("transcoding-queue")
@settings(max_examples=200, deadline=None)
@given(
    jobs=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4), st.integers(-3, 3)), max_size=8),
    machines=st.integers(1, 3),
    ageing=st.integers(0, 2),
)
def test_the_plan_equals_second_by_second(
    key: tuple[str, str], jobs: list[Job], machines: int, ageing: int
) -> None:
    assert SOLUTIONS[key](jobs, machines, ageing) == second_by_second(jobs, machines, ageing)


def most_showings(seconds: list[int], gap: int, cap: int) -> int:
    """The largest subset of one user's visits with the gap between neighbours, among all subsets."""
    for size in range(min(cap, len(seconds)), 0, -1):
        for chosen in combinations(sorted(seconds), size):
            if all(later - earlier >= gap for earlier, later in pairwise(chosen)):
                return size
    return 0


@of("widest-ad-gap")
@settings(max_examples=200, deadline=None)
@given(
    visits=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12)), max_size=9),
    wanted=st.integers(0, 9),
    cap=st.integers(0, 4),
    longest=st.integers(0, 14),
)
def test_the_widest_gap_is_found_by_trying_all(
    key: tuple[str, str], visits: list[tuple[int, int]], wanted: int, cap: int, longest: int
) -> None:
    users = [[second for user, second in visits if user == each] for each in range(3)]
    fitting = [
        gap
        for gap in range(longest + 1)
        if sum(most_showings(seconds, gap, cap) for seconds in users) >= wanted
    ]
    assert SOLUTIONS[key](visits, wanted, cap, longest) == max(fitting, default=None)


def over_pairs(hall: list[str], limit: int) -> int | None:
    """Breadth first over all pairs of a tile and a count."""
    tiles = {(row, column): tile for row, line in enumerate(hall) for column, tile in enumerate(line)}
    start = next(place for place, tile in tiles.items() if tile == "S")
    steps = {(start, 0): 0}
    queue = deque(steps)
    while queue:
        (row, column), hot = state = queue.popleft()
        if tiles[row, column] == "G":
            return steps[state]
        for place in [(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)]:
            if tiles.get(place, "#") != "#":
                reached = (place, hot + 1 if tiles[place] == "~" else 0)
                if reached[1] <= limit and reached not in steps:
                    steps[reached] = steps[state] + 1
                    queue.append(reached)
    return None


@of("hot-aisle")
@settings(max_examples=300, deadline=None)
@given(
    shape=st.tuples(st.integers(1, 4), st.integers(2, 7)),
    drawn=st.lists(st.sampled_from("~~~.#"), min_size=28, max_size=28),
    ends=st.tuples(st.integers(0, 27), st.integers(0, 27)),
    limit=st.integers(0, 4),
)
def test_the_fewest_steps_equal_a_search_over_pairs_there_and_back(
    key: tuple[str, str], shape: tuple[int, int], drawn: list[str], ends: tuple[int, int], limit: int
) -> None:
    rows, columns = shape
    start, goal = (end % (rows * columns) for end in ends)
    tiles = drawn[: rows * columns]
    tiles[start], tiles[goal] = "S", "G"
    tiles[(goal + 1) % (rows * columns) if start == goal else start] = "S"
    hall = ["".join(tiles[row * columns : (row + 1) * columns]) for row in range(rows)]
    steps = over_pairs(hall, limit)
    assert SOLUTIONS[key](hall, limit) == steps
    back = [line.translate(str.maketrans("SG", "GS")) for line in hall]  # a run of hot tiles read backwards
    assert SOLUTIONS[key](back, limit) == steps
