"""Many calls in one run: values in order, one account for all, and inputs that nobody pays for."""

from collections.abc import Callable

from sandboxes import Batch, Call, Ending, Limits, Session, Trace

from .conftest import ROOMY

Make = Callable[..., Session]
SOURCE = """
seen = []
def f(x):
    seen.append(x)
    return x
def count(): return len(seen)
def fail(x): return 1 // x
class Bag:
    def __init__(self, start): self.total = start
    def add(self, x): self.total += x; return self.total
"""


def test_parts_are_done_in_order_in_one_process(session_for: Make) -> None:
    calls = [Call("solution.py", "f", args=(n,)) for n in range(3)]
    trace = Trace("solution.py", "Bag", (5,), [("add", (1,)), ("add", (2,))])
    with session_for(SOURCE) as session:
        outcome = session.run(Batch("solution.py", [*calls, Call("solution.py", "count"), trace]))
        again = session.run(Batch("solution.py", [Call("solution.py", "count")]))
    *values, bag = outcome.value
    assert (values, bag["results"]) == ([0, 1, 2, 3], [["value", 6], ["value", 8]])
    assert again.value == [0]


def test_batch_without_parts_executes_the_file(session_for: Make) -> None:
    with session_for("import os\nos._exit(3)\n") as session:
        ended = session.run(Batch("solution.py"))
    with session_for(SOURCE) as session:
        empty = session.run(Batch("solution.py"))
    assert (ended.ending, ended.exit_code) == (Ending.EXITED, 3)
    assert (empty.ending, empty.value) == (Ending.RETURNED, [])


def test_first_part_that_raises_ends_the_batch(session_for: Make) -> None:
    parts = [Call("solution.py", "fail", args=(n,)) for n in (1, 0, 1)]
    with session_for(SOURCE) as session:
        outcome = session.run(Batch("solution.py", parts))
    assert (outcome.ending, outcome.error.type if outcome.error else "") == (
        Ending.RAISED,
        "ZeroDivisionError",
    )


def test_reading_large_inputs_is_not_on_the_account(session_for: Make) -> None:
    large = [Call("solution.py", "f", args=(list(range(100_000)),)) for _ in range(10)]
    with session_for("def f(x): return len(x)\n", ROOMY) as session:
        costs = [
            min(session.run(Batch("solution.py", parts)).cpu_s for _ in range(3))
            for parts in (large, large[:1])
        ]
    assert costs[0] < costs[1] + 0.02


def test_limits_hold_for_all_parts_together(session_for: Make) -> None:
    burn = "import time\ndef f(x):\n    end = time.process_time() + x\n    while time.process_time() < end: pass\n"
    parts = [Call("solution.py", "f", args=(0.2,))] * 5
    with session_for(burn, Limits(wall_s=20.0, cpu_s=0.5)) as session:
        assert session.run(Batch("solution.py", parts)).ending is Ending.CPU_TIME
