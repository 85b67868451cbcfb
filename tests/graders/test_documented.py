"""docs/problems.md: its worked examples are packages that load, and hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graders.diagnostics import Diagnostics
from graders.package import load_package
from graders.package.manifest import CaseLimits, Entry, Group, Manifest, Objective, RunMode
from graders.verify.run import Plan, verify
from tests.graders.packages import SET

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "problems.md").read_text()
TEXTS = {"hints.md": "## Look\n\nCloser.\n", "editorial.md": "Done.\n", "design.md": "A demonstration.\n"}


def section(title: str) -> str:
    """The text under a heading of the guide."""
    return re.split(r"^## ", GUIDE.split(f"## {title}\n", 1)[1], maxsplit=1, flags=re.M)[0]


def named_blocks(text: str) -> dict[str, str]:
    """Files of a worked example: a line that starts with `name` and ends in a colon, then a block."""
    fenced = re.findall(r"^`([\w./]+)`[^\n]*\n(?:[^\n`]+\n)?\n```\w*\n(.*?)^```$", text, flags=re.M | re.S)
    indented = re.findall(r"^`([\w./]+)`:\n\n((?:    [^\n]*\n|\n)+)", text, flags=re.M)
    return dict(fenced) | {
        name: re.sub(r"^    ", "", body, flags=re.M).strip() + "\n" for name, body in indented
    }


def write(root: Path, slug: str, files: dict[str, str]) -> Path:
    path = root / "demo" / slug
    for name, text in {**TEXTS, **files, "../set.toml": SET}.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text)
    return path


@pytest.mark.bubblewrap
def test_the_worked_function_holds(tmp_path, pool):
    files = named_blocks(section("Worked example: kind function"))
    package = load_package(write(tmp_path, "second-largest", files), diagnostics := Diagnostics())
    assert [str(note) for note in diagnostics.notes] == []
    (proof,) = verify([package], pool, Plan(fresh=True))
    assert ([str(note) for note in proof.notes], [r.problem for r in proof.results if r.problem]) == ([], [])
    assert len(proof.results) == 3
    assert proof.mutation.rate == 1.0


@pytest.mark.bubblewrap
def test_the_worked_program_holds(tmp_path, pool):
    files = named_blocks(section("Worked example: kind program"))
    path = write(tmp_path, "total", {**files, "starter.py": "import sys\n"})
    package = load_package(path, diagnostics := Diagnostics())
    assert [str(note) for note in diagnostics.notes] == []
    (proof,) = verify([package], pool, Plan(fresh=True))
    assert ([str(note) for note in proof.notes], [r.problem for r in proof.results if r.problem]) == ([], [])
    assert len(proof.results) == 3


@pytest.mark.bubblewrap
def test_the_worked_design_holds(tmp_path, pool):
    files = named_blocks(section("Worked example: kind design"))
    function = named_blocks(section("Worked example: kind function"))["problem.toml"]
    common = (
        function.split("[entry]")[0].replace("second-largest", "one-knob").replace('kind = "function"\n', "")
    )
    common = common.replace('reference = "two_names.py"\n', "")
    head, _, tables = files["problem.toml"].partition("\n\n")
    files["problem.toml"] = head + "\n" + common + tables
    files |= {
        "statement.md": "Choose a batch size.\n",
        "starter.py": "def design(traffic):\n    raise NotImplementedError\n",
        "submissions/accepted/small.py": "def design(traffic):\n    return {'batch': 5}\n",
        "submissions/partially_accepted/large.py": "def design(traffic):\n    return {'batch': 20}\n",
        "submissions/wrong_answer/half.py": "def design(traffic):\n    return {'batch': 0.5}\n",
    }
    package = load_package(write(tmp_path, "one-knob", files), diagnostics := Diagnostics())
    assert [str(note) for note in diagnostics.notes] == []
    (proof,) = verify([package], pool, Plan(fresh=True))
    assert ([str(note) for note in proof.notes], [r.problem for r in proof.results if r.problem]) == ([], [])


@pytest.mark.parametrize("model", [Manifest, Entry, CaseLimits, RunMode, Group, Objective])
def test_every_field_of_a_manifest_is_in_the_guide(model):
    missing = [name for name in model.model_fields if not re.search(rf"\b{name}\b", GUIDE)]
    assert missing == []
