"""Output validators of Kattis packages, run in the process of a checker.py."""

from __future__ import annotations

import os
import sys
import tempfile

import pytest

from graders.authoring import readyroom_validator, shipped_files
from graders.authoring.readyroom import Case
from graders.authoring.readyroom_validator import Validator

# Validators do not always close what they open, and need not.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def validator(tmp_path, monkeypatch):
    """Makes a validator of these files, of which the first is where it starts."""
    monkeypatch.setattr(readyroom_validator, "_HERE", tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def make(flags=None, **sources):
        for name, text in sources.items():
            (tmp_path / f"validator_{name}.py").write_text(text)
        return Validator(
            f"{next(iter(sources))}.py", {f"{name}.py": f"validator_{name}.py" for name in sources}, flags
        )

    return make


def word(validator, actual="written", group="small"):
    return validator.check(Case(stdin="given", group=group), "answer", actual)


@pytest.mark.parametrize("ending", ["exit(42)", "sys.exit(42)", "raise SystemExit(42)", "quit(42)"])
def test_status_42_accepts_however_it_is_given(validator, ending):
    assert word(validator(main=f"import sys\n{ending}\n")) is True


@pytest.mark.parametrize(
    "read",
    [
        "input()",
        "sys.stdin.read()",
        "sys.stdin.buffer.read().decode()",
        "open(0).read()",
        "os.read(0, 100).decode()",
    ],
)
def test_what_was_written_is_standard_input_in_every_way(validator, read):
    made = validator(main=f"import os, sys\nexit(42 if {read} == 'wort ☃' else 43)\n")
    assert (word(made, "wort ☃"), word(made, "other")) == (True, False)


def test_input_answer_feedback_and_flags_are_arguments(validator):
    source = (
        "import pathlib, sys\n_, given, answer, feedback, *flags = sys.argv\n"
        "texts = [pathlib.Path(given).read_text(), pathlib.Path(answer).read_text()]\n"
        "pathlib.Path(feedback + 'teammessage.txt').write_text(' '.join(texts + flags))\nexit(43)\n"
    )
    made = validator({"small": ["a", "1e-3"]}, main=source)
    assert (word(made), word(made, group="large")) == ("given answer a 1e-3", "given answer")


def test_message_for_judges_reaches_nobody(validator):
    source = "import sys\nopen(sys.argv[3] + 'judgemessage.txt', 'w').write('it is 7')\nprint('it is 7')\nexit(43)\n"
    assert word(validator(main=source)) is False


@pytest.mark.parametrize(
    ("ending", "status"), [("exit(1)", 1), ("exit()", 0), ("exit('bad')", 1), ("pass", 0)]
)
def test_any_other_status_is_the_author_s_fault(validator, ending, status):
    made = validator(main=f"import sys\nprint('no form', file=sys.stderr)\n{ending}\n")
    with pytest.raises(RuntimeError) as caught:
        word(made)
    assert str(caught.value) == (
        f"the output validator ended with status {status}, neither 42 (accepted) nor 43 (wrong): no form"
    )


def test_an_exception_is_the_author_s_fault_and_leaves_everything_as_it_was(validator):
    before = sys.stdin, sys.argv, list(sys.path), dict(sys.modules), os.fstat(0).st_ino
    with pytest.raises(RuntimeError) as caught:
        word(validator(main="import helper\n\nhelper.f()\n", helper="def f():\n    1 / 0\n"))
    assert str(caught.value) == (
        "the output validator raised ZeroDivisionError: division by zero at helper.py:2"
    )
    assert (sys.stdin, sys.argv, list(sys.path), dict(sys.modules), os.fstat(0).st_ino) == before


def test_each_output_is_judged_anew(validator):
    helper = "seen = []\n"
    made = validator(
        main="import helper\nhelper.seen.append(1)\nexit(42 if len(helper.seen) == 1 else 43)\n",
        helper=helper,
    )
    assert [word(made), word(made)] == [True, True]


def test_its_modules_come_before_others_of_the_same_name(validator):
    import json

    made = validator(main="import json\nexit(42 if json.OWN else 43)\n", json="OWN = True\n")
    assert word(made) is True
    assert sys.modules["json"] is json


def test_our_file_travels_with_a_checker_that_imports_it_alone():
    name = "readyroom_validator.py"
    with_it = shipped_files({"checker.py": b"from readyroom_validator import Validator\n"})
    assert (name in with_it, name in shipped_files({"checker.py": b""}), name in shipped_files({})) == (
        True,
        False,
        False,
    )
