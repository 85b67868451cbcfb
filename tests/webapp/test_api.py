"""/api/v1 as a script uses it."""

import json
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient, Client
from django.utils import timezone

from graders.messages import EventBatch
from tests.webapp.making import CANARY, CODE, events_of_a_grade, make_problem, make_report, make_submission
from webapp.accounts.domain import tokens
from webapp.accounts.models import ApiToken
from webapp.practice.domain.recording import record
from webapp.practice.models import Submission

PROBLEM = "/api/v1/problems/streaming-top-k/most-watched-videos"


class Script:
    """A client with a token."""

    def __init__(self, user, days=None):
        self.token, self.plain = tokens.issue(user, "test", days)
        self.client, self.headers = Client(), {"Authorization": f"Bearer {self.plain}"}

    def get(self, path, **query):
        return self.client.get(path, query, headers=self.headers)

    def post(self, path, **body):
        return self.client.post(path, json.dumps(body), content_type="application/json", headers=self.headers)


def refusal(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == response.status_code
    return response.status_code, document["type"]


def test_list_of_problems(alice, problem):
    make_submission(alice, problem, verdict="AC")
    response = Script(alice).get("/api/v1/problems")

    assert response.json() == {
        "count": 1,
        "items": [
            {
                "set": "streaming-top-k",
                "slug": "most-watched-videos",
                "title": "Most watched videos",
                "summary": "Which videos were watched longest?",
                "kind": "function",
                "topics": {"coding": 0.8, "system-design": 0.2},
                "level": ["1-2", "2-1"],
                "minutes": 25,
                "version": problem.current.digest,
                "status": "solved",
                "page": "/problems/streaming-top-k/most-watched-videos/",
            }
        ],
    }


def test_list_is_filtered_and_cut(alice, problem):
    for n in range(5):
        make_problem(f"extra-{n}", order=n + 2, topics={"deep-learning": 1.0})
    script = Script(alice)

    page = script.get("/api/v1/problems", topic="deep-learning", limit=2, offset=3).json()
    assert (page["count"], [row["slug"] for row in page["items"]]) == (5, ["extra-3", "extra-4"])
    assert script.get("/api/v1/problems", status="solved").json()["count"] == 0


def test_one_problem_without_hints_editorial_or_anything_hidden(alice, problem):
    problem.current.editorial_html = problem.current.hints[0]["html"] = CANARY
    problem.current.save()
    response = Script(alice).get(PROBLEM)

    body = response.json()
    assert (body["entry"]["name"], body["samples"]) == ("TopK", ["TopK(2)\nupdate(10, 5)\ntopk()"])
    assert body["statement_html"] == "<p>Keep the total per video.</p>"
    assert CANARY not in response.text


def test_submit_and_poll(alice, problem):
    script = Script(alice)
    accepted = script.post(f"{PROBLEM}/submit", code=CODE)
    row = Submission.objects.get()
    assert accepted.status_code == 202
    assert accepted.json() == {
        "id": str(row.pk),
        "number": 1,
        "submission": f"/api/v1/submissions/{row.pk}",
        "events": f"/api/v1/submissions/{row.pk}/events",
        "notice": accepted.json()["notice"],
    }
    before = script.get(accepted.json()["submission"]).json()
    assert (before["state"], before["verdict"], before["report"]) == ("queued", None, None)

    record(EventBatch.model_validate({"events": events_of_a_grade(row)}))
    response = script.get(accepted.json()["submission"])
    after = response.json()
    assert (after["state"], after["verdict"], after["title"]) == ("done", "WA", "Wrong answer")
    assert after["report"]["cases"][0]["input"] == {"text": "input shown", "truncated": False}
    assert CANARY not in response.text
    assert "424242424242" not in response.text


def test_run_takes_an_own_input(alice, problem):
    response = Script(alice).post(f"{PROBLEM}/run", code=CODE, input="TopK(1)")

    assert response.status_code == 202
    assert Submission.objects.get().own_input == "TopK(1)"


def test_own_submissions_only(alice, bob, problem):
    mine = make_submission(alice, problem, verdict="WA")
    theirs = make_submission(bob, problem, verdict="AC")
    script = Script(alice)

    assert [row["id"] for row in script.get("/api/v1/submissions").json()["items"]] == [str(mine.pk)]
    assert refusal(script.get(f"/api/v1/submissions/{theirs.pk}")) == (404, "request.not_found")


def test_submissions_are_filtered(alice, problem):
    make_submission(alice, problem, mode="run")
    make_submission(alice, make_problem("other"))
    script = Script(alice)

    assert script.get("/api/v1/submissions", mode="run").json()["count"] == 1
    assert script.get("/api/v1/submissions", problem="other").json()["count"] == 1
    assert script.get("/api/v1/submissions", set="nowhere").json()["count"] == 0


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/problems",
        PROBLEM,
        "/api/v1/submissions",
        "/api/v1/submissions/{id}",
        "/api/v1/submissions/{id}/events",
    ],
)
def test_everything_needs_a_token(alice, problem, path, as_user):
    address = path.format(id=make_submission(alice, problem).pk)

    assert refusal(Client().get(address)) == (401, "auth.required")
    assert refusal(as_user(alice).get(address)) == (401, "auth.required"), "a cookie is no token"
    assert Client().get(address).headers["WWW-Authenticate"] == 'Bearer realm="Readyroom"'


def test_revoked_expired_unknown_and_inactive_tokens(alice, problem):
    for spoil in (
        lambda s: s.token.delete(),
        lambda s: ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1)),
        lambda s: s.headers.update(Authorization="Bearer rr_wrong"),
        lambda s: s.headers.update(Authorization=f"Bearer {s.token.hash}"),
        lambda s: type(alice).objects.update(is_active=False),
    ):
        script = Script(alice, days=30)
        assert script.get("/api/v1/problems").status_code == 200
        spoil(script)
        assert refusal(script.get("/api/v1/problems")) == (401, "auth.required")
        type(alice).objects.update(is_active=True)


def test_submit_needs_a_token_even_with_a_cookie(alice, problem, as_user):
    response = as_user(alice).post(
        f"{PROBLEM}/submit", json.dumps({"code": CODE}), content_type="application/json"
    )

    assert refusal(response) == (401, "auth.required")
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "status", "id"),
    [
        ({"code": " "}, 400, "code.empty"),
        ({"code": "a\0"}, 400, "code.binary"),
        ({"code": "x" * 65537}, 413, "code.too_large"),
        ({"code": 7}, 422, "request.invalid"),
        ({}, 422, "request.invalid"),
    ],
)
def test_code_that_cannot_be_taken(alice, problem, body, status, id):
    assert refusal(Script(alice).post(f"{PROBLEM}/submit", **body)) == (status, id)
    assert Submission.objects.count() == 0


def test_own_input_is_refused_with_its_line(alice, problem):
    response = Script(alice).post(f"{PROBLEM}/run", code=CODE, input="TopK(2)\nupdate(1 +)")

    assert refusal(response) == (400, "input.bad")
    assert (response.json()["line"], response.json()["field"]) == (2, "input")


def test_body_that_is_no_json(alice, problem):
    script = Script(alice)
    response = script.client.post(
        f"{PROBLEM}/submit", b"{", content_type="application/json", headers=script.headers
    )

    assert refusal(response) == (400, "request.bad")


def test_rate_limit_is_shared_with_the_page(alice, problem, as_user):
    for n in range(9):
        make_submission(alice, problem, number=100 + n)
    page = as_user(alice).post(
        "/problems/streaming-top-k/most-watched-videos/submit",
        json.dumps({"code": CODE}),
        content_type="application/json",
    )
    response = Script(alice).post(f"{PROBLEM}/submit", code=CODE)

    assert page.status_code == 202
    assert refusal(response) == (429, "rate.exceeded")
    assert response.headers["Retry-After"] == str(response.json()["wait_s"])


def test_unknown_problem(alice):
    assert refusal(Script(alice).get("/api/v1/problems/no/such")) == (404, "request.not_found")


def test_report_of_our_fault(alice, problem):
    row = make_submission(alice, problem, verdict="IE", fault="The grader failed 3 times.")
    body = Script(alice).get(f"/api/v1/submissions/{row.pk}").json()

    assert (body["verdict"], body["text"], body["report"]) == ("IE", "The grader failed 3 times.", None)


@pytest.mark.django_db(transaction=True)
async def test_stream_of_ones_own_submission(alice, bob, problem):
    row = await sync_to_async(make_submission)(alice, problem, verdict="WA")
    row.report = make_report(row)
    await row.asave()
    mine, theirs = await sync_to_async(Script)(alice), await sync_to_async(Script)(bob)
    address = f"/api/v1/submissions/{row.pk}/events"
    response = await AsyncClient().get(address, headers=mine.headers)
    text = b"".join([part async for part in response.streaming_content]).decode()

    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert text.startswith("retry: 2000\n\nevent: done\ndata: ")
    assert json.loads(text.split("data: ")[1])["verdict"] == "WA"
    assert CANARY not in text
    assert (await AsyncClient().get(address, headers=theirs.headers)).status_code == 404


def test_documentation_page_loads_nothing_from_elsewhere(db):
    response = Client().get("/api/v1/docs")

    assert response.status_code == 200
    assert "//" not in response.text.replace("<!-- ", "")
    assert "/static/ninja/swagger-ui-bundle.js" in response.text


def test_every_operation_is_described_with_its_errors(db):
    document = Client().get("/api/v1/openapi.json").json()
    operations = {o["operationId"]: o for path in document["paths"].values() for o in path.values()}

    assert set(operations) == {
        "list_problems", "get_problem", "run", "submit", "get_notebook", "submit_notebook", "list_submissions", "get_submission", "stream_submission",
        "get_readiness", "list_evidence", "get_plan", "swap_task", "undo_swaps", "list_reviews", "answer_review", "grade_review",
        "export_readiness", "start_check", "get_check", "answer_question", "pause_check", "resume_check", "finish_check",
    }  # fmt: skip
    for name, operation in operations.items():
        assert operation["description"], name
        assert operation["security"] == [{"TokenAuth": []}], name
        assert "401" in operation["responses"], name
    assert "429" in operations["submit"]["responses"]
    assert document["components"]["schemas"]["Code"]["properties"]["code"]["examples"]
