"""Packages that attack whoever reads them: each is refused with words, and its neighbour loads."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from graders.diagnostics import Diagnostics
from graders.package import load_library
from graders.store import Store
from tests.attacks.stage import PACKAGES, rewritten

PROBLEM = (PACKAGES / "vault" / "problem.toml").read_text()
STATEMENT = (PACKAGES / "vault" / "statement.md").read_text()
TOML = {
    "nested too deeply": PROBLEM + "x = " + "[" * 20_000 + "]" * 20_000,
    "a number of too many digits": PROBLEM.replace("minutes = 5", "minutes = " + "1" * 5000),
    "a title with escapes": PROBLEM.replace('title = "Vault"', 'title = "\\u001b[2J\\u0000"'),
    "a title that reads backwards": PROBLEM.replace('title = "Vault"', 'title = "a\\u202eb"'),
    "a difficulty that is no number": PROBLEM.replace("difficulty = -2.0", "difficulty = nan"),
    "weights that are no numbers": PROBLEM.replace("coding = 1.0", "coding = nan"),
    "a limit without end": PROBLEM.replace("wall_s = 1.0", "wall_s = inf"),
    "a path for an id": PROBLEM.replace('id = "vault"', 'id = "../../vault"'),
    "a path for a reference": PROBLEM.replace('"honest.py"', '"../../../honest.py"'),
    "a command for an entry": PROBLEM.replace('name = "seal"', 'name = "seal(); import os"'),
    "too large": PROBLEM + "#" * (1 << 20),
}
FILES = {
    "deep Python": ("cases.py", "x = " + "-" * 50_000 + "1"),
    "Python for the parser's stack": ("starter.py", "x = " + "not " * 10_000 + "1"),
    "a NUL": ("statement.md", STATEMENT + "\0"),
    "a statement without end": ("statement.md", STATEMENT + "x" * (1 << 20)),
    "a sample without end": ("statement.md", STATEMENT.replace("seal(", "# x\n" * 100_000 + "seal(", 1)),
    "a sample nested too deeply": ("statement.md", STATEMENT.replace("[1, 2, 3]", "[" * 5000 + "]" * 5000)),
    "checkers of checkers": ("checker.toml", 'type = "unordered"\n' + "items." * 3000 + 'type = "exact"\n'),
}


def only_the_neighbour_loads(root: Path) -> list[str]:
    """Load a library whose `hostile` set must be refused while `attacks` loads; return what was said."""
    rewritten("vault", root, {})
    (root / "attacks" / "set.toml").write_text((PACKAGES / "set.toml").read_text())
    found = load_library(root, diagnostics := Diagnostics())
    loaded = [f"{item.slug}/{package.slug}" for item in found for package in item.packages]
    assert loaded == ["attacks/vault"]
    return [str(note) for note in diagnostics.errors]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """The folder of a package in a set of its own."""
    rewritten("vault", tmp_path, {})
    (tmp_path / "attacks").rename(tmp_path / "hostile")
    (tmp_path / "hostile" / "set.toml").write_text((PACKAGES / "set.toml").read_text())
    return tmp_path / "hostile" / "vault"


@pytest.mark.parametrize("text", TOML.values(), ids=TOML.keys())
def test_manifest_that_attacks_is_refused(hostile: Path, text: str) -> None:
    (hostile / "problem.toml").write_text(text)
    said = only_the_neighbour_loads(hostile.parents[1])
    assert said
    assert all("\x1b" not in words and "\0" not in words and len(words) < 2000 for words in said)


@pytest.mark.parametrize(("name", "text"), FILES.values(), ids=FILES.keys())
def test_file_that_attacks_is_refused(hostile: Path, name: str, text: str) -> None:
    (hostile / name).write_text(text)
    assert any(name in words for words in only_the_neighbour_loads(hostile.parents[1]))


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: (path.unlink(missing_ok=True), path.symlink_to(target))[1]


def _pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


PLACES = {
    "a link to the host's passwords": ("statement.md", _link("/etc/passwd")),
    "a manifest that is a link": ("problem.toml", _link("/etc/passwd")),
    "a manifest without end": ("problem.toml", _link("/dev/zero")),
    "a manifest that is a pipe": ("problem.toml", _pipe),
    "a checker that is a pipe": ("checker.toml", _pipe),
    "a set that is a device": ("../set.toml", _link("/dev/zero")),
    "a name that is no text": ("x\udcff.py", lambda path: path.write_text("x = 1")),
    "a name with escapes": ("\x1b[2J.py", lambda path: path.write_text("x = 1")),
}


@pytest.mark.parametrize(("name", "make"), PLACES.values(), ids=PLACES.keys())
def test_file_that_is_none_is_refused(hostile: Path, name: str, make: Callable[[Path], None]) -> None:
    make(hostile / name)
    assert only_the_neighbour_loads(hostile.parents[1])


def test_folder_of_another_author_cannot_be_taken_by_a_link(tmp_path: Path) -> None:
    theirs = rewritten("vault", tmp_path / "theirs", {})
    (tmp_path / "mine" / "hostile").mkdir(parents=True)
    (tmp_path / "mine" / "hostile" / "set.toml").write_text((PACKAGES / "set.toml").read_text())
    (tmp_path / "mine" / "hostile" / "vault").symlink_to(theirs)
    assert any("symbolic link" in words for words in only_the_neighbour_loads(tmp_path / "mine"))


def test_files_without_number_are_refused(hostile: Path) -> None:
    for number in range(2001):
        (hostile / f"x{number}.txt").write_text("")
    assert any("files" in words for words in only_the_neighbour_loads(hostile.parents[1]))


@pytest.mark.parametrize(
    "digest", ["sha256:" + "../" * 21 + "x", "sha256:../../etc", "", "sha256:" + "g" * 64]
)
def test_digest_that_is_a_path_names_no_package(tmp_path: Path, digest: str) -> None:
    with pytest.raises(LookupError, match="is not a digest"):
        Store(tmp_path).get(digest)
