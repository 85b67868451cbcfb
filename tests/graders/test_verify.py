"""Verification: what it lets pass, what it finds, and when it trusts an earlier proof."""

from __future__ import annotations

import json

import pytest

from graders.__main__ import main
from graders.verify.run import Plan, Watch, verify
from tests.graders.conftest import loaded
from tests.graders.packages import FILES, write_package

pytestmark = pytest.mark.bubblewrap
CASES = FILES["cases.py"]


def problems(tmp_path, pool, changes=None):
    """Everything that verifying the changed package finds."""
    (proof,) = verify([loaded(write_package(tmp_path, changes))], pool, Plan(fresh=True))
    found = [note.message for note in proof.notes if note.severity == "error"]
    found += [f"{result.name}: {result.problem}" for result in proof.results if result.problem]
    assert proof.holds == (not found)
    return found


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


class Heard(Watch):
    """Counts what is run."""

    def __init__(self):
        self.submissions, self.mutants = 0, 0

    def tried(self, package, result):
        self.submissions += 1

    def mutated(self, package, done, total):
        self.mutants += 1


def test_an_earlier_proof_is_trusted_until_what_it_depends_on_changes(tmp_path, pool):
    def run(fresh=False):
        heard = Heard()
        (proof,) = verify([loaded(path)], pool, Plan(fresh=fresh), heard)
        return proof.cached, heard.submissions, heard.mutants

    path = write_package(tmp_path)
    assert run(fresh=True) == (False, 3, 3)
    assert run() == (True, 0, 0)
    assert run(fresh=True) == (False, 3, 3)
    (path / "editorial.md").write_text("Shorter.\n")
    assert run() == (False, 3, 0)
    (path / "mutants.toml").write_text("")
    assert run() == (False, 0, 3)


def test_mutants_wait_for_everything_else_to_hold(tmp_path, pool):
    broken = {"submissions/wrong_answer/square.py": "def double(x):\n    return 2 * x\n"}
    (proof,) = verify([loaded(write_package(tmp_path, broken))], pool, Plan(fresh=True))
    assert (proof.holds, proof.mutants) == (False, None)


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
    (package,) = result["packages"]
    assert (result["holds"], len(package["results"])) == (True, 3)
    figures = [package["mutants"][name] for name in ("made", "tried", "killed", "equivalent", "rate")]
    assert figures == [3, 3, 3, 0, 1.0]
    (command / "hints.md").unlink()
    assert main(["verify", str(command)]) == 1
    assert "hints.md: error: is missing" in capsys.readouterr().out


def test_verify_takes_parts(command, capsys):
    assert main(["verify", str(command), "--json", "--no-mutants"]) == 0
    (package,) = json.loads(capsys.readouterr().out)["packages"]
    assert (len(package["results"]), package["mutants"]) == (3, None)
    assert main(["verify", str(command), "--json", "--mutants-only"]) == 0
    (package,) = json.loads(capsys.readouterr().out)["packages"]
    assert (len(package["results"]), package["mutants"]["killed"]) == (0, 3)


def test_verify_asks_for_another_numpy_when_it_is_strict(command, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SANDBOX_ENV_OLDER", str(tmp_path / "none"))
    plain = "import numpy\n\n\ndef double(x):\n    return x + x\n"
    (command / "submissions" / "accepted" / "plain.py").write_text(plain)
    said = []
    for words in ([], ["--strict"]):
        status = main(["verify", str(command), "--json", "--no-mutants", *words])
        (note,) = json.loads(capsys.readouterr().out)["notes"]
        said.append((status, note["severity"], note["message"].split(":")[0]))
    words = "nothing was tried on another NumPy"
    assert said == [(0, "info", words), (1, "error", words)]


def test_verify_shows_survivors_as_diffs(command, capsys):
    (command / "cases.py").write_text(CASES.replace("-3", "0").replace("2", "0"))
    assert main(["verify", str(command), "--mutants-only"]) == 1
    *shown, rate, error, total = capsys.readouterr().out.splitlines()
    assert [line for line in shown if not line.endswith("survives")] == [
        *("@@ -1,2 +1,2 @@", " def double(x):", "-    return x + x", "+    return x - x"),
        *("@@ -1,2 +1,2 @@", " def double(x):", "-    return x + x", "+    return x"),
    ]
    assert rate.startswith("tests/double: 1 of 3 mutants killed: 33.3 % (0 marked equivalent; ")
    assert error == "tests/double: error: its cases kill 33.3 % of 3 mutants; 97 % are needed"
    assert total == "0 of 1 packages hold, 0 submissions, 3 mutants (0 packages proved before)"


def test_lint_and_schema_need_no_sandbox(command, capsys, monkeypatch):
    monkeypatch.setenv("SANDBOX_ENV", "/nonexistent")
    assert main(["lint", str(command.parents[1])]) == 0
    assert capsys.readouterr().out == "1 packages load, 0 errors\n"
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Readyroom report, format 1"
