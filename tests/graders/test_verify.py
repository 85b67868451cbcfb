"""Verification: what it lets pass, what it finds, and when it trusts an earlier proof."""

from __future__ import annotations

import json

import pytest

from graders.__main__ import main
from graders.verify.run import verify
from tests.graders.conftest import loaded
from tests.graders.packages import FILES, write_package

pytestmark = pytest.mark.bubblewrap
CASES = FILES["cases.py"]


def problems(tmp_path, pool, changes=None):
    """Everything that verifying the changed package finds."""
    (proof,) = verify([loaded(write_package(tmp_path, changes))], pool, True, lambda package, result: None)
    assert proof.holds == (not proof.problems and not any(result.problem for result in proof.results))
    return [text for text, _, _ in proof.problems] + [
        f"{r.name}: {r.problem}" for r in proof.results if r.problem
    ]


def test_a_sound_package_holds(tmp_path, pool):
    assert problems(tmp_path, pool) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (
            {"submissions/wrong_answer/square.py": "def double(x):\n    return 2 * x\n"},
            "wrong_answer/square.py: declares WA, gets AC: All 2 cases passed.",
        ),
        (
            {"submissions/wrong_answer/square.py": "def double(x):\n    return 1 // (x - 2)\n"},
            "wrong_answer/square.py: declares WA, gets RE in case 1 (samples): "
            "Raised ZeroDivisionError: integer division or modulo by zero (line 2, in double)",
        ),
        (
            {"submissions/wrong_answer/square.py": "# group: samples\ndef double(x):\n    return x * x\n"},
            "wrong_answer/square.py: must fail in samples, fails in more: Expected -6, got 9.",
        ),
        (
            {"starter.py": "def double(x):\n    return x + x\n"},
            "starter.py: the starter gets AC (All 2 cases passed.); it must compile, and must not pass",
        ),
        (
            {"statement.md": FILES["statement.md"].replace("4", "5")},
            "sample 1 is not case 1: Expected 4, got 5.",
        ),
        (
            {"statement.md": FILES["statement.md"].replace("double(2)", "double(3)")},
            "sample 1 is not case 1: the input differs",
        ),
        ({"cases.py": CASES.replace("group='more'", "group='samples'")}, "no case is in the group 'more'"),
        (
            {
                "cases.py": CASES.replace("args=(-3,)", "args=(id(object()),)")
                .replace("def cases", "import os\n\ndef cases")
                .replace("id(object())", "int.from_bytes(os.urandom(6), 'big')")
            },
            "cases(rng) yields other cases when called again with the same rng",
        ),
        (
            {
                "cases.py": CASES
                + "\n\ndef validate(args, calls):\n    if args[0] < 0:\n        raise ValueError('x is negative')\n"
            },
            "validate refuses case 2 (more): x is negative",
        ),
    ],
)
def test_what_does_not_hold_is_found(tmp_path, pool, changes, found):
    assert found in problems(tmp_path, pool, changes)


def test_an_earlier_proof_is_trusted_until_the_package_changes(tmp_path, pool):
    heard = []

    def proof(fresh=False):
        heard.clear()
        (one,) = verify(
            [loaded(tmp_path / "tests" / "double")], pool, fresh, lambda p, r: heard.append(r.name)
        )
        return one.cached, len(heard)

    path = write_package(tmp_path)
    assert proof(fresh=True) == (False, 3)
    assert proof() == (True, 0)
    assert proof(fresh=True) == (False, 3)
    (path / "editorial.md").write_text("Shorter.\n")
    assert proof() == (False, 3)


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.setenv("READYROOM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SANDBOX", "bubblewrap")
    return write_package(tmp_path / "problems")


@pytest.mark.parametrize(
    ("source", "status", "verdict"),
    [
        ("def double(x):\n    return x + x\n", 0, "AC"),
        ("def double(x):\n    return 4\n", 1, "WA"),
        ("", 1, "CE"),
    ],
)
def test_grade_exits_by_the_verdict(command, tmp_path, capsys, source, status, verdict):
    (tmp_path / "mine.py").write_text(source)
    assert main(["grade", str(command), str(tmp_path / "mine.py"), "--json"]) == status
    assert json.loads(capsys.readouterr().out)["verdict"] == verdict


def test_grade_exits_2_when_nothing_can_be_graded(command, tmp_path, capsys, monkeypatch):
    assert main(["grade", str(command), str(tmp_path / "none.py")]) == 2
    (tmp_path / "mine.py").write_text("x = 1\n")
    assert main(["grade", str(tmp_path), str(tmp_path / "mine.py")]) == 2
    assert "problem.toml: error: is missing" in capsys.readouterr().err
    monkeypatch.setenv("SANDBOX_ENV", str(tmp_path / "none"))
    assert main(["grade", str(command), str(tmp_path / "mine.py")]) == 2
    assert "There is no sandbox to run code in:" in capsys.readouterr().err


def test_grade_can_run_an_input_of_ones_own(command, tmp_path, capsys):
    (tmp_path / "mine.py").write_text("def double(x):\n    return x\n")
    (tmp_path / "input").write_text("double(21)\n")
    assert (
        main(["grade", str(command), str(tmp_path / "mine.py"), "--input", str(tmp_path / "input"), "--json"])
        == 1
    )
    (row,) = json.loads(capsys.readouterr().out)["cases"]
    assert (row["input"]["text"], row["expected"]["text"], row["actual"]["text"]) == (
        "double(21)",
        "42",
        "21",
    )


def test_verify_exits_by_what_it_finds(command, capsys):
    assert main(["verify", str(command), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["holds"], len(result["packages"][0]["results"])) == (True, 3)
    (command / "hints.md").unlink()
    assert main(["verify", str(command)]) == 1
    assert "hints.md: error: is missing" in capsys.readouterr().out


def test_lint_and_schema_need_no_sandbox(command, capsys, monkeypatch):
    monkeypatch.setenv("SANDBOX_ENV", "/nonexistent")
    assert main(["lint", str(command.parents[1])]) == 0
    assert capsys.readouterr().out == "1 packages load, 0 errors\n"
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Readyroom report, format 1"
