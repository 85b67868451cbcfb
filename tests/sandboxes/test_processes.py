"""Processes whose state carries over, traces of method calls, and proxies that the host answers."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from sandboxes import Answer, Ask, Call, CellLost, Ending, Pool, ProcessEnded, Session, Trace

from .conftest import ROOMY

Make = Callable[..., Session]

COUNTER = "n = 0\ndef add(k):\n    global n\n    n += k\n    return n\ndef boom(): raise ValueError('no')\n"


def test_state_carries_over_between_calls(session_for: Make) -> None:
    with session_for(COUNTER) as session, session.open("solution.py") as process:
        assert process.load().ending is Ending.RETURNED
        assert [process.call("add", (k,)).value for k in (1, 2, 3)] == [1, 3, 6]


def test_exception_leaves_the_process_alive(session_for: Make) -> None:
    with session_for(COUNTER) as session, session.open("solution.py") as process:
        assert process.call("add", (5,)).value == 5
        assert process.call("boom").ending is Ending.RAISED
        assert process.call("add", (1,)).value == 6


def test_load_starts_the_module_anew(session_for: Make) -> None:
    with session_for(COUNTER) as session, session.open("solution.py") as process:
        process.call("add", (5,))
        process.load()
        assert process.call("add", (1,)).value == 1


def test_second_process_starts_fresh_and_ends_the_first(session_for: Make) -> None:
    with session_for(COUNTER) as session:
        first = session.open("solution.py")
        assert first.call("add", (5,)).value == 5
        second = session.open("solution.py")
        assert second.call("add", (1,)).value == 1
        with pytest.raises(ProcessEnded):
            first.call("add", (1,))


def test_ended_process_says_how_it_ended(session_for: Make) -> None:
    with session_for("import os\ndef f(): os._exit(3)") as session:
        process = session.open("solution.py")
        assert process.call("f").exit_code == 3
        with pytest.raises(ProcessEnded, match="exited") as ended:
            process.call("f")
        assert ended.value.outcome is not None
        assert ended.value.outcome.exit_code == 3


def test_each_call_has_its_own_output_and_limits(session_for: Make) -> None:
    source = "import time\ndef say(s): print(s)\ndef wait(s): time.sleep(s)"
    with session_for(source) as session, session.open("solution.py", replace(ROOMY, wall_s=0.4)) as process:
        assert [process.call("say", (word,)).stdout for word in ("a", "b")] == [b"a\n", b"b\n"]
        assert [process.call("wait", (0.25,)).ending for _ in range(3)] == [Ending.RETURNED] * 3
        assert process.call("wait", (60,)).ending is Ending.WALL_TIME


STACK = """
class Stack:
    def __init__(self, *items):
        self.items = list(items)
        if not items: raise ValueError("empty")
    def push(self, x):
        self.items.append(x)
        return self.items
    def pop(self): return self.items.pop()
    def quit(self): raise SystemExit(4)
"""


def test_trace_records_each_value_as_it_was_then(session_for: Make) -> None:
    calls = [("push", (2,)), ("push", (3,)), ("pop", ())]
    with session_for(STACK) as session:
        outcome = session.run(Trace("solution.py", "Stack", args=(1,), calls=calls))
    assert outcome.value == {
        "made": ["value", None],
        "results": [["value", [1, 2]], ["value", [1, 2, 3]], ["value", 3]],
    }


def test_trace_goes_on_after_an_exception(session_for: Make) -> None:
    calls = [("pop", ()), ("pop", ()), ("push", (1,)), ("missing", ())]
    with session_for(STACK) as session:
        entries = session.run(Trace("solution.py", "Stack", args=(1,), calls=calls)).value["results"]
    assert [entry[:3] for entry in entries] == [
        ["value", 1],
        ["raised", "IndexError", "pop from empty list"],
        ["value", [1]],
        ["raised", "AttributeError", "'Stack' object has no attribute 'missing'"],
    ]


def test_trace_whose_object_cannot_be_made_has_no_results(session_for: Make) -> None:
    with session_for(STACK) as session:
        value = session.run(Trace("solution.py", "Stack", calls=[("pop", ())])).value
    assert value["made"][:3] == ["raised", "ValueError", "empty"]
    assert value["results"] == []


def test_exit_in_a_trace_ends_the_process(session_for: Make) -> None:
    with session_for(STACK) as session:
        outcome = session.run(Trace("solution.py", "Stack", args=(1,), calls=[("quit", ())]))
    assert (outcome.ending, outcome.exit_code) == (Ending.EXITED, 4)


EXAMINER = """
def examine(candidate, case):
    total = candidate.add(case, scale=2)
    seen = [total, candidate.meta]
    try:
        candidate.fail(1)
    except Exception as error:
        seen += [type(error).__name__, str(error), error.meta]
    return seen
"""


def answer(ask: Ask) -> Answer:
    if ask.name == "add":
        return Answer(value=ask.args[0] + ask.kwargs["scale"], meta={"wall_s": 0.5})
    return Answer(failed="went wrong", meta={"verdict": "TLE"})


def test_proxy_calls_are_answered_by_the_host(session_for: Make) -> None:
    with session_for(EXAMINER) as session:
        outcome = session.run(Call("solution.py", "examine", args=(40,), proxy=True), answer=answer)
    assert outcome.value == [42, {"wall_s": 0.5}, "ProxyFailed", "went wrong", {"verdict": "TLE"}]


def test_hosts_time_to_answer_is_not_the_runs(session_for: Make) -> None:
    def slow(ask: Ask) -> Answer:
        time.sleep(0.6)
        return answer(ask)

    with session_for(EXAMINER) as session:
        work = Call("solution.py", "examine", args=(1,), proxy=True)
        outcome = session.run(work, answer=slow, limits=replace(ROOMY, wall_s=0.5))
    assert outcome.ending is Ending.RETURNED
    assert outcome.wall_s < 0.5


def test_proxy_reaches_a_candidate_in_another_cell(pool: Pool, session_for: Make) -> None:
    with pool.session("python", {"solution.py": COUNTER.encode()}, ROOMY) as candidate:
        process = candidate.open("solution.py")
        with session_for("def examine(c): return [c.add(1), c.add(2)]") as examiner:
            outcome = examiner.run(
                Call("solution.py", "examine", proxy=True),
                answer=lambda ask: Answer(value=process.call(ask.name, ask.args).value),
            )
    assert outcome.value == [1, 3]


def test_handler_that_fails_takes_the_cell_with_it_and_not_the_pool(pool: Pool, session_for: Make) -> None:
    def broken(ask: Ask) -> Answer:
        raise RuntimeError("host")

    session = session_for(EXAMINER)
    with pytest.raises(RuntimeError, match="host"):
        session.run(Call("solution.py", "examine", args=(1,), proxy=True), answer=broken)
    with pytest.raises(CellLost):
        session.run(Call("solution.py", "examine", args=(1,)))
    session.close()
    with session_for("def f(): return 1") as other:
        assert other.run(Call("solution.py", "f")).value == 1


def test_unanswered_proxy_fails_inside(session_for: Make) -> None:
    with session_for("def examine(c): return c.add(1)") as session:
        outcome = session.run(Call("solution.py", "examine", proxy=True))
    assert outcome.error is not None
    assert (outcome.error.type, outcome.error.message) == (
        "ProxyFailed",
        "nobody answers calls on this proxy",
    )


def test_file_that_the_session_lacks_is_refused(session_for: Make) -> None:
    with session_for("") as session, pytest.raises(ValueError, match=r"no file 'other\.py'"):
        session.run(Call("other.py", "f"))
