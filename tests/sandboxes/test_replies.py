"""Replies that the candidate's code forges, breaks or floods: refused, and the next session is unaffected."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sandboxes import Call, Ending, Outcome, Session

from .conftest import ROOMY

Run = Callable[..., Outcome]

FORGERIES = {
    "noise": "os.write(3, b'hello there, this is no frame')",
    "a frame without the nonce": "os.write(3, (18).to_bytes(4, 'big') + b'V' * 18)",
    "a huge frame": "os.write(3, (1 << 31).to_bytes(4, 'big') + b'x' * 100)",
    "an empty frame": "os.write(3, bytes(4))",
    "a closed channel": "os.close(3); time.sleep(30)",
    "half a frame, then exit": "os.write(3, (100).to_bytes(4, 'big') + b'x'); os._exit(0)",
}


@pytest.mark.parametrize("statement", FORGERIES.values(), ids=FORGERIES.keys())
def test_forged_reply_is_refused(run: Run, statement: str) -> None:
    outcome = run(f"import os, time\ndef f():\n    {statement}\n    time.sleep(30)")
    assert (outcome.ending, outcome.value) == (Ending.VALUE, None)
    assert run("def f(): return 1").value == 1


def test_reply_with_the_right_nonce_and_undecodable_bytes_is_refused(run: Run) -> None:
    source = (
        "import sys, os, gc, time\n"
        "def f():\n"
        "    harness = sys.modules['_readyroom.harness']\n"
        "    nonce = next(o.nonce for o in gc.get_objects() if type(o).__name__ == '_Candidate' and o.nonce)\n"
        "    harness.write_frame(3, nonce, b'V', b'\\xc1\\xc1')\n"
        "    time.sleep(30)\n"
    )
    outcome = run("import sys\n" + source.replace("gc.get_objects()", "[sys._getframe(3).f_locals['self']]"))
    assert outcome.ending is Ending.VALUE


def test_second_reply_after_the_first_is_refused(session_for: Callable[..., Session]) -> None:
    source = (
        "import os, threading, time\n"
        "def f():\n"
        "    threading.Thread(target=lambda: [os.write(3, b'xx') for _ in range(1000)]).start()\n"
        "    time.sleep(0.05)\n"
        "    return 1\n"
    )
    with session_for(source) as session:
        assert session.run(Call("solution.py", "f")).ending is Ending.VALUE


def test_patched_harness_can_only_change_its_own_value(run: Run) -> None:
    source = (
        "import sys\n"
        "codec = sys.modules['_readyroom.codec']\n"
        "codec.encode = lambda value: b'\\x01'\n"
        "def f(): return 'other'\n"
    )
    outcome = run(source)
    assert (outcome.ending, outcome.value) == (Ending.RETURNED, 1)


def test_forged_exception_is_checked_part_by_part(run: Run) -> None:
    source = (
        "import sys\n"
        "raised = sys.modules['_readyroom.raised']\n"
        "raised.describe = lambda *_: {'type': 5, 'message': [], 'frames': [[1, 2]]}\n"
        "def f(): raise ValueError\n"
    )
    outcome = run(source)
    assert outcome.ending is Ending.VALUE


def test_output_on_closed_streams_is_no_obstacle(run: Run) -> None:
    outcome = run(
        "import os, sys\ndef f():\n    sys.stdout.close()\n    os.close(1)\n    os.close(2)\n    return 1"
    )
    assert (outcome.ending, outcome.value) == (Ending.RETURNED, 1)


def test_candidate_that_reads_its_channel_ends_by_the_clock(run: Run) -> None:
    outcome = run("import os\ndef f():\n    while True: os.read(3, 100)", limits=replace(ROOMY, wall_s=0.3))
    assert outcome.ending is Ending.WALL_TIME


def test_large_value_crosses_whole(run: Run) -> None:
    assert (
        run("def f(x): return x", b"x" * 9_000_000, limits=replace(ROOMY, value_bytes=10 << 20)).value
        == b"x" * 9_000_000
    )


def test_forged_exception_is_cut_to_what_a_real_one_could_be(run: Run) -> None:
    source = (
        "import sys\n"
        "frame = ['/tmp/work/solution.py', 1, 'f' * 20_000, 'x' * 20_000]\n"
        "forged = {'type': 'T' * 9000, 'message': 'm' * 9000, 'frames': [frame] * 20, 'text': 't' * 9000}\n"
        "sys.modules['_readyroom.raised'].describe = lambda *_: forged\n"
        "def f(): raise ValueError\n"
    )
    error = run(source).error
    assert error is not None
    assert (error.type, error.message, error.text) == ("T" * 200, "m" * 2048, "t" * 2048)
    assert {(frame.function, frame.text) for frame in error.frames} == {("f" * 200, "x" * 500)}


def test_object_that_lies_about_its_class_is_opaque(run: Run) -> None:
    value = run(
        "class Lie:\n    __class__ = str\n    def __repr__(self): return 'lie'\ndef f(): return Lie()"
    ).value
    assert (value.type_name, value.preview) == ("solution.Lie", "lie")
