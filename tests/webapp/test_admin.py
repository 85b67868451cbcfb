"""The operators' pages."""

import pytest

from tests.webapp.making import CANARY, make_report, make_submission
from webapp.accounts.domain import tokens
from webapp.practice.models import Submission


@pytest.fixture
def graded(alice, problem):
    """Alice's, with a report."""
    row = make_submission(alice, problem, verdict="WA")
    row.report = make_report(row)
    row.save()
    return row


def test_only_staff_may_enter(alice, as_user, graded):
    response = as_user(alice).get("/admin/practice/submission/")

    assert response.status_code in (302, 403)
    assert str(graded.pk) not in response.text


@pytest.mark.parametrize("query", ["alice@example.org", "most-watched", "{id}", "{digest}"])
def test_submissions_are_found(dana, as_user, graded, query):
    words = query.format(id=graded.pk, digest=graded.version.digest)
    found = as_user(dana).get("/admin/practice/submission/", {"q": words})
    missed = as_user(dana).get("/admin/practice/submission/", {"q": "zzz"})

    assert list(found.context["cl"].queryset) == [graded]
    assert list(missed.context["cl"].queryset) == []


def test_operator_sees_the_whole_report_and_changes_nothing(dana, as_user, graded):
    client = as_user(dana)
    response = client.get(f"/admin/practice/submission/{graded.pk}/change/")
    assert CANARY in response.text
    assert 'name="_save"' not in response.text
    changed = client.post(f"/admin/practice/submission/{graded.pk}/change/", {"verdict": "AC"})

    assert changed.status_code == 403
    assert Submission.objects.get().verdict == "WA"


@pytest.mark.django_db(transaction=True)
def test_requeue_takes_what_is_stuck_or_our_fault_and_leaves_verdicts(
    alice, dana, problem, as_user, broker, graded
):
    stuck = make_submission(alice, problem)
    ours = make_submission(alice, problem, verdict="IE", attempt=3, fault="gone wrong")
    response = as_user(dana).post(
        "/admin/practice/submission/",
        {"action": "requeue", "_selected_action": [str(row.pk) for row in (graded, stuck, ours)]},
        follow=True,
    )

    assert [str(message) for message in response.context["messages"]] == [
        "2 queued again.",
        "1 have a verdict, which stands.",
    ]
    states = {row.pk: (row.state, row.attempt, row.verdict) for row in Submission.objects.all()}
    assert states == {
        graded.pk: ("done", 1, "WA"),
        stuck.pk: ("queued", 2, ""),
        ours.pk: ("queued", 4, ""),
    }
    assert broker.llen("grade") == 2


@pytest.mark.parametrize(
    "page",
    ["", "catalog/problem/", "catalog/problemset/", "catalog/problemversion/", "accounts/user/", "accounts/apitoken/",
     "practice/submission/", "practice/rejudge/", "axes/accessattempt/"],
)  # fmt: skip
def test_pages_come_up(dana, as_user, graded, page):
    assert as_user(dana).get(f"/admin/{page}").status_code == 200


def test_tokens_can_be_revoked_but_not_made_or_read(alice, dana, as_user):
    token, plain = tokens.issue(alice, "laptop", None)
    client = as_user(dana)

    assert client.get("/admin/accounts/apitoken/add/").status_code == 403
    page = client.get(f"/admin/accounts/apitoken/{token.pk}/change/").text
    assert plain not in page
    assert token.hash not in page
    client.post(f"/admin/accounts/apitoken/{token.pk}/delete/", {"post": "yes"})
    assert tokens.recognise(plain) is None
