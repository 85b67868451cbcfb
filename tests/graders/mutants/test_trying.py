"""Mutants in real cells: which are killed, which survive, and what mutants.toml may say of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from graders.diagnostics import Diagnostics
from graders.verify.mutants.generate import mutants
from graders.verify.mutants.run import Mutation, try_mutants
from sandboxes import Pool
from tests.graders.conftest import GOLDEN, loaded
from tests.graders.packages import write_package

pytestmark = pytest.mark.bubblewrap
PLAIN = "submissions/accepted/plain.py"
ONE_ZERO = "from readyroom import Case\n\n\ndef cases(rng):\n    yield Case(args=(0,))\n"
SPARED = """\
def double(x):
    total = 0
    for step in range(8_000_000):
        if step == 2:
            break
        total += x if step < 2 else 0
    return total
"""
COUNTED = """\
def double(x):
    total, left = 0, 2
    while left:
        total += x
        left -= 1
    return total
"""

ONCE = """\
calls = [0]


def double(x):
    calls[0] += 1
    if calls[0] > 1:
        return 0
    return x + x
"""
"""Right in a process of its own, and wrong behind another case."""


def tried(path: Path, pool: Pool) -> tuple[Mutation, list[str]]:
    """What becomes of the mutants of the package at `path`, and the notes that are made on the way."""
    diagnostics = Diagnostics()
    with ThreadPoolExecutor(2) as threads:
        mutation = try_mutants(loaded(path), pool, diagnostics, threads)
    return mutation, [str(note) for note in diagnostics.notes]


def changed_lines(mutation: Mutation) -> list[str]:
    """The lines that the survivors have instead of the original's."""
    lines = [line for survivor in mutation.survivors for line in survivor.difference.splitlines()[3:]]
    return [line[1:].strip() for line in lines if line.startswith("+")]


def test_a_package_whose_cases_kill_every_mutant(tmp_path, pool):
    mutation, notes = tried(write_package(tmp_path), pool)
    assert (mutation.made, mutation.tried, mutation.killed, mutation.late) == (3, 3, 3, 0)
    assert (mutation.rate, mutation.survivors, notes) == (1.0, [], [])


def test_survivors_are_shown_and_refuse_the_package(tmp_path, pool):
    mutation, notes = tried(write_package(tmp_path, {"cases.py": ONE_ZERO}), pool)
    assert changed_lines(mutation) == ["return x - x", "return x"]
    assert notes == ["error: its cases kill 33.3 % of 3 mutants; 97 % are needed"]


def test_mutants_find_what_lies_beside_a_submission(tmp_path, pool):
    helped = "from helping import ZERO\n\n\ndef double(x):\n    return x + x + ZERO\n"
    changes = {PLAIN: helped, "include/helping.py": "ZERO = 0\n", "cases.py": ONE_ZERO}
    mutation, _ = tried(write_package(tmp_path, changes), pool)
    assert "return x - x + ZERO" in changed_lines(mutation)


def test_marked_equivalents_do_not_count(tmp_path, pool):
    accepted = "def double(x):\n    return x + x if x > 0 else 2 * x\n"
    path = write_package(tmp_path, {PLAIN: accepted})
    mutation, _ = tried(path, pool)
    marks = "".join(
        f'[[equivalent]]\nfile = "plain.py"\nmutant = "{survivor.id}"\nreason = "both arms give the same"\n'
        for survivor in mutation.survivors
    )
    (path / "mutants.toml").write_text(marks)
    again, notes = tried(path, pool)
    assert len(mutation.survivors) > 3
    assert (again.equivalent, again.survivors, notes) == (len(mutation.survivors), [], [])
    assert again.tried == again.killed == mutation.killed


def test_marks_that_say_nothing_true_are_errors(tmp_path, pool):
    path = write_package(tmp_path)
    listed = '[[equivalent]]\nfile = "plain.py"\nmutant = [\n  "return-00000000",\n  "{}",\n]\nreason = "nobody can see this"\n'
    mutation, _ = tried(write_package(tmp_path / "weak", {"cases.py": ONE_ZERO}), pool)
    killed = mutation.survivors[0].id
    (path / "mutants.toml").write_text(listed.format(killed))
    _, notes = tried(path, pool)
    assert sorted(note.removesuffix("1").removesuffix("2") for note in notes) == [  # whichever case was first
        "mutants.toml:4: error: plain.py has no mutant return-00000000",
        f"mutants.toml:5: error: {killed} is no equivalent: it gets WA in case ",
    ]


def test_a_reason_is_needed(tmp_path, pool):
    path = write_package(tmp_path)
    (path / "mutants.toml").write_text('[[equivalent]]\nfile = "plain.py"\nmutant = "a"\nreason = "same"\n')
    _, notes = tried(path, pool)
    assert notes == ["mutants.toml:4: error: equivalent.0.reason: String should have at least 15 characters"]


def test_mutants_without_end_are_killed_by_the_real_limit(tmp_path, pool):
    mutation, notes = tried(write_package(tmp_path, {PLAIN: COUNTED}), pool)
    assert (mutation.survivors, notes) == ([], [])
    assert mutation.late >= 2


def test_a_slow_mutant_within_the_limit_survives(tmp_path, pool):
    """The first look at it runs out of time, which alone condemns nobody."""
    mutation, _ = tried(write_package(tmp_path, {PLAIN: SPARED}), pool)
    assert "continue" in changed_lines(mutation)
    assert [s.line for s in mutation.survivors if "continue" in s.difference] == [5]


def test_state_that_cases_leave_to_each_other_kills_nobody(tmp_path, pool):
    """Cases are gone through in one process at first; a failure there must be one in a process of its own."""

    def right(source: str, x: int) -> bool:
        names: dict[str, Any] = {}
        exec(source, names)
        try:
            return bool(names["double"](x) == 2 * x)
        except Exception:
            return False

    harmless = [
        mutant.id for mutant in mutants("once.py", ONCE) if all(right(mutant.source, x) for x in (2, -3))
    ]
    mutation, _ = tried(write_package(tmp_path, {"submissions/accepted/once.py": ONCE}), pool)
    assert sorted(survivor.id for survivor in mutation.survivors) == sorted(harmless) != []


def test_a_package_that_fails_on_an_answer_is_told(tmp_path, pool):
    checker = "def check(case, expected, actual):\n    return actual + 0 == expected\n"
    mutation, notes = tried(write_package(tmp_path, {"checker.toml": None, "checker.py": checker}), pool)
    assert changed_lines(mutation) == ["return None"]
    first, _, diff = notes[0].partition("\n")
    assert first == (
        "submissions/accepted/plain.py: error: tests/double: check raised TypeError: "
        "unsupported operand type(s) for +: 'NoneType' and 'int' at checker.py:2"
    )
    assert "+    return None" in diff.splitlines()


def test_examined_packages_are_killed_by_a_check(pool):
    mutation, _ = tried(GOLDEN / "packages/golden/steady-counter", pool)
    assert changed_lines(mutation) == ["if n <= 0:", "if n < 1:"]  # it never adds zero
    assert (mutation.made, mutation.killed) == (13, 11)


def test_a_knob_without_effect_survives(tmp_path, pool):
    golden = GOLDEN / "packages/golden/two-knobs"
    files = {
        file.relative_to(golden).as_posix(): file.read_text() for file in golden.rglob("*") if file.is_file()
    }
    path = tmp_path / "golden" / "two-knobs"
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text)
    mutation, notes = tried(path, pool)
    assert (mutation.survivors, notes) == ([], [])
    balanced = path / "submissions/accepted/balanced.py"
    balanced.write_text(balanced.read_text().replace("{", "{'colour': 3, ", 1))
    mutation, notes = tried(path, pool)
    assert {"colour" in line for line in changed_lines(mutation)} == {True, False}
    assert len(notes) == 1
