"""Runs begun ahead of need: one at a time, in order, each with its own input, and gone when nobody wants them."""

import itertools
import time
from collections.abc import Callable

import pytest

from sandboxes import Call, CellLost, Ending, Limits, Pool, Session

from .conftest import ROOMY

SOURCE = (
    "import os, time\n"
    "def f(x): return x\n"
    "def wait(s): time.sleep(s); return s\n"
    "def alone(): return sorted(int(n) for n in os.listdir('/proc') if n.isdigit())\n"
    "def span(): a = time.monotonic(); time.sleep(0.05); return [a, time.monotonic()]\n"
    "def leave(x): open('/tmp/left', 'a').write(str(x)); return os.listdir('/tmp')\n"
    "def die(): os._exit(3)\n"
)
Make = Callable[..., Session]


def call(name: str, *args: object) -> Call:
    return Call("solution.py", name, args=args)


def finished(session: Session, count: int) -> list[object]:
    return [session.finish().outcome().value for _ in range(count)]


def test_runs_begun_together_come_back_in_their_order(session_for: Make) -> None:
    with session_for(SOURCE) as session:
        for number in range(60):
            session.begin(call("f", number))
        assert finished(session, 60) == list(range(60))


def test_more_runs_than_a_cell_may_have_processes_leave_none_behind(session_for: Make) -> None:
    with session_for(SOURCE) as session:
        for number in range(400):
            session.begin(call("f", number))
        assert finished(session, 400) == list(range(400))


def test_runs_begun_together_never_overlap(session_for: Make) -> None:
    with session_for(SOURCE) as session:
        for _ in range(6):
            session.begin(call("span"))
        spans = finished(session, 6)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def test_run_sees_no_process_of_those_that_wait(session_for: Make) -> None:
    with session_for(SOURCE) as session:
        for _ in range(4):
            session.begin(call("alone"))
        assert finished(session, 4) == [[1, 2]] * 4


def test_each_run_draws_its_own_random_numbers(session_for: Make) -> None:
    with session_for("import random\ndef f(): return random.random()") as session:
        for _ in range(3):
            session.begin(Call("solution.py", "f"))
        drawn = {session.finish().outcome().value for _ in range(3)}
    assert len(drawn) == 3


def test_files_of_a_run_are_not_there_for_the_next(session_for: Make) -> None:
    with session_for(SOURCE) as session:
        for number in range(4):
            session.begin(call("leave", number))
        left = finished(session, 4)
    assert left == [left[0]] * 4


def test_large_inputs_and_answers_pass_each_other(session_for: Make) -> None:
    inputs = [
        str(number) * (3 << 19) for number in range(8)
    ]  # each given to the cell while it gives back the ones before
    with session_for(SOURCE) as session:
        for given in inputs:
            session.begin(call("f", given))
        assert finished(session, 8) == inputs


def test_large_inputs_that_nobody_wants_any_more_are_forgotten(session_for: Make) -> None:
    with session_for(SOURCE) as session:
        session.begin(call("wait", 5))
        for number in range(4):
            session.begin(call("f", str(number) * (3 << 19)))
        session.abandon()
        session.begin(call("f", 7))
        assert finished(session, 1) == [7]


def test_large_inputs_between_small_ones_come_back_whole(session_for: Make) -> None:
    inputs = ["x" * size for size in (10, 3 << 20, 5, 40 << 10, 31 << 10, 1, 2 << 20, 2 << 20, 7)]
    with session_for(SOURCE) as session:
        for text in inputs:
            session.begin(call("f", text))
        assert finished(session, len(inputs)) == inputs


def test_run_that_ends_badly_leaves_the_later_ones_whole(session_for: Make) -> None:
    with session_for(SOURCE, Limits(wall_s=0.3)) as session:
        for work in (call("die"), call("f", 1), call("wait", 30), call("f", 2)):
            session.begin(work)
        ends = [session.finish().outcome() for _ in range(4)]
    assert [(end.ending, end.value) for end in ends] == [
        (Ending.EXITED, None),
        (Ending.RETURNED, 1),
        (Ending.WALL_TIME, None),
        (Ending.RETURNED, 2),
    ]


def test_abandoned_runs_are_ended_and_forgotten(session_for: Make) -> None:
    with session_for(SOURCE) as session:
        session.begin(call("wait", 15))
        session.begin(call("f", 1))
        begun = time.monotonic()
        session.abandon()
        session.begin(call("f", 2))
        assert finished(session, 1) == [2]
        with pytest.raises(RuntimeError, match="no run was begun"):
            session.finish()
    assert time.monotonic() - begun < 14


def test_other_limits_hold_for_the_run_that_has_them(session_for: Make) -> None:
    with session_for(SOURCE) as session:
        session.begin(call("f", 1))
        session.begin(call("wait", 20), Limits(wall_s=0.2))
        session.begin(call("wait", 0.4))
        ends = [session.finish().outcome().ending for _ in range(3)]
    assert ends == [Ending.RETURNED, Ending.WALL_TIME, Ending.RETURNED]


def test_open_process_after_runs_begun_ends_them(session_for: Make) -> None:
    with session_for(SOURCE) as session:
        session.begin(call("wait", 15))
        session.begin(call("wait", 15))
        with session.open("solution.py") as process:
            assert process.call("f", (3,)).value == 3


def test_session_closed_with_runs_begun_leaves_a_cell_that_serves(lone_pool: Pool) -> None:
    files = {"solution.py": SOURCE.encode()}
    with lone_pool.session("python", files, ROOMY) as first:
        cell = first._cell
        for _ in range(5):
            first.begin(call("wait", 15))
    with lone_pool.session("python", files, ROOMY) as second:
        assert (second._cell is cell, second.run(call("f", 2)).value) == (True, 2)


def test_cell_that_dies_is_lost_to_whoever_waits_for_one_of_many(pool: Pool) -> None:
    with pool.session("python", {"solution.py": SOURCE.encode()}, ROOMY) as session:
        session.begin(call("f", 1))
        session.begin(call("wait", 15))
        session.begin(call("f", 2))
        assert finished(session, 1) == [1]
        session._cell.close()
        with pytest.raises(CellLost):
            session.finish()
