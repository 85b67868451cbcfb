"""manage.py load_problems: packages on disk become rows and stay apart when broken."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command

from graders.diagnostics import Diagnostics
from graders.ledger import Entry, Ledger
from graders.ledger.entries import declared
from graders.package import load_package
from graders.store import Store
from webapp.catalog.domain import loading
from webapp.catalog.domain.loading import load_problems
from webapp.catalog.models import Problem, ProblemSet, ProblemVersion

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "packages"

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(tmp_path):
    """A library with two packages in one set."""
    root = tmp_path / "problems"
    shutil.copytree(GOLDEN / "golden", root / "golden")
    for extra in sorted((root / "golden").iterdir()):
        if extra.is_dir() and extra.name not in ("add-up", "tiny-stack"):
            shutil.rmtree(extra)
    return root


@pytest.fixture
def store(settings):
    """Where packages go."""
    return Store(settings.PACKAGE_STORE)


def edit(path, old, new):
    path.write_text(path.read_text().replace(old, new))


def write_line(path, killed, survived):
    """Have the set's ledger say so of the package at `path`."""
    package = load_package(path, Diagnostics())
    figures = {"cases": 3, "fresh": 0, "made": killed + survived, "equivalent": 0, "seconds": 1.0}
    ledger = Ledger.read(path.parent)
    ledger.entries[package.slug] = Entry(**declared(package), **figures, killed=killed, survived=survived)
    ledger.write()


def test_first_load_makes_sets_problems_and_versions(shelf, store):
    loaded = load_problems(shelf, store)

    assert (sorted(loaded.added), loaded.broken) == (["golden/add-up", "golden/tiny-stack"], [])
    assert ProblemSet.objects.get().slug == "golden"
    version = Problem.objects.get(slug="add-up").current
    assert (version.title, version.kind, version.image, version.minutes) == (
        "Add up",
        "function",
        "python",
        5,
    )
    assert (version.level_from, version.level_to, version.topics) == ("1-2", "1-2", {"coding": 1.0})
    assert version.samples == ["add_up([3, 1, 2])", "add_up([], start=-1)"]
    assert version.statement_html.startswith("<p>Return the sum of <code>numbers</code>")
    assert version.starter == (shelf / "golden/add-up/starter.py").read_text()
    assert store.get(version.digest).manifest.title == "Add up"


def test_second_load_changes_nothing(shelf, store, django_assert_num_queries):
    load_problems(shelf, store)
    before = list(ProblemVersion.objects.order_by("pk").values())
    with django_assert_num_queries(3):  # problems, packages that lie in no folder, the set
        loaded = load_problems(shelf, store)

    assert sorted(loaded.unchanged) == ["golden/add-up", "golden/tiny-stack"]
    assert list(ProblemVersion.objects.order_by("pk").values()) == before


def test_version_has_the_kill_rate_that_its_ledger_says(shelf, store):
    def rates():
        load_problems(shelf, store)
        return dict(Problem.objects.order_by("slug").values_list("slug", "current__kill_rate"))

    assert rates() == {"add-up": None, "tiny-stack": None}
    write_line(shelf / "golden" / "add-up", killed=239, survived=1)
    assert rates() == {"add-up": 99.5, "tiny-stack": None}
    edit(shelf / "golden/add-up/problem.toml", 'title = "Add up"', 'title = "Add it up"')
    assert rates() == {"add-up": None, "tiny-stack": None}
    assert ProblemVersion.objects.get(title="Add up").kill_rate == 99.5
    write_line(shelf / "golden" / "add-up", killed=240, survived=0)
    assert rates() == {"add-up": 100.0, "tiny-stack": None}


def test_changed_package_becomes_a_new_current_version_beside_the_old(shelf, store):
    load_problems(shelf, store)
    old = Problem.objects.get(slug="add-up").current
    edit(shelf / "golden/add-up/problem.toml", 'title = "Add up"', 'title = "Add it up"')
    loaded = load_problems(shelf, store)

    problem = Problem.objects.get(slug="add-up")
    assert (loaded.updated, loaded.unchanged) == (["golden/add-up"], ["golden/tiny-stack"])
    assert (problem.current.title, problem.versions.count()) == ("Add it up", 2)
    old.refresh_from_db()
    assert old.title == "Add up"
    assert store.get(old.digest).manifest.title == "Add up", "old verdicts can be replayed"


def test_going_back_makes_the_old_version_current_again(shelf, store):
    load_problems(shelf, store)
    first = Problem.objects.get(slug="add-up").current
    for old, new in (("Add up", "Add it up"), ("Add it up", "Add up")):
        edit(shelf / "golden/add-up/problem.toml", f'title = "{old}"', f'title = "{new}"')
        load_problems(shelf, store)

    problem = Problem.objects.get(slug="add-up")
    assert (problem.current, problem.versions.count()) == (first, 2)


def test_broken_package_is_reported_by_file_and_line_and_the_others_load(shelf, store):
    edit(shelf / "golden/add-up/problem.toml", "minutes = 5", 'minutes = "soon"')
    loaded = load_problems(shelf, store)

    assert loaded.added == ["golden/tiny-stack"]
    (note,) = loaded.broken
    assert (note["package"], note["file"], note["line"]) == ("golden/add-up", "problem.toml", 8)
    assert "minutes" in note["message"]


def test_package_that_breaks_keeps_its_last_version(shelf, store):
    load_problems(shelf, store)
    (shelf / "golden/add-up/statement.md").unlink()
    loaded = load_problems(shelf, store)

    problem = Problem.objects.get(slug="add-up")
    assert {(note["package"], note["file"]) for note in loaded.broken} == {("golden/add-up", "statement.md")}
    assert (problem.retired, problem.current.title) == (False, "Add up")


def test_package_that_is_gone_is_retired_and_comes_back(shelf, store):
    load_problems(shelf, store)
    shutil.move(shelf / "golden/add-up", shelf / "away")
    assert load_problems(shelf, store).retired == ["golden/add-up"]
    assert Problem.objects.get(slug="add-up").retired is True
    shutil.move(shelf / "away", shelf / "golden/add-up")
    load_problems(shelf, store)

    assert Problem.objects.get(slug="add-up").retired is False


def test_package_missing_from_the_store_is_put_there_again(shelf, store, settings):
    load_problems(shelf, store)
    shutil.rmtree(settings.PACKAGE_STORE)
    load_problems(shelf, store)

    assert Problem.objects.get(slug="add-up").current.digest in store


def test_new_renderer_renders_the_current_versions_anew(shelf, store, monkeypatch):
    load_problems(shelf, store)
    monkeypatch.setattr(loading, "RENDERER", 999)
    loaded = load_problems(shelf, store)

    assert sorted(loaded.rendered) == ["golden/add-up", "golden/tiny-stack"]
    assert set(ProblemVersion.objects.values_list("renderer", flat=True)) == {999}


def test_command_prints_json(shelf):
    out = StringIO()
    call_command("load_problems", str(shelf), "--json", stdout=out)

    result = json.loads(out.getvalue())
    assert sorted(result["added"]) == ["golden/add-up", "golden/tiny-stack"]
    assert result["broken"] == []


def test_command_fails_after_loading_the_rest(shelf):
    edit(shelf / "golden/add-up/problem.toml", "minutes = 5", 'minutes = "soon"')
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("load_problems", str(shelf), stdout=out, stderr=err)

    assert ended.value.code == 1
    assert "broken    golden/add-up/problem.toml:8: " in err.getvalue()
    assert "added     golden/tiny-stack" in out.getvalue()


def test_the_problems_of_this_site_load(store):
    loaded = load_problems(site_settings.PROBLEMS_DIR, store)

    assert loaded.broken == []
    assert {"streaming-top-k", "recency-ctr", "ranking-design", "pytorch-debugging"} <= set(
        ProblemSet.objects.values_list("slug", flat=True)
    )
    for version in ProblemVersion.objects.all():
        assert version.statement_html
        assert version.hints
        assert version.editorial_html
        assert "<code>\\" not in version.statement_html, f"{version}: a formula could not be read"
