"""Runs that are begun and finished apart: what the host does in between, and what it leaves undone."""

import time
from collections.abc import Callable

import pytest

from sandboxes import Call, CellLost, Ending, Limits, Pool, Session

from .conftest import ROOMY

SOURCE = "import time\ndef f(x): return x\ndef wait(s): time.sleep(s); return s\n"
Make = Callable[..., Session]


def test_outcomes_are_those_of_the_runs_begun(session_for: Make) -> None:
    values = []
    with session_for(SOURCE) as session:
        session.begin(Call("solution.py", "f", args=(0,)))
        for number in range(1, 30):
            last = session.finish()
            session.begin(Call("solution.py", "f", args=(number,)))
            values.append(last.outcome().value)
        values.append(session.finish().outcome().value)
    assert values == list(range(30))


def test_host_that_is_late_to_finish_measures_the_run_all_the_same(session_for: Make) -> None:
    with session_for(SOURCE, Limits(wall_s=1.0)) as session:
        session.begin(Call("solution.py", "f", args=(7,)))
        time.sleep(1.5)
        outcome = session.finish().outcome()
    assert (outcome.ending, outcome.value, outcome.wall_s < 1.0) == (Ending.RETURNED, 7, True)


def test_run_over_its_limit_is_out_of_time_before_anybody_looks(session_for: Make) -> None:
    with session_for(SOURCE, Limits(wall_s=0.3)) as session:
        session.begin(Call("solution.py", "wait", args=(30,)))
        finished = session.finish()
    assert (finished.out_of_time, finished.outcome().ending) == (True, Ending.WALL_TIME)


def test_run_that_nobody_finishes_is_ended_by_the_next(session_for: Make) -> None:
    with session_for(SOURCE) as session:
        session.begin(Call("solution.py", "wait", args=(15,)))
        begun = time.monotonic()
        assert session.run(Call("solution.py", "f", args=(1,))).value == 1
    assert time.monotonic() - begun < 14


def test_session_closed_in_the_middle_of_a_run_leaves_a_cell_that_serves(lone_pool: Pool) -> None:
    files = {"solution.py": SOURCE.encode()}
    with lone_pool.session("python", files, ROOMY) as first:
        cell = first._cell
        first.begin(Call("solution.py", "wait", args=(15,)))
    with lone_pool.session("python", files, ROOMY) as second:
        assert (second._cell is cell, second.run(Call("solution.py", "f", args=(2,))).value) == (True, 2)


def test_cell_that_dies_in_the_middle_is_lost_to_whoever_finishes(pool: Pool) -> None:
    with pool.session("python", {"solution.py": SOURCE.encode()}, ROOMY) as session:
        session.begin(Call("solution.py", "wait", args=(15,)))
        session._cell.close()
        with pytest.raises(CellLost):
            session.finish()


def test_finish_without_a_run_is_refused(session_for: Make) -> None:
    with session_for(SOURCE) as session, pytest.raises(RuntimeError, match="no run was begun"):
        session.finish()


def test_more_runs_than_were_expected_are_done_too(pool: Pool) -> None:
    with pool.session("python", {"solution.py": SOURCE.encode()}, ROOMY, runs=2) as session:
        values = [session.run(Call("solution.py", "f", args=(n,))).value for n in range(40)]
    assert values == list(range(40))
