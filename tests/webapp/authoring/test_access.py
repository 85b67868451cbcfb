"""Who gets into the studio and into whose draft."""

import pytest
from django.urls import reverse

from webapp.authoring.domain.starting import from_template
from webapp.authoring.models import Collaborator, Workspace

PAGES = ("index", "new", "import", "audit")
OF_A_DRAFT = ("workspace", "candidate", "zip", "history", "events", "file")


def test_a_candidate_is_told_that_the_studio_is_not_for_them(alice, as_user, draft):
    client = as_user(alice)
    answers = {name: client.get(reverse(f"authoring:{name}")).status_code for name in PAGES}
    assert answers == dict.fromkeys(PAGES, 403)
    inside = {
        name: client.get(reverse(f"authoring:{name}", args=[draft.pk])).status_code for name in OF_A_DRAFT
    }
    assert inside == dict.fromkeys(OF_A_DRAFT, 403)
    assert "Studio" not in client.get("/").content.decode()


def test_a_visitor_is_asked_to_log_in(client, draft):
    page = client.get(draft.get_absolute_url())
    script = client.post(reverse("authoring:preview", args=[draft.pk]), {}, "application/json")

    assert page.url == f"/accounts/login/?next={draft.get_absolute_url()}"
    assert (script.status_code, script.json()["error"]["id"]) == (401, "auth.required")


def test_another_instructors_draft_is_not_there(erin, as_user, draft):
    client = as_user(erin)
    for name in OF_A_DRAFT:
        assert (
            client.get(reverse(f"authoring:{name}", args=[draft.pk]) + "?path=statement.md").status_code
            == 404
        ), name
    for name in (
        "files",
        "restore",
        "preview",
        "here",
        "prove",
        "cancel",
        "publish",
        "review",
        "people",
        "close",
    ):
        assert (
            client.post(reverse(f"authoring:{name}", args=[draft.pk]), {}, "application/json").status_code
            == 404
        ), name
    saved = client.put(
        reverse("authoring:file", args=[draft.pk]) + "?path=statement.md",
        {"content": "x", "base": 1},
        "application/json",
    )
    assert saved.status_code == 404
    assert list(client.get(reverse("authoring:index")).context["drafts"]) == []


def test_a_collaborator_writes_and_does_not_decide(erin, dana, as_user, draft):
    as_user(dana).post(reverse("authoring:people", args=[draft.pk]), {"who": "erin@example.org"})
    client = as_user(erin)

    assert client.get(draft.get_absolute_url()).status_code == 200
    saved = client.put(
        reverse("authoring:file", args=[draft.pk]) + "?path=statement.md",
        {"content": "x", "base": 1},
        "application/json",
    )
    assert saved.json()["revision"] == 2
    client.post(reverse("authoring:people", args=[draft.pk]), {"who": "erin", "remove": "1"})
    client.post(reverse("authoring:close", args=[draft.pk]))
    assert (Collaborator.objects.count(), Workspace.objects.get().closed_at) == (1, None)


def test_a_collaborator_is_an_instructor(alice, dana, as_user, draft):
    for who in ("alice", "nobody@example.org"):
        answer = as_user(dana).post(reverse("authoring:people", args=[draft.pk]), {"who": who}, follow=True)
        assert "No instructor has this name or address." in answer.content.decode()
    assert Collaborator.objects.count() == 0


def test_who_is_no_instructor_any_more_gets_in_nowhere(dana, as_user, draft):
    dana.instructor = False
    dana.save()

    assert as_user(dana).get(draft.get_absolute_url()).status_code == 403


def test_an_operator_sees_every_draft_and_every_audit_entry(olga, erin, as_user, draft):
    from_template(erin, "tensors", "other", "program")
    client = as_user(olga)

    assert client.get(draft.get_absolute_url()).status_code == 200
    assert len(client.get(reverse("authoring:index")).context["drafts"]) == 2
    assert len(client.get(reverse("authoring:audit")).context["entries"]) == 2
    assert len(as_user(erin).get(reverse("authoring:audit")).context["entries"]) == 1


@pytest.mark.parametrize("kind", ["function", "class", "program", "examiner", "design"])
def test_every_template_begins_as_a_package_that_can_be_read(dana, as_user, kind):
    client = as_user(dana)
    answer = client.post(
        reverse("authoring:new"), {"set": "new-set", "slug": "first-one", "kind": kind, "set_title": "New"}
    )
    made = Workspace.objects.get()
    assert answer.url == made.get_absolute_url()
    page = client.get(reverse("authoring:candidate", args=[made.pk])).content.decode()
    assert '<div class="prose statement">' in page
    assert "It cannot be read yet" not in page
