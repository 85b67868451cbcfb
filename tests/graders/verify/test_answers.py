"""Packages whose checkers let wrong answers pass."""

from __future__ import annotations

import pytest

from graders.caseset import fixed_cases
from graders.cells import Author
from graders.diagnostics import Diagnostics
from graders.verify.answers.check import check_answers
from tests.graders.conftest import loaded
from tests.graders.packages import PROBLEM, write_package

pytestmark = pytest.mark.bubblewrap
LIST = {
    "problem.toml": PROBLEM.replace('name = "double"', 'name = "halves"').replace(
        '"double(x: int) -> int"', '"halves(x: int) -> list[float]"'
    ),
    "statement.md": "Halves.\n\n## Sample\n\n```sample\nhalves(2) → [1.0, 2.0]\n```\n",
    "submissions/accepted/plain.py": "def halves(x):\n    return [x / 2, float(x)]\n",
}
OWN = {**LIST, "checker.toml": None}


def tried(tmp_path, pool, changes):
    """How many wrong answers were tried, and what was said of them."""
    package = loaded(write_package(tmp_path, changes))
    with Author(pool, package) as author:
        number = check_answers(package, author, fixed_cases(package, pool), notes := Diagnostics())
    return number, [(note.message, note.file, note.line) for note in notes.errors]


def test_a_sound_checker_refuses_all(tmp_path, pool):
    number, said = tried(tmp_path, pool, LIST)
    assert said == []
    assert number > 20


def test_a_lax_tolerance_is_found(tmp_path, pool):
    _, said = tried(tmp_path, pool, {**LIST, "checker.toml": 'type = "numeric"\natol = 0.5\n'})
    (words, file, _) = said[0]
    assert words == (
        "a wrong answer is accepted in case 1 (samples): one per cent off at [1]: [1.0, 2.02] (and 1 more)"
    )
    assert file == "checker.toml"


def test_a_checker_that_looks_at_the_length_alone_is_found(tmp_path, pool):
    source = "def check(case, expected, actual):\n    return isinstance(actual, list) and len(actual) == 2\n"
    _, said = tried(tmp_path, pool, {**OWN, "checker.py": source})
    assert [(words.split(": ")[1].split(" at ")[0], file) for words, file, _ in said] == [
        ("repeated", "checker.py"),
        ("swapped", "checker.py"),
        ("nan", "checker.py"),
        ("infinite", "checker.py"),
        ("off", "checker.py"),
        ("one per cent off", "checker.py"),
        ("negated", "checker.py"),
    ]


UNORDERED = "def check(case, expected, actual):\n    return isinstance(actual, list) and sorted(actual) == sorted(expected)\n"
RIGHT = '[[right]]\nchange = ["swapped"]\nreason = "the order is free in this problem"\n'


def test_a_change_that_is_declared_right_may_pass(tmp_path, pool):
    _, said = tried(tmp_path, pool, {**OWN, "checker.py": UNORDERED})
    assert [words.split(":")[1] for words, _, _ in said] == [" swapped"]
    _, said = tried(tmp_path, pool, {**OWN, "checker.py": UNORDERED, "answers.toml": RIGHT})
    assert said == []


def test_a_declaration_that_fits_nothing_is_an_error(tmp_path, pool):
    _, said = tried(tmp_path, pool, {**LIST, "answers.toml": RIGHT})
    assert said == [("no answer is right that was changed so: 'swapped'", "answers.toml", 2)]
    _, said = tried(tmp_path, pool, {**LIST, "answers.toml": RIGHT.replace("swapped", "turned")})
    assert [(file, line) for _, file, line in said] == [("answers.toml", 2)]
    assert "there is no change 'turned'" in said[0][0]


def test_answers_of_methods_and_exceptions_are_changed(tmp_path, pool):
    changes = {
        "problem.toml": PROBLEM.replace(
            'type = "function"\nname = "double"', 'type = "class"\nname = "Pile"\nmethods = ["put", "top"]'
        ).replace('"double(x: int) -> int"', '"Pile()", "put(x: int) -> None", "top() -> int"'),
        "statement.md": "A pile.\n\n## Sample\n\n```sample\nPile()\nput(2)\ntop() → 2\n```\n",
        "starter.py": "class Pile:\n    pass\n",
        "cases.py": (
            "from readyroom import Case\n\n\ndef cases(rng):\n"
            "    yield Case(calls=[('put', 2), ('top',)])\n"
            "    yield Case(calls=[('top',), ('put', 3), ('top',)], group='more')\n"
        ),
        "submissions/accepted/plain.py": (
            "class Pile:\n    def __init__(self):\n        self.rows = []\n\n    def put(self, x):\n        self.rows.append(x)\n\n"
            "    def top(self):\n        return self.rows[-1]\n"
        ),
    }
    number, said = tried(tmp_path, pool, changes)
    assert (number, said) == (20, [])
