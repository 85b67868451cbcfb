"""POST …/run and …/submit."""

import json
from base64 import b64decode
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from tests.webapp.making import CODE, make_problem, make_submission
from webapp.practice.domain.delivery import job_of
from webapp.practice.models import Draft, Submission

RUN = "/problems/streaming-top-k/most-watched-videos/run"
SUBMIT = "/problems/streaming-top-k/most-watched-videos/submit"
PAGE = "/problems/streaming-top-k/most-watched-videos/"


def post(client: Client, url: str, **body: Any) -> Any:
    return client.post(url, json.dumps(body), content_type="application/json")


@pytest.mark.django_db(transaction=True)
def test_submit_stores_queues_and_says_where_to_follow(alice, problem, as_user, broker):
    response = post(as_user(alice), SUBMIT, code=CODE)

    row = Submission.objects.get()
    assert response.status_code == 202
    assert response.json() == {
        "id": str(row.pk),
        "number": 1,
        "mode": "grade",
        "events": f"/submissions/{row.pk}/events",
        "page": f"/submissions/{row.pk}/",
        "notice": None,
    }
    assert (row.user, row.version, row.code, row.mode, row.state) == (
        alice,
        problem.current,
        CODE,
        "grade",
        "queued",
    )
    assert row.queued_at is not None


@pytest.mark.django_db(transaction=True)
def test_queued_job_tells_the_grader_what_it_needs_and_nothing_else(alice, problem, as_user, broker):
    post(as_user(alice), SUBMIT, code=CODE)

    row = Submission.objects.get()
    message = json.loads(broker.lindex("grade", 0))
    assert message["headers"]["task"] == "graders.grade"
    (job,), _, _ = json.loads(b64decode(message["body"]))
    assert job == {
        "format": 1,
        "submission": str(row.pk),
        "attempt": 1,
        "mode": "grade",
        "package": problem.current.digest,
        "files": {"solution.py": CODE},
        "own_input": None,
        "seed": row.seed,
        "queue": "grade",
        "smaller": True,
    }


@pytest.mark.django_db(transaction=True)
def test_run_goes_to_its_own_queue_with_the_own_input_and_gets_no_number(alice, problem, as_user, broker):
    response = post(as_user(alice), RUN, code=CODE, input="TopK(2)\ntopk()")

    row = Submission.objects.get()
    assert (row.mode, row.number, row.own_input) == ("run", None, "TopK(2)\ntopk()")
    assert response.json()["number"] is None
    assert (broker.llen("run"), broker.llen("grade")) == (1, 0)


def test_numbers_count_per_person_and_problem(alice, bob, problem, as_user):
    other = make_problem("another")
    for user, where in ((alice, problem), (alice, other), (bob, problem), (alice, problem)):
        post(as_user(user), f"{where.get_absolute_url()}submit", code=CODE)
        post(as_user(user), f"{where.get_absolute_url()}run", code=CODE)

    graded = Submission.objects.filter(mode="grade").order_by("created_at")
    assert [(s.user.username, s.problem.slug, s.number) for s in graded] == [
        ("alice", "most-watched-videos", 1),
        ("alice", "another", 1),
        ("bob", "most-watched-videos", 1),
        ("alice", "most-watched-videos", 2),
    ]


@pytest.mark.django_db(transaction=True)
def test_submit_without_broker_keeps_the_row_and_says_so(alice, problem, as_user):
    response = post(as_user(alice), SUBMIT, code=CODE)

    row = Submission.objects.get()
    assert response.status_code == 202
    assert (row.state, row.queued_at, row.code) == ("queued", None, CODE)
    assert response.json()["notice"] == (
        "Your code is stored, but the queue cannot be reached at the moment. It is graded as soon as the queue is back."
    )


@pytest.mark.django_db(transaction=True)
def test_submit_with_broker_has_no_notice(alice, problem, as_user, broker):
    assert post(as_user(alice), SUBMIT, code=CODE).json()["notice"] is None


@pytest.mark.parametrize(
    ("code", "status", "id", "text"),
    [
        ("", 400, "code.empty", "The editor is empty: there is nothing to run."),
        (" \n\t\n", 400, "code.empty", "The editor is empty: there is nothing to run."),
        (None, 400, "code.missing", "There is no code in this request."),
        (["x"], 400, "code.missing", "There is no code in this request."),
        ("x = 1\n\0", 400, "code.binary", "This is not text: line 2 holds a NUL character."),
        ("x = '\ud800'", 400, "code.binary", "This is not text: it cannot be written as UTF-8."),
        ("#" * (64 * 1024 + 1), 413, "code.too_large", "The code is 65 KiB; at most 64 KiB are accepted."),
        ("é" * (32 * 1024 + 1), 413, "code.too_large", "The code is 65 KiB; at most 64 KiB are accepted."),
    ],
)
def test_code_that_cannot_be_taken_is_refused_and_not_stored(alice, problem, as_user, code, status, id, text):
    response = post(as_user(alice), SUBMIT, code=code)

    assert response.status_code == status
    assert (response.json()["error"]["id"], response.json()["error"]["text"]) == (id, text)
    assert Submission.objects.count() == 0


def test_code_of_exactly_the_limit_is_taken(alice, problem, as_user):
    assert post(as_user(alice), SUBMIT, code="#" * 64 * 1024).status_code == 202


def test_body_that_is_no_json_is_refused(alice, problem, as_user):
    response = as_user(alice).post(SUBMIT, b"\xff\xfe{", content_type="application/json")

    assert response.status_code == 400
    assert response.json() == {"error": {"id": "request.bad", "text": "The request is not JSON in UTF-8."}}


def test_own_input_that_is_no_call_is_refused_with_its_line(alice, problem, as_user):
    response = post(as_user(alice), RUN, code=CODE, input="TopK(2)\nupdate(open('/etc/passwd'))")

    assert response.status_code == 400
    error = response.json()["error"]
    assert (error["id"], error["line"], error["field"]) == ("input.bad", 2, "input")
    assert Submission.objects.count() == 0


def test_anonymous_script_is_sent_to_the_login_and_nothing_is_stored(problem):
    response = post(Client(), SUBMIT, code=CODE)

    assert response.status_code == 401
    assert response.json()["error"]["id"] == "auth.required"
    assert response.json()["error"]["login"] == (
        "/accounts/login/?next=%2Fproblems%2Fstreaming-top-k%2Fmost-watched-videos%2F"
    )
    assert Submission.objects.count() == 0


def test_anonymous_form_comes_back_from_the_login_with_its_code(alice, problem):
    client = Client()
    response = client.post(SUBMIT, {"code": "kept = 1\n"})
    assert response.headers["Location"] == f"/accounts/login/?next={PAGE}"

    response = client.post(
        f"/accounts/login/?next={PAGE}", {"login": "alice@example.org", "password": "correct horse"}
    )
    assert response.headers["Location"] == PAGE
    page = client.get(PAGE).context["page"]
    assert page["draft"]["content"] == "kept = 1\n"
    assert Draft.objects.get().user == alice


def test_form_post_leads_to_the_submission_and_keeps_the_draft(alice, problem, as_user):
    response = as_user(alice).post(SUBMIT, {"code": "a = 1\r\nb = 2\r\n"})

    row = Submission.objects.get()
    assert response.headers["Location"] == f"/submissions/{row.pk}/"
    assert row.code == Draft.objects.get().content == "a = 1\nb = 2\n"


def test_refused_form_post_leads_back_with_the_reason(alice, problem, as_user):
    client = as_user(alice)
    response = client.post(SUBMIT, {"code": "   "}, follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert [str(m) for m in response.context["messages"]] == ["The editor is empty: there is nothing to run."]


def test_eleventh_submission_in_a_minute_is_told_how_long_to_wait(alice, bob, problem, as_user):
    now = timezone.now()
    for age in range(10):
        make_submission(alice, problem, created_at=now - timedelta(seconds=50 - age), number=100 + age)
    response = post(as_user(alice), SUBMIT, code=CODE)

    assert response.status_code == 429
    error = response.json()["error"]
    assert error["id"] == "rate.exceeded"
    assert error["wait_s"] in (9, 10)
    assert response.headers["Retry-After"] == str(error["wait_s"])
    assert Submission.objects.count() == 10
    assert post(as_user(alice), RUN, code=CODE).status_code == 202, "runs are counted apart"
    assert post(as_user(bob), SUBMIT, code=CODE).status_code == 202, "so are other people"


def test_submissions_older_than_the_window_do_not_count(alice, problem, as_user):
    for number in range(10):
        make_submission(
            alice, problem, created_at=timezone.now() - timedelta(seconds=61), number=100 + number
        )

    assert post(as_user(alice), SUBMIT, code=CODE).status_code == 202


def test_submit_of_a_problem_that_is_not_there(alice, as_user):
    assert post(as_user(alice), "/problems/no/such/submit", code=CODE).status_code == 404


def test_submit_by_get_is_not_allowed(alice, problem, as_user):
    assert as_user(alice).get(SUBMIT).status_code == 405


def test_submit_needs_the_csrf_token(alice, problem):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    response = post(client, SUBMIT, code=CODE)

    assert response.status_code == 403
    assert Submission.objects.count() == 0


def test_the_seed_of_fresh_cases_is_left_to_the_grader(alice, problem, as_user):
    answer = post(as_user(alice), SUBMIT, code=CODE).json()

    submission = Submission.objects.get(pk=UUID(answer["id"]))
    assert (submission.seed, job_of(submission).seed) == (None, None)


def test_queries_of_a_submission_are_few(alice, problem, as_user, django_assert_num_queries):
    client = as_user(alice)
    # session, user, problem, draft; savepoint in, lock, rate, holds, number, insert, savepoint out
    with django_assert_num_queries(11):
        post(client, SUBMIT, code=CODE)
