"""A submission's page, result, comparison and restoring, and who may see them."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.webapp.making import CANARY, make_problem, make_report, make_submission
from webapp.practice.models import Draft, DraftRevision

PAGE = "/problems/streaming-top-k/most-watched-videos/"


@pytest.fixture
def graded(alice, problem):
    """Alice's, with a report whose hidden cases hold canaries."""
    row = make_submission(alice, problem, verdict="WA")
    row.report = make_report(row)
    row.save()
    return row


def addresses(row, other):
    return [
        f"/submissions/{row.pk}/",
        f"/submissions/{row.pk}/result",
        f"/submissions/{row.pk}/events",
        f"/submissions/compare/{row.pk}/{other.pk}/",
        f"/submissions/compare/{other.pk}/{row.pk}/",
    ]


def test_owner_sees_the_report_of_a_candidate(alice, graded, as_user):
    response = as_user(alice).get(f"/submissions/{graded.pk}/result")

    report = response.context["report"]
    assert response.status_code == 200
    assert report["verdict"] == "WA"
    assert report["cases"][2]["actual"] == {"text": "actual shown", "truncated": False}
    assert (report["cases"][3]["input"], report["cases"][3]["stdout"], report["cases"][3]["note"]) == (
        None,
        "",
        "",
    )
    assert report["engine"]["seed"] is None


@pytest.mark.parametrize("path", ["/submissions/{0}/", "/submissions/{0}/result", PAGE, f"{PAGE}submissions"])
def test_no_page_holds_what_is_hidden(alice, graded, as_user, path):
    response = as_user(alice).get(path.format(graded.pk))

    assert response.status_code == 200
    assert CANARY not in response.text
    assert "424242424242" not in response.text


def test_submissions_of_others_are_not_there(alice, bob, charlie, dana, problem, graded, as_user):
    for other in (bob, charlie, dana):
        own = make_submission(other, problem)
        for address in addresses(graded, own):
            assert as_user(other).get(address).status_code == 404, (other, address)
        assert as_user(other).post(f"/submissions/{graded.pk}/restore").status_code == 404
    assert Draft.objects.count() == 0


def test_submission_that_does_not_exist_is_answered_alike(alice, bob, problem, graded, as_user):
    theirs = as_user(bob).get(f"/submissions/{graded.pk}/")
    none = as_user(bob).get(f"/submissions/{uuid4()}/")

    assert (theirs.status_code, theirs.templates[0].name) == (none.status_code, none.templates[0].name)


def test_pages_lead_to_the_login_and_fragments_say_401(problem, graded):
    page = Client().get(f"/submissions/{graded.pk}/")
    fragment = Client().get(f"/submissions/{graded.pk}/result")

    assert page.headers["Location"] == f"/accounts/login/?next=/submissions/{graded.pk}/"
    assert fragment.status_code == 401


def test_unfinished_submission_is_watched(alice, problem, as_user):
    row = make_submission(alice, problem)
    response = as_user(alice).get(f"/submissions/{row.pk}/")

    assert response.context["report"] is None
    assert response.context["page"] == {
        "active": {
            "id": str(row.pk),
            "number": 1,
            "mode": "grade",
            "events": f"/submissions/{row.pk}/events",
            "page": f"/submissions/{row.pk}/",
        },
        "urls": {},
    }
    assert as_user(alice).get(PAGE).context["page"]["active"]["id"] == str(row.pk)


def test_fault_of_ours_is_told_as_ours(alice, problem, as_user):
    row = make_submission(alice, problem, verdict="IE", fault="The grader failed 3 times.", report=None)
    response = as_user(alice).get(f"/submissions/{row.pk}/result")

    assert response.context["report"] == {
        "verdict": "IE",
        "message": {"id": "site.fault", "text": "The grader failed 3 times."},
        "cases": [],
        "groups": [],
    }
    assert "The grader failed 3 times." in response.text


def test_previous_is_the_graded_one_before(alice, problem, as_user):
    now = timezone.now()
    first = make_submission(alice, problem, verdict="WA", created_at=now - timedelta(minutes=9))
    make_submission(alice, problem, verdict="AC", mode="run", created_at=now - timedelta(minutes=8))
    last = make_submission(alice, problem, verdict="AC", created_at=now)
    client = as_user(alice)

    assert client.get(f"/submissions/{last.pk}/result").context["previous"] == first
    assert client.get(f"/submissions/{first.pk}/result").context["previous"] is None


def test_list_shows_what_was_handed_in_newest_first(alice, bob, problem, as_user):
    rows = [make_submission(alice, problem, verdict="WA") for _ in range(3)]
    make_submission(alice, problem, mode="run", verdict="AC")
    make_submission(bob, problem, verdict="AC")
    response = as_user(alice).get(f"{PAGE}submissions")

    assert response.context["submissions"] == rows[::-1]


def test_list_needs_as_many_queries_for_fifty_as_for_one(alice, problem, as_user, django_assert_num_queries):
    for _ in range(50):
        make_submission(alice, problem, verdict="WA")
    client = as_user(alice)
    with django_assert_num_queries(4):
        client.get(f"{PAGE}submissions")


def test_compare_puts_the_older_one_left(alice, problem, as_user):
    now = timezone.now()
    old = make_submission(
        alice, problem, verdict="WA", code="a = 1\nb = 2\n", created_at=now - timedelta(hours=1)
    )
    new = make_submission(alice, problem, verdict="AC", code="a = 1\nb = 3\n", created_at=now)
    for address in (f"/submissions/compare/{new.pk}/{old.pk}/", f"/submissions/compare/{old.pk}/{new.pk}/"):
        context = as_user(alice).get(address).context
        assert (context["a"], context["b"]) == (old, new)
        assert [(row["op"], row["a_text"], row["b_text"]) for row in context["diff_rows"]] == [
            ("same", "a = 1", "a = 1"),
            ("change", "b = 2", "b = 3"),
        ]


def test_submissions_of_two_problems_are_not_compared(alice, problem, as_user):
    one, two = make_submission(alice, problem), make_submission(alice, make_problem("another"))

    assert as_user(alice).get(f"/submissions/compare/{one.pk}/{two.pk}/").status_code == 404


def test_restore_puts_the_code_into_the_draft_and_keeps_what_was_there(alice, problem, as_user):
    row = make_submission(alice, problem, verdict="WA", code="restored = 1\n")
    client = as_user(alice)
    client.put(f"{PAGE}draft", json.dumps({"content": "typed", "base": 0}), content_type="application/json")
    response = client.post(f"/submissions/{row.pk}/restore")

    draft = Draft.objects.get()
    assert response.json() == {
        "content": "restored = 1\n",
        "revision": 2,
        "saved_at": draft.updated_at.isoformat(),
    }
    assert draft.content == "restored = 1\n"
    assert DraftRevision.objects.get().content == "typed"


def test_restore_is_not_done_by_a_mere_get(alice, problem, as_user):
    assert as_user(alice).get(f"/submissions/{make_submission(alice, problem).pk}/restore").status_code == 405


def test_group_that_was_not_run_says_so_and_on_what_it_depends(alice, problem, as_user):
    row = make_submission(alice, problem, verdict="WA")
    base = {"title": "Ties", "points": 60, "earned": 0, "passed": 1, "total": 2}
    blocked = {"passed": 0, "total": 3, "skipped": 3, "reason": "depends on “Ties”"}
    row.report = make_report(
        row, groups=[{"id": "ties", **base}, {"id": "large", **base, "title": "Large", **blocked}]
    )
    row.save()
    text = as_user(alice).get(f"/submissions/{row.pk}/result").text

    assert "0 of 3, 3 not run" in text
    assert "(depends on “Ties”)" in text
    assert text.count("not run: </span>") == 1


def test_curves_of_a_training_are_waited_for_until_they_are_drawn(alice, problem, as_user):
    row = make_submission(alice, problem, verdict="AC")
    before = {"x": [0, 1, 2], "before": [3.0, 2.0, 2.0]}
    row.report = {**make_report(row), "curves": {"Loss": before}}
    row.save()
    client, page = as_user(alice), f"/submissions/{row.pk}/result"
    assert 'data-soon="curves"' in client.get(page).text
    row.report["curves"] = {"Loss": {**before, "after": [3.0, 1.0, 0.5]}}
    row.save()
    assert "data-soon" not in client.get(page).text


def test_smaller_failing_input_stands_below_its_case_and_is_waited_for_only_at_first(alice, problem, as_user):
    row = make_submission(alice, problem, verdict="WA")
    row.report = make_report(row)
    row.save()
    client, page = as_user(alice), f"/submissions/{row.pk}/result"
    assert 'data-soon="smaller"' in client.get(page).text
    found = {"number": 3, "message": "Expected 2.", "input": {"text": "f([<1>])", "truncated": False}}
    row.report["smaller"] = found
    row.save()
    text = client.get(page).text
    assert "data-soon" not in text
    assert text.count("A smaller input that fails too") == 1
    assert "f([&lt;1&gt;])" in text
    row.report["smaller"], row.finished_at = None, timezone.now() - timedelta(seconds=6)
    row.save()
    assert "data-soon" not in client.get(page).text
