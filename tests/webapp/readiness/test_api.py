"""Readiness under /api/v1 as a script uses it: only the owner's, with the same refusals as the page."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from graders.package.manifest import TOPICS
from graders.questions import key_of, shown_order
from tests.webapp.making import CANARY, make_problem
from tests.webapp.readiness.making import PARTS, make_item, observe
from webapp.accounts.domain import tokens
from webapp.readiness.domain import checking
from webapp.readiness.domain.estimating import standing_of
from webapp.readiness.domain.presenting import source_of
from webapp.readiness.models import Asked, Check, Evidence, Goal, Memory, Swap

pytestmark = pytest.mark.django_db
HERE = "/api/v1/readiness"


class Script:
    """A client with a token; addresses are under /api/v1/readiness."""

    def __init__(self, user):
        self.client, self.headers = (
            Client(),
            {"Authorization": f"Bearer {tokens.issue(user, 'test', None)[1]}"},
        )

    def get(self, path="", **query):
        return self.client.get(HERE + path, query, headers=self.headers)

    def post(self, path, **body):
        return self.client.post(
            HERE + path, json.dumps(body), content_type="application/json", headers=self.headers
        )

    def delete(self, path):
        return self.client.delete(HERE + path, headers=self.headers)


@pytest.fixture
def script(alice):
    """Alice's."""
    return Script(alice)


def refusal(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["type"]


def right(asked):
    """The body that answers a question with its key."""
    item = source_of(asked.version)
    key, order = key_of(item), shown_order(item, f"{asked.check_run_id}:{asked.number}")
    if item.type in ("numeric", "short"):
        return {"text": str(key)}
    return {"places": [order.index(letter) + 1 for letter in ([key] if item.type == "choice" else key)]}


def due(user, **more):
    """An item of which a review is due."""
    version = make_item("due", **more)
    at = timezone.now() - timedelta(days=9)
    return Memory.objects.create(
        user=user, item=version.item, stability=8, difficulty=5, reviewed_at=at, due_at=at + timedelta(days=8)
    )


def test_the_estimate_comes_with_its_intervals(alice, script):
    observe(alice, "one", category=0, at=timezone.now())
    body = script.get().json()

    estimate = standing_of(alice, timezone.now()).estimate
    assert (body["pieces"], body["goal"]) == (
        1, {"level": "2-2", "interview_on": None, "hours_per_week": 6.0},
    )  # fmt: skip
    assert {row["topic"] for row in body["topics"]} == set(TOPICS)
    first = body["topics"][0]
    index = TOPICS.index(first["topic"])
    assert (first["topic"], first["pieces"]) == ("coding", 1)
    assert first["ability"]["value"] == pytest.approx(estimate.mean[index], abs=1e-6)
    assert first["ability"]["high"] - first["ability"]["low"] == pytest.approx(
        2 * 1.6449 * estimate.deviations[index], abs=1e-3
    )
    assert sum(row["weakest"] for row in body["topics"]) == pytest.approx(1)
    assert all(
        row["chance"]["low"] < row["chance"]["value"] < row["chance"]["high"] for row in body["rounds"]
    )
    assert all(row["hour"]["low"] <= row["hour"]["value"] <= row["hour"]["high"] for row in body["topics"])
    assert first["hour"]["value"] > 0
    assert body["loop"]["value"] < min(row["chance"]["value"] for row in body["rounds"])


def test_evidence_is_listed_newest_first_with_what_it_moved(alice, bob, script):
    for name in ("one", "two", "three"):
        observe(alice, name)
    observe(bob, "theirs")
    page = script.get("/evidence", limit=2, offset=1).json()

    assert page["count"] == 3
    assert [(row["number"], row["title"]) for row in page["items"]] == [(2, "Two"), (1, "One")]
    assert page["items"][0]["moved"]["coding"] > page["items"][0]["moved"]["behavioural"] > 0
    assert (page["items"][0]["words"], page["items"][0]["failed"]) == ("right in 40 s · level 2‑2", False)


@pytest.mark.parametrize("type", PARTS)
def test_a_question_is_asked_without_its_key_and_answered_with_it(alice, script, type):
    make_item("only", type)
    response = script.post("/checks", focus=["coding"])
    body = response.json()
    assert (body["question"]["number"], body["question"]["type"]) == (1, type)
    assert (body["progress"]["answered"], body["progress"]["topics"]) == (0, 1)
    assert CANARY not in response.text

    answered = script.post(f"/checks/{body['id']}/answers/1", **right(Asked.objects.get())).json()
    assert (answered["question"], answered["progress"]["answered"], answered["explained"]) == (None, 1, [])
    assert Evidence.objects.get().facts["score"] == 1.0

    done = script.post(f"/checks/{body['id']}/finish").json()
    assert [(row["number"], row["score"], row["right"]) for row in done["explained"]] == [(1, 1.0, True)]
    assert done["finished_at"] is not None


def test_explanations_at_once_come_with_the_answer(script):
    make_item("first")
    make_item("second")
    check = script.post("/checks", explain_at_once=True).json()
    body = script.post(f"/checks/{check['id']}/answers/1", unknown=True).json()

    assert [(row["number"], row["score"]) for row in body["explained"]] == [(1, 0.0)]
    assert body["question"]["number"] == 2


def test_starting_again_goes_on_with_the_open_check(script):
    make_item("only")
    first, second = script.post("/checks").json(), script.post("/checks", focus=["coding"]).json()

    assert (second["id"], second["focus"], second["question"]) == (first["id"], [], first["question"])


def test_a_pause_hides_the_question_and_stops_its_clock(script):
    make_item("only")
    id = script.post("/checks").json()["id"]
    paused = script.post(f"/checks/{id}/pause").json()
    assert (paused["paused"], paused["question"]) == (True, None)
    assert refusal(script.post(f"/checks/{id}/answers/1", unknown=True)) == (409, "check.paused")

    resumed = script.post(f"/checks/{id}/resume").json()
    assert (resumed["paused"], resumed["question"]["number"]) == (False, 1)
    assert Evidence.objects.count() == 0


def test_answers_at_the_wrong_time_change_nothing_and_say_why(script):
    make_item("first")
    make_item("second")
    id = script.post("/checks").json()["id"]
    assert refusal(script.post(f"/checks/{id}/answers/2", unknown=True)) == (409, "check.not_asked")
    script.post(f"/checks/{id}/answers/1", unknown=True)
    assert refusal(script.post(f"/checks/{id}/answers/1", unknown=True)) == (409, "check.answered")

    Asked.objects.filter(number=2).update(opened_at=timezone.now() - timedelta(hours=1))
    assert refusal(script.post(f"/checks/{id}/answers/2", unknown=True)) == (409, "check.late")
    script.post(f"/checks/{id}/finish")
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("type", "body"),
    [
        ("choice", {"places": []}),
        ("choice", {"places": [1, 2]}),
        ("choice", {"places": [9]}),
        ("several", {"places": [0]}),
        ("ordering", {"places": [1, 2]}),
        ("ordering", {"places": [1, 1, 2]}),
        ("ordering", {"places": [1, 2, 4]}),
        ("numeric", {"text": "many"}),
        ("numeric", {}),
        ("short", {"text": "a\0b"}),
    ],
)
def test_what_is_no_answer_is_refused_and_the_question_stays_open(script, type, body):
    make_item("only", type)
    id = script.post("/checks").json()["id"]

    assert script.post(f"/checks/{id}/answers/1", **body).status_code == 400
    assert (Asked.objects.get().state, Evidence.objects.count()) == ("open", 0)


def test_another_persons_check_plan_and_reviews_are_not_there(alice, bob, script):
    make_item("only")
    id = script.post("/checks").json()["id"]
    memory, theirs = due(alice, topic="behavioural"), Script(bob)

    for path in (
        f"/checks/{id}/answers/1",
        f"/checks/{id}/pause",
        f"/checks/{id}/resume",
        f"/checks/{id}/finish",
    ):
        assert refusal(theirs.post(path, unknown=True)) == (404, "check.unknown")
    assert refusal(theirs.get(f"/checks/{id}")) == (404, "check.unknown")
    assert refusal(theirs.post(f"/reviews/{memory.pk}/answer", unknown=True)) == (409, "review.not_due")
    assert refusal(theirs.post(f"/reviews/{memory.pk}/grade", grade="good")) == (409, "review.not_due")
    assert theirs.get("/reviews").json()["due"] == []
    assert theirs.get("/evidence").json() == {"count": 0, "items": []}
    found = Check.objects.get()
    assert (found.paused, found.finished_at, memory.reviews.count()) == (False, None, 0)
    assert checking.expect_open(found, 1).state == "open"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""),
        ("get", "/evidence"),
        ("post", "/checks"),
        ("get", "/checks/{id}"),
        ("post", "/checks/{id}/answers/1"),
        ("post", "/checks/{id}/pause"),
        ("post", "/checks/{id}/resume"),
        ("post", "/checks/{id}/finish"),
        ("get", "/plan"),
        ("post", "/plan/swap"),
        ("delete", "/plan/swap/2026-03-02"),
        ("get", "/reviews"),
        ("post", "/reviews/1/answer"),
        ("post", "/reviews/1/grade"),
        ("get", "/export"),
    ],
)
def test_everything_needs_a_token_and_a_cookie_is_none(alice, as_user, method, path):
    address = HERE + path.format(id="6f1c1a52-5d0e-4f0e-9a6f-000000000000")

    for client in (Client(), as_user(alice)):
        assert refusal(getattr(client, method)(address)) == (401, "auth.required")
    assert Check.objects.count() == 0


def test_the_plan_and_a_swap_in_it(alice, script):
    for n in range(6):
        make_problem(f"task-{n}", order=n + 2, minutes=20)
    Goal.objects.create(user=alice, interview_on=timezone.localdate() + timedelta(6), hours_per_week=7)
    days = script.get("/plan").json()
    day = next(day for day in days if any(task["instead"] for task in day["tasks"]))
    task = next(task for task in day["tasks"] if task["instead"])

    swapped = script.post("/plan/swap", day=day["day"], out=task["id"]).json()
    after = next(one for one in swapped if one["day"] == day["day"])
    assert task["instead"] in [one["title"] for one in after["tasks"]]
    assert task["id"] not in [one["id"] for one in after["tasks"]]
    assert (after["swapped"], day["swapped"]) == (True, False)
    assert refusal(script.post("/plan/swap", day=day["day"], out=task["id"])) == (409, "plan.changed")

    assert script.delete(f"/plan/swap/{day['day']}").json() == days
    assert not Swap.objects.exists()


def test_the_first_review_is_asked_answered_once_and_explained(alice, script):
    memory = due(alice)
    queue = script.get("/reviews")
    row = queue.json()["due"][0]
    assert (row["id"], row["item"], row["problem"]) == (memory.pk, "coding/due", None)
    assert 0 < row["recall"] < 1
    assert row["question"]["prompt_html"] == "<p>What of <em>due</em>?</p>"
    assert CANARY not in queue.text
    assert len(queue.json()["load"]) == 14

    done = script.post(f"/reviews/{memory.pk}/answer", unknown=True).json()
    assert (done["grade"], done["explained"]["score"], Evidence.objects.count()) == ("forgot", 0.0, 0)
    assert refusal(script.post(f"/reviews/{memory.pk}/answer", unknown=True)) == (409, "review.not_due")


def test_a_review_graded_by_hand(alice, script):
    memory = due(alice)
    assert refusal(script.post(f"/reviews/{memory.pk}/grade", grade="perfect")) == (422, "request.invalid")

    assert script.post(f"/reviews/{memory.pk}/grade", grade="easy").json()["grade"] == "easy"
    assert memory.reviews.get().by_hand


def test_the_export_is_that_of_the_page(alice, bob, script, as_user):
    observe(alice, "one")
    observe(bob, "theirs")
    response, page = script.get("/export"), as_user(alice).get("/readiness/export.json").json()

    assert response.json()["evidence"] == page["evidence"]
    assert response.json().keys() == page.keys()
    assert "theirs" not in response.text
    assert response.headers["Cache-Control"] == "private, no-store"
