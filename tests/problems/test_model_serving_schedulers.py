"""Continuous batching, autoscaling and adapters: where a law or a closed form is known, the accepted solutions keep it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.problems.model_serving import solutions

BATCHING = solutions("continuous-batching", "serve")
SCALING = solutions("autoscaling-cold-starts", "autoscale")
ADAPTERS = solutions("many-adapters", "serve_adapters")

requests = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30), st.integers(1, 12)), min_size=1, max_size=12
)
traffic = st.lists(st.sampled_from([0, 0, 3, 10, 45, 90]), max_size=40)


@pytest.mark.parametrize("serve", BATCHING.values(), ids=BATCHING)
@settings(max_examples=150, deadline=None)
@given(given_requests=requests, budget=st.integers(1, 9), base=st.integers(1, 20), token=st.integers(0, 5))
def test_batch_of_one_serves_one_after_the_other(
    serve: Any, given_requests: list[tuple[int, int, int]], budget: int, base: int, token: int
) -> None:
    now, expected = 0, {}
    for index in sorted(range(len(given_requests)), key=lambda index: given_requests[index][0]):
        arrival, prompt, output = given_requests[index]
        first = max(now, arrival) + -(-prompt // budget) * base + prompt * token
        now = first + (output - 1) * (base + token)
        expected[index] = first, now
    assert serve(given_requests, 1, budget, base, token) == [expected[i] for i in range(len(expected))]


@pytest.mark.parametrize("serve", BATCHING.values(), ids=BATCHING)
@settings(max_examples=150, deadline=None)
@given(given_requests=requests, batch=st.integers(1, 6), more=st.integers(0, 20))
def test_makespan_of_a_crowd_counts_every_token_once(
    serve: Any, given_requests: list[tuple[int, int, int]], batch: int, more: int
) -> None:
    crowd = [(0, prompt, output) for _, prompt, output in given_requests]
    tokens = sum(prompt + output - 1 for _, prompt, output in crowd)  # the last token is never read back
    times = serve(crowd, batch, batch + more, 1, 10**6)
    assert max(last for _, last in times) // 10**6 == tokens
    assert all(first <= last for first, last in times)


@pytest.mark.parametrize("autoscale", SCALING.values(), ids=SCALING)
@settings(max_examples=200, deadline=None)
@given(
    arrivals=traffic,
    target=st.integers(1, 100),
    low=st.integers(0, 3),
    more=st.integers(1, 9),
    delays=st.tuples(st.integers(0, 4), st.integers(1, 4), st.integers(1, 6)),
)
def test_no_request_is_lost_and_no_replica_serves_before_its_time(
    autoscale: Any, arrivals: list[int], target: int, low: int, more: int, delays: tuple[int, int, int]
) -> None:
    rows = autoscale(arrivals, 10, target, low, low + more, *delays)
    backlog = 0
    for arriving, (ready, total, left) in zip(arrivals, rows, strict=True):
        assert left == max(0, backlog + arriving - 10 * ready)
        assert low <= total <= low + more
        backlog = left
    for tick, (ready, _, _) in enumerate(rows):
        before = [low] * (tick <= delays[0]) + [
            total for _, total, _ in rows[max(0, tick - delays[0] - 1) : tick]
        ]
        assert ready <= before[0]


@pytest.mark.parametrize("autoscale", SCALING.values(), ids=SCALING)
@settings(max_examples=100, deadline=None)
@given(load=st.integers(0, 500), target=st.integers(1, 100), warm_up=st.integers(0, 3))
def test_steady_load_ends_with_the_replicas_that_the_target_asks_for(
    autoscale: Any, load: int, target: int, warm_up: int
) -> None:
    rows = autoscale([load] * 60 + [0] * 10, 10, target, 0, 10_000, warm_up, 1, 3)
    needed = next(number for number in range(10_000) if load * 100 <= number * 10 * target)
    assert max(total for _, total, _ in rows) >= needed
    if target <= 90:  # at full utilisation a backlog is never worked off
        assert rows[59] == (needed, needed, 0)
        assert rows[-1] == (0, 0, 0)


@pytest.mark.parametrize("serve", ADAPTERS.values(), ids=ADAPTERS)
@settings(max_examples=150, deadline=None)
@given(given_requests=requests)
def test_room_for_everything_makes_nobody_wait(
    serve: Any, given_requests: list[tuple[int, int, int]]
) -> None:
    adapters = {adapter for _, adapter, _ in given_requests}
    done, loads = serve(given_requests, len(adapters), len(given_requests), 0)
    assert done == [arrival + tokens for arrival, _, tokens in given_requests]
    assert loads == len(adapters)


@pytest.mark.parametrize("serve", ADAPTERS.values(), ids=ADAPTERS)
@settings(max_examples=150, deadline=None)
@given(given_requests=requests, load_steps=st.integers(0, 5))
def test_one_slot_and_one_place_serve_one_after_the_other(
    serve: Any, given_requests: list[tuple[int, int, int]], load_steps: int
) -> None:
    now, here, loads, expected = 0, None, 0, {}
    for index in sorted(range(len(given_requests)), key=lambda index: given_requests[index][0]):
        arrival, adapter, tokens = given_requests[index]
        loads += adapter != here
        now = max(now, arrival) + load_steps * (adapter != here) + tokens
        here, expected[index] = adapter, now
    assert serve(given_requests, 1, 1, load_steps) == ([expected[i] for i in range(len(expected))], loads)
