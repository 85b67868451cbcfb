"""manage.py watch: what is saved in a folder is on the site a moment later."""

import shutil
import threading
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from graders.store import Store
from webapp.catalog.domain import watching
from webapp.catalog.models import Problem

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "packages" / "golden"

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(settings, tmp_path) -> Path:
    """An empty PROBLEMS_DIR."""
    settings.PROBLEMS_DIR = tmp_path / "problems"
    settings.PROBLEMS_DIR.mkdir()
    return settings.PROBLEMS_DIR


@pytest.fixture
def desk(tmp_path) -> Path:
    """A package that somebody edits."""
    return Path(shutil.copytree(GOLDEN / "add-up", tmp_path / "desk" / "golden" / "add-up"))


def test_each_save_is_shown_and_a_broken_one_keeps_the_last_version(library, desk, settings):
    store = Store(settings.PACKAGE_STORE)
    saves = watching.follow(desk, library, store)
    assert next(saves).shown == ["golden/add-up"]

    threading.Timer(0.2, lambda: (desk / "editorial.md").write_text("Better.\n")).start()
    assert next(saves).shown == ["golden/add-up"]
    assert Problem.objects.get().current.editorial_html == "<p>Better.</p>"

    threading.Timer(0.2, lambda: (desk / "checker.toml").write_text("type = 7\n")).start()
    seen = next(saves)
    assert seen.shown == []
    assert seen.refused[0].startswith("golden/add-up/checker.toml:1: error: ")
    assert Problem.objects.get().current.editorial_html == "<p>Better.</p>"
    saves.close()


def test_a_package_of_the_library_itself_is_loaded_where_it_lies(library, settings):
    shutil.copytree(GOLDEN / "add-up", library / "golden" / "add-up")
    shutil.copy(GOLDEN / "set.toml", library / "golden")
    seen = watching.bring(watching.packages_in(library), library, Store(settings.PACKAGE_STORE))
    assert (seen.shown, seen.refused) == (["golden/add-up"], [])


@pytest.mark.parametrize("place", ["golden/add-up", "golden", "."])
def test_packages_are_found_in_a_package_a_set_and_a_library(desk, place):
    assert watching.packages_in(desk.parents[1] / place) == [desk]


def test_a_folder_without_a_package_cannot_be_watched(library, tmp_path):
    with pytest.raises(CommandError, match="there is no package in "):
        call_command("watch", str(tmp_path / "problems"))
