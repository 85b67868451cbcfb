"""`verify` with the ledger: it writes what holds, proves what is new, and notices what it contradicts."""

from __future__ import annotations

import json
import shutil

import pytest

from graders.__main__ import main
from graders.ledger import FILE, Ledger
from graders.ledger.entries import seal
from tests.graders.conftest import loaded
from tests.graders.packages import FILES, write_package

pytestmark = [pytest.mark.bubblewrap, pytest.mark.xdist_group("a ledger")]


@pytest.fixture(scope="module")
def proved(tmp_path_factory):
    """A library of one package that is proved, and the data that was kept of it."""
    root = tmp_path_factory.mktemp("proved")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READYROOM_DATA", str(root / "data"))
        patch.setenv("SANDBOX", "bubblewrap")
        assert main(["verify", "--ledger", str(write_package(root / "problems", set_slug="old"))]) == 0
    return root


@pytest.fixture
def library(proved, tmp_path, monkeypatch):
    """A copy of it with a new package beside."""
    monkeypatch.setenv("READYROOM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SANDBOX", "bubblewrap")
    shutil.copytree(proved, tmp_path, dirs_exist_ok=True)
    write_package(tmp_path / "problems", set_slug="new")
    return tmp_path / "problems"


def run(capsys, *words):
    """Exit status, names of the packages that were proved with and without mutants, and the errors."""
    capsys.readouterr()
    status = main(["verify", "--json", *words])
    data = json.loads(capsys.readouterr().out)
    proved = {package["set"]: package["mutants"] is not None for package in data["packages"]}
    return status, proved, [note["message"] for note in data["notes"] if note["severity"] == "error"]


def test_ledger_holds_what_was_found(library):
    package = loaded(library / "old" / "double")
    entry = Ledger.read(library / "old").of(package)
    found = entry.model_dump(include={"cases", "fresh", "accepted", "rejected", "limits", "made", "killed"})
    assert found == {
        "cases": 2,
        "fresh": 0,
        "accepted": 1,
        "rejected": 1,
        "limits": "1 s, 256 MiB",
        "made": 3,
        "killed": 3,
    }


def test_changed_proves_what_the_ledger_does_not_know(library, capsys):
    assert run(capsys, "--changed", str(library)) == (0, {"new": True}, [])
    assert run(capsys, "--changed", "--ledger", str(library)) == (0, {"new": True}, [])
    assert run(capsys, "--changed", str(library)) == (0, {}, [])


def test_sample_is_tried_without_mutants(library, capsys):
    assert run(capsys, "--changed", "--sample", "60", str(library)) == (0, {"new": True, "old": False}, [])


def test_mutants_end_with_their_time(library, capsys):
    words = ("--changed", "--mutants-within", "0", str(library))
    assert run(capsys, *words) == (0, {"new": False}, [])


def test_what_no_longer_holds_leaves_the_ledger(library, capsys):
    (library / "old" / "double" / "submissions" / "wrong_answer" / "square.py").write_text(
        FILES["submissions/accepted/plain.py"]
    )
    assert main(["verify", "--ledger", str(library / "old")]) == 1
    assert (library / "old" / FILE).read_text() == ""


def forge(library, **figures):
    """Change figures of the entry, and its seal to match."""
    data = {**json.loads((library / "old" / FILE).read_text()), **figures}
    del data["seal"]
    (library / "old" / FILE).write_text(json.dumps({**data, "seal": seal("old", data)}) + "\n")


def test_figures_that_are_not_found_again_are_errors(library, capsys):
    forge(library, cases=3, accepted=2)
    words = ["the ledger says accepted 2, it is 1", "the ledger says cases 3, it is 2"]
    assert run(capsys, "--no-mutants", str(library / "old")) == (1, {"old": False}, words)


def test_a_line_changed_by_hand_is_an_error_until_it_is_written_again(library, capsys):
    file = library / "old" / FILE
    file.write_text(file.read_text().replace('"killed": 3', '"killed": 2'))
    words = "line 1 was not written by verify, or was changed since"
    assert run(capsys, str(library / "old")) == (1, {"old": True}, [words])
    assert run(capsys, "--ledger", str(library / "old")) == (0, {"old": True}, [])
    assert run(capsys, str(library / "old")) == (0, {"old": True}, [])
