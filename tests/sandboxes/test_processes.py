"""Processes whose state carries over, traces of method calls, and proxies that the host answers."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from sandboxes import Answer, Ask, Call, CellLost, Ending, Outcome, Pool, ProcessEnded, Session, Trace

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


def after_a_call(session: Session) -> Outcome:
    """Return how the second of two calls in one process ends, a moment after the first."""
    with session.open("solution.py") as process:
        assert process.call("first").ending is Ending.RETURNED
        time.sleep(
            0.4
        )  # what was to happen 0.2 s after the call is due now, and happens once the process goes on
        return process.call("second")


LATER = """
import os, signal, threading, time
def later(what):
    def wait():
        time.sleep(0.2)
        what()
    threading.Thread(target=wait, daemon=True).start()
def second():
    time.sleep(0.1)
    return "here"
"""
BETWEEN_CALLS = {
    "leaves": ("lambda: os._exit(3)", {Ending.EXITED}),
    "is killed": ("lambda: os.kill(os.getpid(), 9)", {Ending.SIGNALLED}),
    # Without its channel the process soon ends by itself: what is seen first is chance.
    "closes its channel": ("lambda: os.close(3)", {Ending.VALUE, Ending.EXITED}),
    "says what only we say": ("lambda: os.write(3, b'\\0\\0\\0\\4F\\x92\\xa0\\xa0')", {Ending.VALUE}),
    "says nonsense": ("lambda: os.write(3, b'\\0\\0\\0\\1F')", {Ending.VALUE}),
    "says that it is ready": ("lambda: os.write(3, b'\\0\\0\\0\\1R')", {Ending.VALUE}),
    "stops itself": ("lambda: os.kill(os.getpid(), signal.SIGSTOP)", {Ending.WALL_TIME}),
}


@pytest.mark.parametrize(("what", "endings"), BETWEEN_CALLS.values(), ids=BETWEEN_CALLS.keys())
def test_what_a_process_does_after_its_call_is_its_own_doing(
    session_for: Make, what: str, endings: set[Ending]
) -> None:
    with session_for(f"{LATER}def first(): later({what})", replace(ROOMY, wall_s=2.0)) as session:
        assert after_a_call(session).ending in endings
        assert session.open("solution.py").call("second").value == "here"


def test_exception_in_the_waiting_harness_is_the_candidates(session_for: Make) -> None:
    source = (
        "import signal\ndef ring(*_): raise BaseException\n"
        "def first():\n    signal.signal(signal.SIGALRM, ring)\n    signal.setitimer(signal.ITIMER_REAL, 0.2)\n"
        "def second(): pass\n"
    )
    with session_for(source) as session:
        assert after_a_call(session).ending is Ending.VALUE


@pytest.mark.parametrize(
    "start", ["threading.Thread(target=work, daemon=True).start()", "os.fork() or work()"]
)
def test_nothing_of_a_process_runs_between_calls(session_for: Make, start: str) -> None:
    source = (
        "import mmap, os, threading, time\n"
        "with open('/tmp/count', 'w+b') as file:\n    file.write(bytes(8))\n    file.flush()\n"
        "    count = mmap.mmap(file.fileno(), 8)\n"
        "def read(): return int.from_bytes(count, 'little')\n"
        "def work():\n    while True:\n        count[:] = (read() + 1).to_bytes(8, 'little')\n"
        f"def first():\n    {start}\n    time.sleep(0.1)\n    return read()\n"
        "def second():\n    now = read()\n    time.sleep(0.1)\n    return [now, read()]\n"
    )
    with session_for(source) as session, session.open("solution.py") as process:
        before = process.call("first").value
        time.sleep(0.5)
        after, later = process.call("second").value
    assert before > 0
    assert later > after
    assert after < 10 * before  # it went on for a moment while it was stopped, and not for half a second


def test_work_of_children_and_threads_counts_in_the_call_that_does_it(session_for: Make) -> None:
    source = (
        "import os, threading, time\n"
        "def burn(s):\n    end = time.thread_time() + s\n    while time.thread_time() < end: pass\n"
        "def thread():\n    over = threading.Event()\n"
        "    threading.Thread(target=lambda: (burn(0.1), over.set())).start()\n    over.wait()\n"
        "def child():\n    over, tell = os.pipe()\n    if not os.fork():\n        burn(0.1)\n"
        "        os.write(tell, b'x')\n        time.sleep(30)\n    os.read(over, 1)\n"
        "def waited():\n    if not os.fork():\n        burn(0.1)\n        os._exit(0)\n    os.wait()\n"
        "def nothing(): pass\n"
    )
    with session_for(source) as session, session.open("solution.py") as process:
        spent = {}
        for name in ("thread", "child", "waited"):
            spent[name] = process.call(name).cpu_s
            spent[f"after {name}"] = process.call("nothing").cpu_s
    assert {name: seconds > 0.08 for name, seconds in spent.items()} == {
        name: not name.startswith("after") for name in spent
    }


def test_time_in_a_harness_that_the_candidate_has_patched_counts(session_for: Make) -> None:
    source = (
        "import sys, time\n"
        "def slow(*_):\n    time.sleep(30)\n"
        "def first(): sys.modules['_readyroom.inbound'].unpack = slow\n"
        "def second(): pass\n"
    )
    with session_for(source, replace(ROOMY, wall_s=0.3)) as session:
        assert after_a_call(session).ending is Ending.WALL_TIME


def test_call_on_a_proxy_that_was_not_given_is_forged(session_for: Make) -> None:
    source = (
        "import sys\n"
        "def f():\n    frame = sys._getframe()\n"
        "    while 'candidate' not in frame.f_locals: frame = frame.f_back\n"
        "    return frame.f_locals['candidate']._exchange(sys.modules['_readyroom.codec'].encode(['f', [], {}]))\n"
    )
    with session_for(source) as session:
        assert session.run(Call("solution.py", "f")).ending is Ending.VALUE
