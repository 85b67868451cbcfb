"""Every way in which a run can end, on both backends."""

import signal
from collections.abc import Callable
from dataclasses import replace

import pytest

from sandboxes import Call, Ending, Limits, Outcome, Script, Session

from .conftest import ROOMY

Run = Callable[..., Outcome]


def test_call_returns_its_value_and_output(run: Run) -> None:
    outcome = run("def f(x):\n    print('said', x)\n    return [x, (x,)]", 3)
    assert (outcome.ending, outcome.value, outcome.stdout) == (Ending.RETURNED, [3, (3,)], b"said 3\n")
    assert outcome.error is None
    assert outcome.exit_code is None
    assert outcome.signal is None


def test_exception_is_described_by_the_candidates_frames(run: Run) -> None:
    outcome = run("def f():\n    return g(1)\n\ndef g(x):\n    return {}[x]\n")
    assert outcome.ending is Ending.RAISED
    assert outcome.error is not None
    assert (outcome.error.type, outcome.error.message) == ("KeyError", "1")
    assert [(frame.file, frame.line, frame.function, frame.text) for frame in outcome.error.frames] == [
        ("solution.py", 2, "f", "return g(1)"),
        ("solution.py", 5, "g", "return {}[x]"),
    ]


def test_long_message_is_cut(run: Run) -> None:
    outcome = run("def f():\n    raise ValueError('x' * 100_000)")
    assert outcome.error is not None
    assert outcome.error.message == "x" * 2048


def test_missing_function_is_named(run: Run) -> None:
    outcome = run("def g():\n    pass")
    assert outcome.error is not None
    assert (outcome.ending, outcome.error.message) == (Ending.RAISED, "solution.py defines no 'f'")


def test_syntax_error_has_its_place(run: Run) -> None:
    outcome = run("def f():\n    return (1,\n")
    assert outcome.ending is Ending.SYNTAX
    assert outcome.error is not None
    assert (outcome.error.type, outcome.error.line, outcome.error.column) == ("SyntaxError", 2, 12)
    assert outcome.error.text == "    return (1,"


@pytest.mark.parametrize("source", [b"x = 1\0", b"x = '\xff'"], ids=["null byte", "not utf-8"])
def test_undecodable_source_is_a_syntax_error(run: Run, source: bytes) -> None:
    assert run(source).ending is Ending.SYNTAX


def test_syntax_error_inside_eval_is_only_raised(run: Run) -> None:
    outcome = run("def f():\n    eval('1 +')")
    assert outcome.ending is Ending.RAISED
    assert outcome.error is not None
    assert outcome.error.type == "SyntaxError"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("sys.exit()", 0),
        ("sys.exit(3)", 3),
        ("os._exit(0)", 0),
        ("os._exit(7)", 7),
        ("raise SystemExit('no')", 1),
    ],
)
def test_exit_has_the_kernels_code(run: Run, statement: str, code: int) -> None:
    outcome = run(f"import os, sys\ndef f():\n    {statement}")
    assert (outcome.ending, outcome.exit_code, outcome.value) == (Ending.EXITED, code, None)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGTERM, signal.SIGABRT])
def test_signal_is_the_kernels(run: Run, number: signal.Signals) -> None:
    outcome = run("import os\ndef f(n):\n    os.kill(os.getpid(), n)", int(number))
    assert (outcome.ending, outcome.signal) == (Ending.SIGNALLED, number)


def test_interrupt_is_an_exception_as_in_any_interpreter(run: Run) -> None:
    outcome = run("import os, signal\ndef f(): os.kill(os.getpid(), signal.SIGINT)")
    assert outcome.error is not None
    assert (outcome.ending, outcome.error.type) == (Ending.RAISED, "KeyboardInterrupt")


def test_endless_loop_ends_by_the_hosts_clock_with_what_it_said(run: Run) -> None:
    limits = replace(ROOMY, wall_s=0.3)
    outcome = run("def f():\n    print('before')\n    while True: pass", limits=limits)
    assert (outcome.ending, outcome.stdout) == (Ending.WALL_TIME, b"before\n")
    assert outcome.wall_s >= 0.3


def test_sleep_beyond_the_limit_is_wall_time_without_cpu(run: Run) -> None:
    outcome = run("import time\ndef f():\n    time.sleep(60)", limits=replace(ROOMY, wall_s=0.3))
    assert outcome.ending is Ending.WALL_TIME
    assert outcome.cpu_s < 0.2


def test_patched_clock_changes_nothing(run: Run) -> None:
    source = "import time\ntime.monotonic = time.time = time.perf_counter = lambda: 0.0\ndef f():\n    while True: pass"
    assert run(source, limits=replace(ROOMY, wall_s=0.3)).ending is Ending.WALL_TIME


def test_sleep_within_the_limit_is_fine(run: Run) -> None:
    outcome = run("import time\ndef f():\n    time.sleep(0.2)\n    return 'slept'")
    assert outcome.value == "slept"
    assert outcome.wall_s >= 0.2 > outcome.cpu_s


def test_cpu_limit_ends_a_busy_run(run: Run) -> None:
    outcome = run("def f():\n    while True: pass", limits=replace(ROOMY, cpu_s=0.2))
    assert outcome.ending is Ending.CPU_TIME
    assert outcome.cpu_s >= 0.2


def test_cpu_of_children_counts(run: Run) -> None:
    source = (
        "import os\ndef f():\n    for _ in range(3):\n        if not os.fork():\n"
        "            while True: pass\n    os.wait()"
    )
    assert run(source, limits=replace(ROOMY, cpu_s=0.3)).ending is Ending.CPU_TIME


@pytest.mark.parametrize(
    "body",
    [
        "return len(bytearray(600 << 20))",
        "l = []\n    while True: l.append(bytearray(1 << 20))",
        "return len([0] * 10**10)",
        "import numpy\n    return numpy.zeros(10**10).size",
        "import numpy\n    return numpy.ones(100 << 20).size",
        "import sys\n    sys.setrecursionlimit(10**9)\n    g = lambda n: g(n + 1)\n    g(0)",
        "import os\n    os.fork()\n    x = bytearray(200 << 20)\n    import time\n    time.sleep(30)",
    ],
    ids=["at once", "bit by bit", "refused", "numpy refused", "numpy", "recursion", "two processes"],
)
def test_memory_beyond_the_limit(run: Run, body: str) -> None:
    outcome = run(f"def f():\n    {body}")
    assert outcome.ending is Ending.MEMORY


def test_memory_is_measured_above_the_warm_interpreter(run: Run) -> None:
    small = run("def f():\n    return 1")
    large = run("def f():\n    return len(bytearray(100 << 20))")
    assert small.memory_bytes < 4 << 20
    assert 99 << 20 < large.memory_bytes < 108 << 20  # the kernel counts pages per CPU, to within a few


def test_memory_of_a_process_that_leaves_is_what_it_took(run: Run) -> None:
    # Its end takes longer than the supervisor waits between two looks, and there is nothing left to look at.
    source = "import os\ndef f():\n    x = bytearray(200 << 20)\n    x[::4096] = x[1::4096]\n    os._exit(0)"
    outcome = run(source, limits=replace(ROOMY, memory_bytes=1 << 30))
    assert outcome.ending is Ending.EXITED
    assert 199 << 20 <= outcome.memory_bytes < 204 << 20  # its last look may miss a few pages


def test_raised_memory_error_of_the_candidates_own_is_an_exception(run: Run) -> None:
    outcome = run("def f():\n    raise MemoryError('not really')")
    assert outcome.ending is Ending.RAISED
    assert outcome.error is not None
    assert outcome.error.type == "MemoryError"


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_output_flood_ends_the_run(run: Run, stream: str) -> None:
    outcome = run(f"import sys\ndef f():\n    while True: sys.{stream}.write('x' * 1000 + '\\n')")
    assert outcome.ending is Ending.OUTPUT
    assert len(getattr(outcome, stream)) == Limits().output_bytes
    assert getattr(outcome, f"{stream}_truncated") is True


def test_output_beyond_what_is_kept_is_cut_and_said_so(run: Run) -> None:
    outcome = run("def f():\n    print('x' * 200_000)\n    return 1")
    assert (outcome.ending, outcome.value) == (Ending.RETURNED, 1)
    assert (outcome.stdout, outcome.stdout_truncated) == (b"x" * Limits().output_bytes, True)


def test_flood_right_before_a_return_is_still_a_flood(run: Run) -> None:
    source = "import os\ndef f():\n    for _ in range(40): os.write(1, b'x' * 60_000)\n    return 1"
    assert run(source).ending is Ending.OUTPUT


def test_reply_beyond_the_limit_is_refused(run: Run) -> None:
    assert (
        run("def f():\n    return b'x' * 2_000_000", limits=replace(ROOMY, value_bytes=1 << 20)).ending
        is Ending.VALUE
    )


@pytest.mark.parametrize(
    "body",
    ["x = []\n    x.append(x)\n    return x", "x = []\n    for _ in range(300): x = [x]\n    return x"],
)
def test_value_that_cannot_cross_is_refused(run: Run, body: str) -> None:
    outcome = run(f"def f():\n    {body}")
    assert (outcome.ending, outcome.value) == (Ending.VALUE, None)


def test_deep_recursion_within_a_raised_limit_is_fine(run: Run) -> None:
    source = (
        "import sys\nsys.setrecursionlimit(30_000)\ndef f(n):\n    return 0 if n == 0 else 1 + f(n - 1)\n"
    )
    assert run(source, 10_000).value == 10_000


def test_recursion_through_c_code_10_000_deep_is_fine(run: Run) -> None:
    source = (
        "import sys\nsys.setrecursionlimit(100_000)\n"
        "def f(n):\n    return 0 if n == 0 else 1 + sorted([n - 1], key=f)[0] * 0\n"
    )
    assert run(source, 10_000).value == 1


def test_script_runs_as_main_with_arguments_and_input(session_for: Callable[..., Session]) -> None:
    main = b"import sys\nif __name__ == '__main__':\n    print(sys.argv, sys.stdin.read())\n"
    with session_for("", **{"main.py": main}) as session:
        outcome = session.run(Script("main.py", argv=["a", "b"], stdin="zwölf\n".encode()))
    assert (outcome.ending, outcome.value) == (Ending.RETURNED, None)
    assert outcome.stdout.decode() == "['main.py', 'a', 'b'] zwölf\n\n"


def test_limits_of_one_run_can_differ_from_the_sessions(session_for: Callable[..., Session]) -> None:
    with session_for("import time\ndef f(s):\n    time.sleep(s)\n    return s") as session:
        short = session.run(Call("solution.py", "f", args=(60,)), limits=replace(ROOMY, wall_s=0.2))
        long = session.run(Call("solution.py", "f", args=(0.3,)))
    assert (short.ending, long.ending) == (Ending.WALL_TIME, Ending.RETURNED)


def test_value_of_a_run_that_took_too_much_memory_is_dropped(run: Run) -> None:
    source = "def f():\n    x = bytearray(80 << 20)\n    return {'type': 'E', 'message': 'm', 'frames': []}"
    outcome = run(source, limits=replace(ROOMY, memory_bytes=60 << 20))
    assert (outcome.ending, outcome.value, outcome.error) == (Ending.MEMORY, None, None)


def test_cpu_of_children_that_the_kernel_is_to_bury_counts(run: Run) -> None:
    source = (
        "import os, signal, time\n"
        "def f():\n    signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
        "    for _ in range(100):\n        pid = os.fork()\n"
        "        if not pid:\n            end = time.process_time() + 0.004\n"
        "            while time.process_time() < end: pass\n            os._exit(0)\n"
        "        os.waitpid(pid, 0)\n"
    )
    assert run(source).cpu_s > 0.4
    assert run(source, limits=replace(ROOMY, cpu_s=0.2)).ending is Ending.CPU_TIME


def test_cpu_of_orphans_counts(run: Run) -> None:
    source = (
        "import os, time\n"
        "def f():\n    for _ in range(40):\n"
        "        if not os.fork():\n            if not os.fork():\n                end = time.process_time() + 0.008\n"
        "                while time.process_time() < end: pass\n            os._exit(0)\n        os.wait()\n    time.sleep(0.3)\n"
    )
    assert run(source).cpu_s > 0.32
    assert run(source, limits=replace(ROOMY, cpu_s=0.2)).ending is Ending.CPU_TIME


@pytest.mark.parametrize(
    "source",
    ["x = " + "not " * 7000 + "1", "x = " + "-" * 30_000 + "1", "x = " + "(" * 500 + ")" * 500],
    ids=["parser's stack", "compiler's stack", "brackets"],
)
def test_source_nested_too_deeply_is_a_syntax_error(run: Run, source: str) -> None:
    outcome = run(source + "\ndef f(): pass")
    assert outcome.ending is Ending.SYNTAX


def test_syntax_error_that_the_candidate_raises_is_only_raised(run: Run) -> None:
    outcome = run("def f():\n    raise SyntaxError('no', (__file__, 1, 1, ''))")
    assert outcome.ending is Ending.RAISED


def test_syntax_error_of_a_module_of_ones_own_is_one(session_for: Callable[..., Session]) -> None:
    with session_for("import helper\ndef f(): pass", **{"helper.py": b"x = ("}) as session:
        assert session.run(Call("solution.py", "f")).ending is Ending.SYNTAX
