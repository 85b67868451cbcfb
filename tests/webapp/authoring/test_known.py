"""What a new file is offered as a name is what the loaders know."""

import re
from pathlib import Path, PurePosixPath

import pytest
from django.conf import settings
from django.urls import reverse

from graders.diagnostics import Diagnostics
from graders.loops import load_loop, load_rubric
from graders.package.model import package_files
from graders.questions import load_bank
from webapp.authoring.domain.subjects import BUNDLES, subject_for

PROBLEMS = subject_for("tests")
LOADERS = {"questions": load_bank, "loops": load_loop, "rubrics": load_rubric}
DOCS = Path(__file__).resolve().parents[3] / "docs" / "problems.md"


def place_of(name: str) -> str:
    """The folder, and of a file that lies in none its name: modules of an author's may have any."""
    path = PurePosixPath(name)
    return str(path.parent) if len(path.parts) > 1 else name


def test_a_problem_is_offered_every_file_that_its_documentation_lists() -> None:
    table = DOCS.read_text().partition("## The files\n")[2].partition("\nA submission")[0]
    listed = [
        name
        for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        for name in re.findall("`([^`]+)`", row)
    ]
    verdicts = re.search(r"^\| `submissions/<verdict>/\*\.py` \| (.*) \|$", table, re.MULTILINE)
    assert verdicts is not None
    wanted = {place_of(name) for name in listed if not name.endswith("/") and "<" not in name}
    wanted |= {f"submissions/{name}" for name in re.findall("`([^`]+)`", verdicts[1])}
    offered = {place_of(name) for name in PROBLEMS.known}
    assert offered - {"data/sample", "data/secret/more", "include"} == wanted


def test_every_file_of_the_library_lies_where_one_is_offered() -> None:
    root = Path(settings.PROBLEMS_DIR)
    there = {
        place_of(name)
        for manifest in root.glob("*/*/problem.toml")
        for name, _ in package_files(manifest.parent)
        if "/" in name or not name.endswith(".py")
    }
    assert there - {place_of(name) for name in PROBLEMS.known} == set()


@pytest.mark.parametrize("folder", sorted(BUNDLES))
def test_what_a_bundle_is_offered_is_no_stray_file(folder: str, tmp_path: Path) -> None:
    home = tmp_path / folder / "coding"
    for name in BUNDLES[folder].known:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("x")
    LOADERS[folder](home, diagnostics := Diagnostics())

    assert [note.message for note in diagnostics.notes if note.message.startswith("is none of")] == []
    assert diagnostics.notes != []


def test_the_page_knows_the_names(dana, draft, as_user) -> None:
    page = as_user(dana).get(reverse("authoring:workspace", args=[draft.pk]))
    assert tuple(page.context["page"]["known"]) == PROBLEMS.known
