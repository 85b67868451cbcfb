"""What the first start makes: the secret key, the demo account, a schema without missing migrations."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from webapp.accounts.models import User
from webapp.practice.domain.limits import Rate
from webapp.secret import secret_key


def test_key_is_made_once_and_for_the_owner_alone(tmp_path):
    folder = tmp_path / "var"
    first = secret_key(folder)

    assert len(first) > 60
    assert secret_key(folder) == first
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == ["secret_key"]


def test_two_first_starts_agree_on_a_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(tmp_path), range(8)))

    assert keys == {(tmp_path / "secret_key").read_text()}


def demo(*words):
    out = StringIO()
    call_command("create_demo", *words, stdout=out)
    return out.getvalue()


def test_demo_account_can_log_in_with_what_is_printed(db, client):
    printed = json.loads(demo("--json"))
    client.post("/accounts/login/", {"login": printed["email"], "password": printed["password"]})

    assert User.objects.get(pk=client.session["_auth_user_id"]).username == "alice"


def test_second_start_prints_the_same_login(db):
    first = demo()

    alice, dana = first.splitlines()
    assert demo() == first
    assert alice == f"Demo account: alice@example.org, password {alice.split()[-1]}"
    assert dana == f"Instructor:   dana@example.org, password {dana.split()[-1]}"
    assert list(User.objects.order_by("username").values_list("username", "instructor")) == [
        ("alice", False),
        ("dana", True),
    ]


def test_password_file_is_for_the_owner_alone(db, settings):
    demo()

    assert stat.S_IMODE((settings.READYROOM_DATA / "demo_password").stat().st_mode) == 0o600


def test_demo_does_not_take_over_an_account_that_is_there(alice):
    printed = json.loads(demo("--json"))

    alice.refresh_from_db()
    assert sorted(User.objects.values_list("username", flat=True)) == ["alice", "dana"]
    assert alice.check_password(printed["password"])


@pytest.fixture
def real_migrations(settings):
    """Instead of those that the tests' own database does without (tests/conftest.py)."""
    settings.MIGRATION_MODULES = {}


def test_models_and_migrations_agree(db, real_migrations):
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_migrations_make_no_rows_that_the_tests_own_database_would_lack(real_migrations):
    """Whoever adds one that runs code lists it here if all that it does is to convert rows that are there."""
    nodes = MigrationLoader(None).graph.nodes.items()
    ours = {f"{app}.{name}": one for (app, name), one in nodes if one.__module__.startswith("webapp.")}
    running = {
        name for name, one in ours.items() if any(isinstance(o, RunPython | RunSQL) for o in one.operations)
    }
    assert len(ours) > 20
    assert running == {"authoring.0002_bundles"}


def test_django_finds_no_fault():
    call_command("check", stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize(
    ("text", "count", "seconds"), [("10/m", 10, 60), ("1/s", 1, 1), ("500/d", 500, 86400)]
)
def test_rate(text, count, seconds):
    rate = Rate.parse(text)

    assert (rate.count, rate.window.total_seconds()) == (count, seconds)


@pytest.mark.parametrize("text", ["", "10", "10/w", "x/m", "0/m", "-1/m"])
def test_rate_that_is_none(text):
    with pytest.raises(ValueError, match="is no rate"):
        Rate.parse(text)
