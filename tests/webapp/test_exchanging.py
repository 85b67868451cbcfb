"""manage.py import_package and export_package."""

import shutil
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from webapp.catalog.models import Problem

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "packages" / "golden"

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(settings, tmp_path) -> Path:
    """An empty PROBLEMS_DIR."""
    settings.PROBLEMS_DIR = tmp_path / "problems"
    return settings.PROBLEMS_DIR


def run(*words: object) -> str:
    out = StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def refusal(*words: object) -> str:
    with pytest.raises(CommandError) as refused:
        run(*words)
    return str(refused.value)


def test_a_folder_is_put_into_its_set_and_onto_the_site(library):
    assert run("import_package", GOLDEN / "add-up").startswith("added golden/add-up sha256:")
    assert str(Problem.objects.get()) == "golden/add-up"
    assert (library / "golden" / "set.toml").is_file()
    assert sorted(path.name for path in library.iterdir()) == ["golden"]


def test_what_is_exported_is_the_same_when_it_is_imported_again(library, tmp_path):
    run("import_package", GOLDEN / "add-up")
    target = tmp_path / "out.zip"
    assert run("export_package", "golden/add-up", target) == f"{target}\n"
    shutil.rmtree(library / "golden" / "add-up")
    before = Problem.objects.get().current.digest
    assert run("import_package", target) == f"added golden/add-up {before}\n"
    assert run("import_package", target, "--set", "other").startswith("added other/add-up ")


def test_a_problem_that_is_there_is_replaced_only_if_that_is_asked_for(library, tmp_path):
    run("import_package", GOLDEN / "add-up")
    changed = tmp_path / "golden" / "add-up"
    shutil.copytree(GOLDEN / "add-up", changed)
    (changed / "editorial.md").write_text("Another.\n")
    assert refusal("import_package", changed) == (
        "golden/add-up is there already (--replace puts this one in its place)"
    )
    assert run("import_package", changed, "--replace").startswith("replaced golden/add-up ")
    assert Problem.objects.get().current.editorial_html == "<p>Another.</p>"


def test_a_broken_package_changes_nothing(library, tmp_path):
    broken = tmp_path / "golden" / "add-up"
    shutil.copytree(GOLDEN / "add-up", broken)
    (broken / "checker.toml").write_text("type = 7\n")
    assert refusal("import_package", broken).startswith("golden/add-up/checker.toml:1: error: ")
    assert list(library.iterdir()) == []


def test_links_in_a_folder_are_refused(library, tmp_path):
    linked = tmp_path / "golden" / "add-up"
    shutil.copytree(GOLDEN / "add-up", linked)
    (linked / "secret.py").symlink_to("/etc/passwd")
    assert refusal("import_package", linked) == "secret.py is a link; a package holds plain files only"


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["../problem.toml"], "'../problem.toml' leads out of the archive."),
        (["a/problem.toml", "b/problem.toml"], "the archive has 2 files problem.toml; a package has one"),
        (["readme.md"], "the archive has 0 files problem.toml; a package has one"),
        (["x/problem.toml"], "problem.toml cannot be read, or names no id"),
    ],
)
def test_a_zip_that_is_no_package_is_refused(library, tmp_path, names, why):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "")
    assert refusal("import_package", tmp_path / "x.zip", "--set", "golden") == why


def test_an_id_cannot_lead_elsewhere(library, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("problem.toml", 'id = "../../elsewhere"')
    assert refusal("import_package", tmp_path / "x.zip", "--set", "golden") == (
        "the id '../../elsewhere' is not in small letters, digits and hyphens"
    )


def test_what_is_not_there_cannot_be_exported(library, tmp_path):
    assert refusal("export_package", "no/such") == "there is no problem no/such"
    assert refusal("import_package", tmp_path / "none.zip") == f"{tmp_path / 'none.zip'} does not exist"
