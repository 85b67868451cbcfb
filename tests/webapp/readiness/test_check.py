"""The readiness check over HTTP: every kind of question, and every way in which an answer can come at the wrong time."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from graders.package.manifest import TOPICS
from graders.questions import key_of, shown_order
from tests.webapp.making import CANARY, make_problem, make_submission
from tests.webapp.readiness.making import PARTS, make_item
from webapp.catalog.models import Problem
from webapp.practice.domain import holding
from webapp.practice.models import GivenUp, Submission
from webapp.readiness.domain import checking, observing
from webapp.readiness.domain.estimating import standing_of
from webapp.readiness.domain.presenting import source_of
from webapp.readiness.models import Asked, Check, Evidence, Item

pytestmark = pytest.mark.django_db
TYPES = tuple(PARTS)


def begin(client, **wishes):
    """A check that is open, and its page with the first question."""
    response = client.post("/readiness/check/", wishes, follow=True)
    assert response.status_code == 200
    return Check.objects.latest("started_at"), response


def right(asked):
    """The form that answers a question with its key."""
    item = source_of(asked.version)
    key, order = key_of(item), shown_order(item, f"{asked.check_run_id}:{asked.number}")
    if item.type == "choice":
        return {"answer": order.index(key) + 1}
    if item.type == "several":
        return {"answer": [order.index(letter) + 1 for letter in key]}
    if item.type == "ordering":
        return {f"place-{order.index(letter) + 1}": place for place, letter in enumerate(key, start=1)}
    return {"answer": key}


def send(client, check, number, form, follow=True):
    return client.post(f"/readiness/check/{check.pk}/answer/{number}", form, follow=follow)


def refusal(response):
    """The words of the refusal on a page."""
    return re.search(r'role="alert">.*?<p>(.*?)</p>', response.content.decode(), re.DOTALL)[1]


@pytest.fixture
def client(alice, as_user):
    """Alice's browser."""
    return as_user(alice)


@pytest.mark.parametrize("type", TYPES)
def test_a_right_answer_of_each_kind_is_evidence(alice, client, type):
    make_item("only", type)
    check, page = begin(client)
    asked = check.asked.get()
    assert "What of <em>only</em>?" in page.content.decode()
    send(client, check, 1, right(asked))

    evidence = Evidence.objects.get()
    assert (evidence.user, evidence.item, evidence.kind) == (alice, asked.version, "quiz")
    assert evidence.category == evidence.categories - 1
    assert evidence.facts["score"] == 1.0
    assert standing_of(alice, timezone.now()).estimate.mean[0] > 0


@pytest.mark.parametrize("type", TYPES)
def test_the_key_reaches_the_browser_only_with_the_explanation(client, type):
    version = make_item("only", type)
    check, page = begin(client)
    body = page.content.decode()
    assert CANARY not in body
    assert "explanation of it all" not in body
    if type == "ordering":  # letters would be the key, as authors list the steps in their order
        assert sorted(re.findall(r'name="(place-\d)"', body)) == ["place-1", "place-2", "place-3"]
        shown = re.findall(r"wake up|get up|go out", body)
        assert shown != version.content["steps"]
    assert version.digest not in body

    send(client, check, 1, {"unknown": "1"})
    after = client.post(f"/readiness/check/{check.pk}/finish", follow=True).content.decode()
    assert CANARY in after
    assert "explanation of it all" in after


def test_a_partly_right_answer_lies_between(alice, client):
    make_item("only", "several")
    check, _ = begin(client)
    form = right(check.asked.get())
    send(client, check, 1, {"answer": form["answer"][:1]})

    evidence = Evidence.objects.get()
    assert (evidence.category, evidence.categories, evidence.facts["score"]) == (1, 3, 0.5)


def test_not_knowing_counts_as_wrong_and_is_told_apart(alice, client):
    make_item("only")
    check, _ = begin(client)
    send(client, check, 1, {"unknown": "1"})

    assert (Evidence.objects.get().category, Evidence.objects.get().facts["known"]) == (0, False)
    assert standing_of(alice, timezone.now()).estimate.mean[0] < 0


def test_the_next_question_is_another_one_until_none_is_left(client):
    for index in range(3):
        make_item(f"item-{index}")
    check, _ = begin(client)
    for number in (1, 2, 3):
        page = send(client, check, number, {"unknown": "1"})

    assert len({asked.version_id for asked in check.asked.all()}) == 3
    assert "No question is left" in page.content.decode()


def test_a_reload_shows_the_same_question_and_order(client):
    for index in range(5):
        make_item(f"item-{index}", "several")
    check, page = begin(client)
    again = client.get(f"/readiness/check/{check.pk}/")

    pick = re.compile(r'value="(\d)".*?<span class="prose">(.*?)</span>', re.DOTALL)
    assert check.asked.count() == 1
    assert pick.findall(again.content.decode()) == pick.findall(page.content.decode())


@pytest.mark.parametrize(
    ("type", "form", "words"),
    [
        ("choice", {}, "Choose one of the options."),
        ("choice", {"answer": "7"}, "not one of the available choices"),
        ("several", {}, "Choose at least one of the options."),
        ("ordering", {"place-1": "1", "place-2": "1", "place-3": "2"}, "Two steps have the same place."),
        ("numeric", {"answer": "many"}, "Your answer is not a number."),
        ("numeric", {"answer": "4 bananas"}, "has a unit that is not known here"),
        ("short", {"answer": "  "}, "Type an answer."),
        ("short", {"answer": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_is_no_answer_counts_nothing_and_can_be_sent_again(client, type, form, words):
    make_item("only", type)
    check, _ = begin(client)
    response = send(client, check, 1, form)

    assert response.status_code == 400
    assert words in refusal(response)
    assert (Evidence.objects.count(), check.asked.get().state) == (0, "open")
    send(client, check, 1, right(check.asked.get()))
    assert Evidence.objects.count() == 1


def expect_nothing_changed(response, status, words, check):
    """A refusal that says why, and a question that is as open as before."""
    assert response.status_code == status
    assert words in refusal(response)
    assert Evidence.objects.count() == check.asked.filter(state="answered").count()


def test_an_answer_twice_keeps_the_first(alice, client):
    make_item("one"), make_item("two")
    check, _ = begin(client)
    send(client, check, 1, right(check.asked.get()))
    before = standing_of(alice, timezone.now()).number
    response = send(client, check, 1, {"unknown": "1"})

    expect_nothing_changed(response, 409, "Question 1 was answered before. The first answer stays.", check)
    assert check.asked.get(number=1).score == 1.0
    assert standing_of(alice, timezone.now()).number == before


def test_an_answer_out_of_order_is_refused(client):
    make_item("one"), make_item("two")
    check, _ = begin(client)

    response = send(client, check, 2, {"answer": "1"})
    expect_nothing_changed(response, 409, "Question 2 has not been asked yet.", check)
    assert 'name="answer"' in response.content.decode(), "the open question is shown again"


def test_an_answer_after_time_is_refused_and_the_next_is_asked(client):
    make_item("one"), make_item("two")
    check, _ = begin(client)
    check.asked.update(opened_at=timezone.now() - timedelta(seconds=601))
    response = send(client, check, 1, right(check.asked.get()))

    expect_nothing_changed(response, 409, "The time for question 1 was over.", check)
    assert [asked.state for asked in check.asked.all()] == ["expired", "open"]
    late = send(client, check, 1, {"unknown": "1"})
    expect_nothing_changed(late, 409, "The time for question 1 is over.", check)


def test_an_answer_by_somebody_else_is_refused_and_shows_nothing(alice, bob, client, as_user):
    make_item("one")
    check, _ = begin(client)
    form = right(check.asked.get())
    other = as_user(bob)
    response = send(other, check, 1, form)

    expect_nothing_changed(response, 404, "There is no such check of yours.", check)
    assert "What of" not in response.content.decode()
    for address in ("", "explain"):
        assert other.get(f"/readiness/check/{check.pk}/{address}").status_code == 404
    for address in ("pause", "resume", "finish", "explanations", "skip/1"):
        assert other.post(f"/readiness/check/{check.pk}/{address}").status_code == 404
    check.refresh_from_db()
    assert (check.paused, check.finished_at, check.asked.get().state) == (False, None, "open")


def test_without_an_account_the_way_leads_to_the_login(client):
    make_item("one")
    check, _ = begin(client)
    response = send(Client(), check, 1, {"answer": "1"}, follow=False)

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=")
    assert Evidence.objects.count() == 0


def test_a_finished_check_takes_no_more_answers(client):
    make_item("one")
    check, _ = begin(client)
    form = right(check.asked.get())
    client.post(f"/readiness/check/{check.pk}/finish")

    expect_nothing_changed(send(client, check, 1, form), 409, "Question 1 was left out.", check)
    assert client.get(f"/readiness/check/{check.pk}/").context["reviews"] == []


def test_a_pause_stops_the_clock_and_another_device_goes_on(alice, client, as_user):
    make_item("one")
    check, _ = begin(client)
    check.asked.update(opened_at=timezone.now() - timedelta(seconds=500))
    page = client.post(f"/readiness/check/{check.pk}/pause", follow=True)
    assert "What of" not in page.content.decode()
    assert 495 < check.asked.get().spent_s < 520
    expect_nothing_changed(send(client, check, 1, {"unknown": "1"}), 409, "The check is paused.", check)

    check.asked.update(opened_at=timezone.now() - timedelta(days=3))
    laptop = as_user(alice)
    assert laptop.get("/readiness/check/").url == f"/readiness/check/{check.pk}/"
    laptop.post(f"/readiness/check/{check.pk}/resume")
    send(laptop, check, 1, right(check.asked.get()))
    assert 495 < Evidence.objects.get().facts["seconds"] < 560


def test_starting_twice_goes_on_with_the_open_check(client):
    make_item("one")
    first, _ = begin(client)
    second, _ = begin(client)

    assert second == first
    assert Check.objects.count() == 1


def test_explanations_at_once_come_between_the_questions(client):
    make_item("one"), make_item("two")
    check, _ = begin(client, explain="once")
    page = send(client, check, 1, {"unknown": "1"})

    assert page.redirect_chain[-1][0] == f"/readiness/check/{check.pk}/explain"
    assert CANARY in page.content.decode()
    assert check.asked.count() == 1, "the next one's clock does not run yet"
    assert CANARY not in client.get(f"/readiness/check/{check.pk}/").content.decode()
    client.post(f"/readiness/check/{check.pk}/explanations")
    assert send(client, check, 2, {"unknown": "1"}).redirect_chain[-1][0] == f"/readiness/check/{check.pk}/"


def test_a_focus_keeps_to_its_topics(client):
    for topic in ("coding", "system-design", "behavioural"):
        make_item("one", topic=topic), make_item("two", topic=topic)
    check, _ = begin(client, focus=["behavioural"])
    send(client, check, 1, {"unknown": "1"})

    assert [asked.version.item.topic for asked in check.asked.all()] == ["behavioural", "behavioural"]


def test_a_changed_item_keeps_the_evidence_of_its_old_version(client):
    old = make_item("one", difficulty=-1.0)
    check, _ = begin(client)
    new = make_item("one", difficulty=2.0)
    send(client, check, 1, right(check.asked.get()))
    Item.objects.update(retired=True)

    assert (Evidence.objects.get().item, Evidence.objects.get().difficulty) == (old, -1.0)
    assert new.item.current == new
    client.post(f"/readiness/check/{check.pk}/finish")
    assert "What of" in client.get(f"/readiness/check/{check.pk}/").content.decode()


def test_a_check_with_code_puts_a_problem_and_its_verdict_goes_on(alice, client, monkeypatch):
    monkeypatch.setattr("webapp.readiness.domain.choosing.CODE_AFTER", 1)
    make_item("one"), make_item("two"), make_item("three")
    problem = make_problem()
    check, _ = begin(client, with_code="on")
    page = send(client, check, 1, {"unknown": "1"})
    asked = check.asked.get(number=2)
    assert (asked.problem, problem.get_absolute_url() in page.content.decode()) == (problem, True)
    expect_nothing_changed(
        send(client, check, 2, {"unknown": "1"}), 409, "it is answered by submitting", check
    )

    client.post(f"/readiness/check/{check.pk}/pause")
    submission = make_submission(alice, problem, state="running")
    assert (
        "is being graded" in client.post(f"/readiness/check/{check.pk}/resume", follow=True).content.decode()
    )
    client.post(f"/readiness/check/{check.pk}/pause")
    Submission.objects.update(state="done", verdict="AC", finished_at=timezone.now())
    submission.refresh_from_db()
    observing.verdict(submission)
    client.post(f"/readiness/check/{check.pk}/resume", follow=True)
    assert [row.state for row in check.asked.all()] == ["answered", "answered", "open"]
    assert Asked.objects.get(number=3).version is not None
    client.post(f"/readiness/check/{check.pk}/finish")
    assert problem.get_absolute_url() in client.get(f"/readiness/check/{check.pk}/").content.decode()


def test_the_problem_is_what_says_most_a_minute_and_is_nobodys_exam(alice, client, monkeypatch):
    monkeypatch.setattr("webapp.readiness.domain.choosing.CODE_AFTER", 0)
    _far, long, fits, held, given_up, follow_up = (
        make_problem(slug=slug, difficulty=difficulty, minutes=minutes)
        for slug, difficulty, minutes in (
            ("far", -5.0, 25), ("long", 1.0, 90), ("fits", 1.0, 25), ("held", 1.0, 5), ("given-up", 1.0, 5),
            ("follow-up", 1.0, 5),
        )
    )  # fmt: skip
    holding.hold(alice, [held.pk], uuid4(), ungraded=False)
    GivenUp.objects.create(user=alice, problem=given_up)
    Problem.objects.filter(pk=follow_up.pk).update(follows=long)
    check, _ = begin(client, with_code="on")

    assert check.asked.get().problem == fits


def test_what_was_sent_stays_for_the_question_that_it_was_sent_to(client):
    make_item("one", "numeric"), make_item("two", "numeric")
    check, _ = begin(client)
    page = send(client, check, 1, {"answer": "about three"})
    assert 'value="about three"' in page.content.decode()
    send(client, check, 1, {"unknown": "1"})

    page = send(client, check, 1, {"answer": "from another tab"})
    assert (page.status_code, page.headers["HX-Push-Url"]) == (409, f"/readiness/check/{check.pk}/")
    assert "from another tab" not in page.content.decode()


def test_steps_stay_where_they_were_put_when_two_have_the_same_place(client):
    make_item("one", "ordering")
    check, _ = begin(client)
    page = send(client, check, 1, {"place-1": "3", "place-2": "3", "place-3": "1"})

    assert re.findall(r'value="(\d)" selected', page.content.decode()) == ["3", "3", "1"]


def test_a_problem_can_be_left_out_and_a_question_cannot(alice, client, monkeypatch):
    monkeypatch.setattr("webapp.readiness.domain.choosing.CODE_AFTER", 0)
    make_item("one"), make_problem()
    check, _ = begin(client, with_code="on")
    client.post(f"/readiness/check/{check.pk}/skip/1")
    client.get(f"/readiness/check/{check.pk}/")
    assert [(row.state, row.problem_id is None) for row in check.asked.all()] == [
        ("skipped", False),
        ("open", True),
    ]

    response = client.post(f"/readiness/check/{check.pk}/skip/2")
    assert (response.status_code, "I do not know" in refusal(response)) == (409, True)


def test_progress_narrows_with_every_answer_and_forecasts_what_is_left(client):
    for index in range(30):
        make_item(f"item-{index}", "numeric")
    check, page = begin(client, focus=["coding"])
    first = page.context["progress"]
    for number in (1, 2):
        progress = send(client, check, number, right(check.asked.get(number=number))).context["progress"]

    assert progress.answered == 2
    assert progress.width < first.width
    assert (len(progress.widths), progress.widths[-1]) == (3, pytest.approx(progress.width, abs=1e-3))
    assert progress.left.low <= progress.left.expected <= progress.left.high
    assert (
        f"about {progress.left.expected} question"
        in page.client.get(f"/readiness/check/{check.pk}/").content.decode()
    )


def test_nine_topics_are_forecast_as_far_as_one_sitting_goes(alice, client):
    """±0.5 over all nine is more than a sitting, so the forecast is for the narrowest that is not."""
    for topic in TOPICS:
        for index in range(9):
            make_item(f"item-{index}", "numeric", topic, ("2-1", "2-2", "3-1")[index % 3])
    _, page = begin(client)
    progress = page.context["progress"]

    assert (progress.topics, progress.there, progress.reached) == (9, 0, False)
    assert progress.aim in (0.6, 0.7)
    assert progress.left.expected <= 60
    text = " ".join(page.content.decode().split())
    assert '±1.2</b> <span class="quiet">at its widest of 9 topics</span>' in text
    assert f"about {progress.left.expected} questions to ±{progress.aim}" in text


def test_what_one_sitting_cannot_reach_is_said_and_so_is_that_nothing_is_left(alice, client):
    make_item("first", "numeric")
    make_item("second", "numeric")
    check, page = begin(client)
    assert "±0.5 is more than one sitting away" in page.content.decode()

    for number in (1, 2):
        page = send(client, check, number, right(check.asked.get(number=number)))
    assert (page.context["progress"].fresh, page.context["progress"].left) == (0, None)
    assert "no question is left that you have not met lately" in page.content.decode()


def test_the_clock_of_a_question_allows_six_times_what_it_takes(client):
    make_item("long", seconds=300)
    check, _ = begin(client)

    assert checking.time_limit(check.asked.get()) == 1800
