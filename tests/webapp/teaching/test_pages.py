"""Pages of teaching as people use them: from a new cohort to a grade."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.webapp.making import CODE
from tests.webapp.readiness.making import make_item
from tests.webapp.teaching.making import make_assignment, make_cohort
from webapp.practice.models import Submission
from webapp.readiness.models import Evidence
from webapp.teaching.domain import quizzes
from webapp.teaching.models import Assignment, Cohort, Extension, Item, Membership, Work

pytestmark = pytest.mark.django_db


def soon(**delta):
    return timezone.now() + timezone.timedelta(**delta)


@pytest.fixture
def cohort(alice, bob, dana):
    return make_cohort(dana, alice, bob, zone="Europe/Berlin")


def running(cohort, *problems, **more):
    return make_assignment(cohort, *problems, **({"opens_at": soon(days=-1), "due_at": soon(days=1)} | more))


def test_cohort_assignment_and_publishing_by_forms(dana, as_user, problem):
    make_item("one")
    client = as_user(dana)
    client.post("/teaching/new", {"title": "Ranking", "term": "Spring", "zone": "Europe/Berlin"})
    cohort = Cohort.objects.get()
    answer = client.post(
        reverse("teaching:create_assignment", args=[cohort.pk]),
        {"title": "Week 1", "opens_at": "2026-06-01T09:00", "due_at": "2026-06-08T23:59", "late_penalty": "10",
         "counts": "best", "feedback": "all"},
    )  # fmt: skip
    made = Assignment.objects.get()
    assert answer.url == reverse("teaching:setup", args=[made.pk])
    assert made.due_at.isoformat() == "2026-06-08T21:59:00+00:00"  # a summer evening in Berlin
    client.post(reverse("teaching:publish", args=[made.pk]))
    made.refresh_from_db()
    assert made.published_at is None  # nothing to do in it
    client.post(
        reverse("teaching:add_item", args=[made.pk, "problem"]), {"problem": str(problem), "points": "5"}
    )
    client.post(
        reverse("teaching:add_item", args=[made.pk, "quiz"]),
        {"quiz-topics": ["coding"], "quiz-count": "1", "quiz-points": "3"},
    )
    client.post(reverse("teaching:publish", args=[made.pk]))
    made.refresh_from_db()
    assert [(item.kind, item.points, item.version) for item in made.items.all()] == [
        ("problem", 5.0, problem.current), ("quiz", 3.0, None),
    ]  # fmt: skip
    assert made.published_at is not None


def test_form_that_contradicts_itself_says_where(cohort, dana, as_user):
    answer = as_user(dana).post(
        reverse("teaching:create_assignment", args=[cohort.pk]),
        {"title": "Exam", "opens_at": "2026-06-01T09:00", "due_at": "2026-06-01T11:00", "late_penalty": "0",
         "counts": "best", "feedback": "all", "exam_minutes": "60"},
    )  # fmt: skip
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["feedback"])
    answer = as_user(dana).post(
        reverse("teaching:create_assignment", args=[cohort.pk]),
        {"title": "Week", "opens_at": "2026-06-02T09:00", "due_at": "2026-06-01T09:00", "late_penalty": "0",
         "counts": "best", "feedback": "all"},
    )  # fmt: skip
    assert answer.context["form"].errors == {"due_at": ["It must open before it is due."]}
    assert not Assignment.objects.exists()


def test_what_is_refused_is_said_where_it_was_typed(cohort, alice, dana, as_user, problem):
    made, client = running(cohort, problem), as_user(dana)
    add = reverse("teaching:add_item", args=[made.pk, "problem"])
    for name, says in ((f"http://x/problems/{problem}/", "already"), ("no/such", "There is no problem")):
        answer = client.post(add, {"problem": name, "points": "1"})
        assert answer.status_code == 400
        assert says in str(answer.context["problem_form"].errors["problem"])
    answer = client.post(
        reverse("teaching:extend", args=[made.pk]),
        {"extension-user": alice.pk, "extension-due_at": "2020-01-01T12:00", "extension-extra_minutes": "0"},
    )
    assert "The due date comes after the opening" in str(answer.context["extension_form"].errors)
    answer = client.post(reverse("teaching:member", args=[cohort.pk, dana.pk]), {"role": "candidate"})
    assert answer.url == reverse("teaching:people", args=[cohort.pk])


@pytest.mark.parametrize("name", ["cohort", "people", "grades", "edit", "create_assignment"])
def test_page_of_a_cohort_shows(cohort, dana, as_user, problem, name):
    running(cohort, problem)
    answer = as_user(dana).get(reverse(f"teaching:{name}", args=[cohort.pk]))
    assert "Ranking systems" in answer.content.decode()


def test_candidate_works_on_the_pinned_version_and_sees_what_counts(cohort, alice, as_user, problem):
    made = running(cohort, problem)
    client = as_user(alice)
    assert made.title in client.get("/assignments/").content.decode()
    page = client.get(reverse("teaching:item", args=[made.pk, 1]))
    assert page.context["page"]["urls"]["submit"] == reverse("teaching:submit", args=[made.pk, 1])
    assert "First week · 1. Most watched videos" in page.content.decode()
    answer = client.post(
        page.context["page"]["urls"]["submit"], json.dumps({"code": CODE}), content_type="application/json"
    )
    work = Work.objects.get()
    assert (answer.status_code, answer.json()["id"]) == (202, str(work.submission_id))
    run = client.post(
        reverse("teaching:run", args=[made.pk, 1]),
        json.dumps({"code": CODE}),
        content_type="application/json",
    )
    assert (run.status_code, Submission.objects.get(pk=run.json()["id"]).mode, Work.objects.count()) == (
        202,
        "run",
        1,
    )


def test_what_is_kept_back_is_said_so(cohort, alice, as_user, problem):
    made = running(cohort, problem, feedback="after-due")
    answer = as_user(alice).post(
        reverse("teaching:submit", args=[made.pk, 1]),
        json.dumps({"code": CODE}),
        content_type="application/json",
    )
    assert (answer.status_code, "kept" in answer.json(), Submission.objects.count()) == (202, True, 0)


def test_submission_from_the_catalogue_counts_for_nothing(cohort, alice, as_user, problem):
    running(cohort, problem)
    as_user(alice).post(
        problem.get_absolute_url() + "submit", json.dumps({"code": CODE}), content_type="application/json"
    )
    assert (Submission.objects.count(), Work.objects.count()) == (1, 0)


@pytest.fixture
def quiz(cohort):
    for n in range(4):
        make_item(f"item-{n}", type=["choice", "several", "numeric", "ordering"][n])
    made = running(cohort)
    Item.objects.create(
        assignment=made, number=1, kind="quiz", title="Quiz", points=8, draws={"topics": [], "count": 4}
    )
    return made


def right_answers(work):
    """What a browser would send that knows every key."""
    sent = {}
    for number, version in enumerate(quizzes.sheet_of(work).versions, 1):
        item = quizzes.source_of(version)
        order = quizzes.order_of(quizzes.sheet_of(work).showing(number), item)
        if version.type == "numeric":
            sent[f"q{number}-answer"] = ["400"]
        elif version.type == "ordering":
            for place, letter in enumerate(order, 1):
                sent[f"q{number}-place-{place}"] = [str(item.keys.index(letter) + 1)]
        else:
            right = [letter for letter in order if item.option(letter).correct]
            sent[f"q{number}-answer"] = [str(order.index(letter) + 1) for letter in right]
    return sent


def begun(client, made):
    answer = client.post(reverse("teaching:item", args=[made.pk, 1]))
    return answer.url, Work.objects.get()


def test_quiz_is_drawn_once_marked_once_and_becomes_evidence(quiz, alice, as_user):
    client = as_user(alice)
    place, work = begun(client, quiz)
    assert begun(client, quiz)[0] == place
    assert client.get(place).context["questions"]
    client.post(place, right_answers(work))
    client.post(place, {})  # a second time
    work.refresh_from_db()
    assert (work.score, work.counts, Evidence.objects.filter(user=alice, kind="quiz").count()) == (
        1.0,
        True,
        4,
    )
    assert len(client.get(place).context["reviews"]) == 4


def test_quiz_with_an_answer_that_cannot_be_read_is_not_taken(quiz, alice, as_user):
    client = as_user(alice)
    place, work = begun(client, quiz)
    sent = right_answers(work)
    number = next(n for n, v in enumerate(quizzes.sheet_of(work).versions, 1) if v.type == "numeric")
    answer = client.post(place, sent | {f"q{number}-answer": ["many"]})
    work.refresh_from_db()
    assert (answer.status_code, work.quiz["answers"], f"Question {number}" in answer.content.decode()) == (
        409,
        None,
        True,
    )


def test_empty_quiz_is_worth_nothing(quiz, alice, as_user):
    client = as_user(alice)
    place, work = begun(client, quiz)
    client.post(place, {})
    work.refresh_from_db()
    assert work.score == 0.0


@pytest.mark.parametrize(
    ("feedback", "reviews", "marks", "points", "evidence"),
    [("all", 4, 0, 8.0, 4), ("kind", 0, 4, 8.0, 0), ("verdict", 0, 0, 8.0, 0), ("after-due", 0, 0, None, 0)],
)
def test_quiz_tells_what_its_feedback_allows(
    quiz, alice, as_user, feedback, reviews, marks, points, evidence
):
    Assignment.objects.update(feedback=feedback)
    client = as_user(alice)
    place, work = begun(client, quiz)
    client.post(place, right_answers(work))
    told = client.get(place).context
    assert (len(told["reviews"]), len(told["marks"]), told["told"].points) == (reviews, marks, points)
    assert Evidence.objects.filter(user=alice).count() == evidence


def test_extension_by_form_is_in_the_cohorts_time(cohort, alice, dana, as_user, problem):
    made = running(cohort, problem)
    as_user(dana).post(
        reverse("teaching:extend", args=[made.pk]),
        {"extension-user": alice.pk, "extension-due_at": "2030-01-01T12:00", "extension-reason": "ill"},
    )
    assert Extension.objects.get().due_at.isoformat() == "2030-01-01T11:00:00+00:00"


def test_attempts_of_a_person_show_their_code(cohort, alice, dana, as_user, problem):
    made = running(cohort, problem)
    as_user(alice).post(reverse("teaching:submit", args=[made.pk, 1]), {"code": CODE})
    page = as_user(dana).get(reverse("teaching:attempts", args=[made.pk, 1, alice.pk])).content.decode()
    assert "class TopK:" in page


def test_who_leaves_by_the_button_is_out(cohort, alice, as_user):
    as_user(alice).post(reverse("teaching:leave", args=[cohort.pk]))
    assert Membership.objects.get(user=alice).left_at is not None


def test_navigation_leads_where_one_has_a_place(cohort, alice, charlie, dana, as_user):
    links = {user.username: as_user(user).get("/").content.decode() for user in (alice, charlie, dana)}
    assert {name: ("/assignments/" in page, 'href="/teaching/"' in page) for name, page in links.items()} == {
        "alice": (True, False), "charlie": (False, False), "dana": (False, True),
    }  # fmt: skip
