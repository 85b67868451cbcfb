"""What a process finds in its own memory: nothing of earlier sessions of the cell, nothing of earlier runs."""

from collections.abc import Callable

import pytest

from sandboxes import Call, Pool, Session

from .conftest import ROOMY

Open = Callable[[dict[str, bytes]], Session]

# Searches every readable page of its own memory; the words are built there, so that the search finds no copy of its own.
SEARCH = b"""
import re
def search(letters):
    pattern = re.compile(b"".join(re.escape(bytes((one,))) + b"[-]" for one in letters))
    found = set()
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            if not rights.startswith("r") or "[v" in line:
                continue
            start, end = (int(side, 16) for side in span.split("-"))
            while start < end:
                size = min(end - start, 8 << 20)
                try:
                    memory.seek(start)
                    found.update(match.group().decode() for match in pattern.finditer(memory.read(size)))
                except OSError:
                    pass
                start += size
    return sorted(found)
def say(word):
    print("-".join("said") + "-" + word)
    return word
"""


@pytest.fixture
def lonely(lone_pool: Pool) -> Open:
    """Return what opens sessions one after another in the only cell of a pool."""
    return lambda files: lone_pool.session("python", files, ROOMY)


def test_memory_can_be_searched_for_what_is_there(lonely: Open) -> None:
    with lonely({"solution.py": SEARCH + b"word = 'o-w-n-'"}) as session:
        assert session.run(Call("solution.py", "search", args=([*b"own"],))).value == ["o-w-n-"]


def test_files_of_an_earlier_session_are_not_in_memory(lonely: Open) -> None:
    with lonely({"solution.py": b"secret = 'e-a-r-l-y-'\ndef f(): return secret"}) as session:
        cell = session._cell.id
        assert session.run(Call("solution.py", "f")).value == "e-a-r-l-y-"
    for _ in range(2):
        with lonely({"solution.py": SEARCH}) as session:
            assert session._cell.id == cell
            assert session.run(Call("solution.py", "search", args=([*b"early"],))).value == []


def test_inputs_and_outputs_of_earlier_runs_are_not_in_memory(lonely: Open) -> None:
    with lonely({"solution.py": SEARCH}) as session:
        for number in range(40):  # more than are forked ahead
            session.run(Call("solution.py", "say", args=(f"i-n-{number}",)))
        for letters in (b"said", b"in"):
            assert session.run(Call("solution.py", "search", args=([*letters],))).value == []


def test_frames_of_the_harness_show_nothing_of_earlier_runs(lonely: Open) -> None:
    source = (
        b"import sys\ndef f(word):\n    seen, frame = '', sys._getframe()\n    while frame := frame.f_back:\n"
        b"        seen += repr({n: v for n, v in frame.f_locals.items() if n != 'bundle'})\n"
        b"    return [n for n in range(40) if f'word {n}!' in seen]\n"
    )
    with lonely({"solution.py": source}) as session:
        seen = [session.run(Call("solution.py", "f", args=(f"word {n}!",))).value for n in range(40)]
    assert seen == [[n] for n in range(40)]
