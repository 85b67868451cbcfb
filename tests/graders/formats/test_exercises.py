"""Exercises with a stub, tests and an exemplar: as Exercism lays them out, and as plain folders."""

from __future__ import annotations

import json

import pytest

from graders.formats.model import Examined, Problem, Typed
from graders.formats.proving import place
from graders.formats.registry import Unreadable, read
from graders.verify.run import Plan
from tests.graders.conftest import grade_job, loaded

CONFIG = {
    "files": {"solution": ["leap.py"], "test": ["leap_test.py"], "example": [".meta/example.py"]},
    "source": "A book",
}
LEAP = {
    ".meta/config.json": json.dumps(CONFIG),
    ".meta/example.py": "def leap_year(year):\n    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)\n",
    ".docs/instructions.md": "# Instructions\n\nTell leap years.\n",
    ".docs/hints.md": "# Hints\n\n## General\n\n- Divide.\n\n## Empty\n",
    "leap.py": "def leap_year(year):\n    pass\n",
    "leap_test.py": (
        "import unittest\n\nfrom leap import leap_year\n\n\nclass LeapTest(unittest.TestCase):\n"
        "    def test_four(self):\n        self.assertIs(leap_year(1996), True)\n"
        "    def test_hundred(self):\n        self.assertEqual(leap_year(1900), False)\n"
        "    def test_plain(self):\n        self.assertEqual(False, leap_year(1997), msg='no')\n\n\n"
        "if __name__ == '__main__':\n    unittest.main()\n"
    ),
}
PLAIN = {
    "counter.py": "class Counter:\n    pass\n",
    "solution/counter.py": "class Counter:\n    def __init__(self):\n        self.n = 0\n\n    def add(self, k=1):\n        if k < 0:\n            raise ValueError('down')\n        self.n += k\n        return self\n",
    "helpers.py": "START = 0\n",
    "test_counter.py": (
        "import pytest\nimport counter\nfrom helpers import START\n\n\n@pytest.fixture\ndef fresh():\n    yield counter.Counter()\n\n\n"
        "@pytest.mark.parametrize(('k', 'n'), [(1, 1), pytest.param(5, 5, id='five')])\ndef test_add(fresh, k, n):\n    assert fresh.add(k).n == START + n\n\n\n"
        "def test_down(fresh):\n    with pytest.raises(ValueError, match='dow.') as caught:\n        fresh.add(-1)\n    assert caught.value.args == ('down',)\n\n\n"
        "class TestMore:\n    @pytest.mark.slow\n    def test_near(self, fresh):\n        assert fresh.add(0.1).add(0.2).n == pytest.approx(0.3)\n"
    ),
}


def write(folder, files):
    for name, text in files.items():
        if text is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    return folder


def exercise(tmp_path, files, **changes) -> Problem:
    (found,) = read("exercises", write(tmp_path / "track" / "leap", files | changes).parent)
    assert isinstance(found, Problem), found
    return found


def test_exercise_s_parts_find_their_places(tmp_path):
    found = exercise(tmp_path, LEAP)
    assert (found.name, found.slug, found.title, found.source) == ("leap", "leap", "Leap", "A book")
    assert (found.statement, found.starter) == ("# Instructions\n\nTell leap years.", LEAP["leap.py"])
    assert found.hints == "## General\n\n- Divide."
    assert (found.entry, found.signature) == ("leap_year", "leap_year(year)")
    typed, examined = found.forms
    assert [(case.call, case.claim) for case in typed.cases] == [
        ("leap_year(1996)", "True"),
        ("leap_year(1900)", "False"),
        ("leap_year(1997)", "False"),
    ]
    assert examined.tests == (
        ("'LeapTest.test_four'", "four"),
        ("'LeapTest.test_hundred'", "hundred"),
        ("'LeapTest.test_plain'", "plain"),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("self.assertIs(leap_year(1996), True)", "self.assertTrue(leap_year(1996))"),
        ("self.assertIs(leap_year(1996), True)", "self.assertEqual(leap_year(1996), 3 - 2)"),
        ("from leap import leap_year", "from leap import leap_year, other"),
        ("from leap import leap_year", "from leap import leap_year as leap_year"),
        ("    def test_four", "    def setUp(self):\n        pass\n\n    def test_four"),
        ("    def test_four", "    @unittest.skip('no')\n    def test_four"),
        ("\n\nclass", "\nYEAR = 4\n\nclass"),
    ],
)
def test_tests_that_do_anything_else_stay_code(tmp_path, old, new):
    changed = LEAP["leap_test.py"].replace(old, new)
    assert changed != LEAP["leap_test.py"]
    found = exercise(tmp_path, LEAP, **{"leap_test.py": changed})
    assert [type(form) for form in found.forms] == [Examined]


@pytest.mark.bubblewrap
def test_an_exercise_grades_its_exemplar_as_accepted_and_a_mistake_as_wrong(tmp_path, pool):
    found = exercise(tmp_path, LEAP)
    assert isinstance(found.forms[0], Typed)
    placed = place(found, tmp_path, "course", lambda _: pool, Plan(mutants=False))
    unlooked = "course/leap/cases.py: warning: has no validate(args, calls): inputs that people type are not looked at"
    assert (placed.solved, placed.form) == (True, "typed")
    assert placed.findings == [unlooked, "its mutants were not tried"]
    assert (
        grade_job(loaded(placed.folder), pool, "def leap_year(year):\n    return year % 4 == 0\n")[0].verdict
        == "WA"
    )


@pytest.mark.bubblewrap
def test_pytest_s_ways_work_without_pytest(tmp_path, pool):
    (found,) = read("exercises", write(tmp_path / "counting", PLAIN))
    placed = place(found, tmp_path, "course", lambda _: pool, Plan(mutants=False))
    assert (placed.solved, placed.findings) == (True, ["its mutants were not tried"])
    package = loaded(placed.folder)
    wrong = [
        PLAIN["solution/counter.py"].replace(*pair)
        for pair in (("'down'", "'up'"), ("+= k", "+= 1"), ("= 0", "= 0.1"))
    ]
    verdicts = [grade_job(package, pool, source)[0] for source in wrong]
    failed = [[check.title for row in r.cases for check in row.checks if not check.passed] for r in verdicts]
    assert [set(names) for names in failed] == [
        {"test_down"},
        {"test_add", "TestMore.test_near"},
        {"test_add", "TestMore.test_near"},
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({".meta/example.py": None}, "it has no exemplar"),
        ({".meta/config.json": '{"files": {"solution": ["a.py", "b.py"], "test": ["leap_test.py"]}}'}, "a solution has 2 files; one can be handed in"),
        ({".meta/config.json": '{"files": {"test": ["leap_test.py", "b.py"]}}', "b.py": LEAP["leap_test.py"]}, "it has 2 files of tests; one is read"),
        ({"leap_test.py": "from leap import leap_year\n"}, "there is no test in it"),
        ({"leap_test.py": "def test_("}, "leap_test.py is not Python: line 1: '(' was never closed"),
        ({".meta/config.json": "{"}, "cannot be read: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ],
)  # fmt: skip
def test_an_exercise_that_lacks_something_is_named_with_the_reason(tmp_path, changes, why):
    write(tmp_path / "leap", LEAP | changes)
    assert list(read("exercises", tmp_path)) == [Unreadable("leap", why)]


LEVELS = {
    "levels.py": "from level_names import NAMES\n\n\ndef level_of(line):\n    pass\n",
    "level_names.py": "NAMES = {'L': 'low', 'H': 'high'}\n",
    "exemplar.py": "from level_names import (\n    NAMES,\n)\n\n\ndef level_of(line):\n    return NAMES[line[0]]\n",
    "levels_test.py": (
        "import unittest\nfrom level_names import NAMES\nfrom levels import level_of\n\n\nclass LevelsTest(unittest.TestCase):\n"
        "    def test_all(self):\n        for letter, name in NAMES.items():\n            self.assertEqual(level_of(f'{letter}: x'), name)\n"
    ),
}


@pytest.mark.bubblewrap
def test_a_module_that_the_solution_imports_becomes_part_of_its_code(tmp_path, pool):
    found = exercise(tmp_path, LEVELS)
    assert found.starter == "NAMES = {'L': 'low', 'H': 'high'}\n\n\ndef level_of(line):\n    pass\n"
    assert found.not_carried == ("level_names.py beside the solution: what it holds is part of the code",)
    placed = place(found, tmp_path, "made", lambda _: pool, Plan(mutants=False))
    assert placed.solved
    wrong = found.reference.replace("line[0]", "line[-1]")
    assert grade_job(loaded(placed.folder), pool, wrong)[0].verdict == "WA"


@pytest.mark.parametrize(
    "code",
    [
        "import level_names\n\ndef level_of(line):\n    return level_names.NAMES[line[0]]\n",
        "from level_names import NAMES as ALL\n\ndef level_of(line):\n    return ALL[line[0]]\n",
        "from level_names import OTHERS\n\ndef level_of(line):\n    return OTHERS[line[0]]\n",
        "from level_names import NAMES\n\nNAMES = {**NAMES}\n\ndef level_of(line):\n    return NAMES[line[0]]\n",
    ],
)
def test_a_module_whose_names_would_not_be_the_same_stays_where_it_is(tmp_path, code):
    found = exercise(tmp_path, LEVELS | {"exemplar.py": code})
    assert (found.reference, found.not_carried) == (code, ())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "exemplar.py",
            "from level_names import NAMES; MOST = 2\n\ndef level_of(line):\n    return NAMES[line[0]]\n",
        ),
        ("level_names.py", "from __future__ import annotations\n\nNAMES: dict[str, str] = {'L': 'low'}\n"),
    ],
)
def test_a_module_that_cannot_be_part_of_the_code_stays_where_it_is(tmp_path, name, content):
    files = {**LEVELS, "exemplar.py": "X = 1\n" + LEVELS["exemplar.py"], name: content}
    found = exercise(tmp_path, files)
    assert (found.reference, found.not_carried) == (files["exemplar.py"], ())
