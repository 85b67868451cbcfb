"""GET and PUT …/draft: two devices, one text, nothing lost."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from webapp.practice.domain import drafts
from webapp.practice.domain.drafts import replace_draft, save_draft
from webapp.practice.models import Draft, DraftRevision

URL = "/problems/streaming-top-k/most-watched-videos/draft"


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""

    class Clock:
        now = datetime(2026, 1, 5, 12, tzinfo=UTC)

        def forward(self, **by):
            self.now += timedelta(**by)

    clock = Clock()
    monkeypatch.setattr(drafts.timezone, "now", lambda: clock.now)
    return clock


def put(client, content, base):
    return client.put(URL, json.dumps({"content": content, "base": base}), content_type="application/json")


def test_no_draft_yet(alice, problem, as_user):
    assert as_user(alice).get(URL).json() == {"revision": 0, "content": None}


def test_first_save_and_reading_it_back(alice, problem, as_user):
    client = as_user(alice)
    saved = put(client, "a = 1\n", 0)
    read = client.get(URL)

    assert saved.status_code == 200
    assert saved.json() == {"revision": 1, "saved_at": Draft.objects.get().updated_at.isoformat()}
    assert read.json() == {"content": "a = 1\n", **saved.json()}
    assert read.headers["Cache-Control"] == "private, no-store"


def test_saves_upon_the_latest_revision_go_through(alice, problem, as_user):
    client = as_user(alice)
    revisions = [put(client, f"a = {n}", n).json()["revision"] for n in range(4)]

    assert revisions == [1, 2, 3, 4]
    assert Draft.objects.get().content == "a = 3"


def test_second_device_gets_the_server_text_and_loses_none(alice, problem, as_user):
    laptop, phone = as_user(alice), as_user(alice)
    put(laptop, "common", 0)
    put(laptop, "from the laptop", 1)
    response = put(phone, "from the phone", 1)

    assert response.status_code == 409
    assert response.json() == {
        "revision": 2,
        "content": "from the laptop",
        "saved_at": Draft.objects.get().updated_at.isoformat(),
    }
    assert Draft.objects.get().content == "from the laptop"
    assert list(DraftRevision.objects.filter(refused=True).values_list("content", flat=True)) == [
        "from the phone"
    ]


def test_second_device_that_settles_the_conflict_goes_through(alice, problem, as_user):
    client = as_user(alice)
    put(client, "one", 0)
    conflict = put(client, "two", 0).json()

    assert put(client, "one and two", conflict["revision"]).json()["revision"] == 2


def test_same_text_from_two_devices_is_no_conflict(alice, problem, as_user):
    client = as_user(alice)
    put(client, "same", 0)
    response = put(client, "same", 0)

    assert (response.status_code, response.json()["revision"]) == (200, 1)


def test_emptied_editor_is_a_draft_like_any(alice, problem, as_user):
    client = as_user(alice)
    put(client, "text", 0)
    put(client, "", 1)

    assert client.get(URL).json()["content"] == ""


@pytest.mark.parametrize(
    ("content", "status", "id"),
    [("x" * 65537, 413, "code.too_large"), ("a\0", 400, "code.binary"), (None, 400, "code.missing")],
)
def test_text_that_cannot_be_stored_leaves_the_draft_as_it_is(alice, problem, as_user, content, status, id):
    client = as_user(alice)
    put(client, "kept", 0)
    response = put(client, content, 1)

    assert (response.status_code, response.json()["error"]["id"]) == (status, id)
    assert Draft.objects.get().content == "kept"


@pytest.mark.parametrize("base", [-1, "1", True, 1.5, None])
def test_base_that_is_no_revision_is_refused(alice, problem, as_user, base):
    response = put(as_user(alice), "text", base)

    assert (response.status_code, response.json()["error"]["id"]) == (400, "draft.base")
    assert Draft.objects.count() == 0


def test_drafts_of_other_people_are_apart(alice, bob, problem, as_user):
    put(as_user(alice), "hers", 0)

    assert as_user(bob).get(URL).json() == {"revision": 0, "content": None}
    assert put(as_user(bob), "his", 0).status_code == 200
    assert as_user(alice).get(URL).json()["content"] == "hers"


def test_anonymous_visitor_is_sent_to_the_login(problem):
    assert Client().get(URL).status_code == 401
    assert put(Client(), "text", 0).status_code == 401
    assert Draft.objects.count() == 0


def test_history_keeps_one_text_a_minute(alice, problem, clock):
    for n in range(13):
        save_draft(alice, problem, f"version {n}", n)
        clock.forward(seconds=10)

    kept = DraftRevision.objects.order_by("revision").values_list("content", flat=True)
    assert list(kept) == ["version 5", "version 10"], "the newest of each minute"


def test_old_history_is_thinned_to_hours_and_days(alice, problem, clock):
    for n in range(300):
        save_draft(alice, problem, f"version {n}", n)
        clock.forward(minutes=20)

    ages = [clock.now - at for at in DraftRevision.objects.values_list("created_at", flat=True)]
    young = sum(age < timedelta(hours=1) for age in ages)
    today = sum(timedelta(hours=1) <= age < timedelta(days=1) for age in ages)
    assert (young, today, len(ages) - young - today) == (1, 24, 4)


def test_refused_texts_outlive_the_thinning(alice, problem, clock):
    save_draft(alice, problem, "first", 0)
    save_draft(alice, problem, "refused one", 0)
    save_draft(alice, problem, "refused two", 0)
    for n in range(1, 20):
        clock.forward(hours=12)
        save_draft(alice, problem, f"version {n}", n)

    assert set(DraftRevision.objects.filter(refused=True).values_list("content", flat=True)) == {
        "refused one",
        "refused two",
    }


def test_replacing_a_draft_keeps_what_was_there(alice, problem, clock):
    save_draft(alice, problem, "typed", 0)
    save_draft(alice, problem, "typed on", 1)
    saved = replace_draft(alice, problem, "restored")

    assert (saved.revision, saved.content, saved.conflict) == (3, "restored", False)
    assert DraftRevision.objects.filter(content="typed on").exists()
