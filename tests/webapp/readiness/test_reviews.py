"""The review queue: what was met comes back, is graded by the answer or by hand, and is never evidence."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from graders.questions import key_of, shown_order
from tests.webapp.making import CANARY, make_submission
from tests.webapp.readiness.making import make_item
from webapp.practice.models import HintReveal
from webapp.readiness.domain import checking, remembering
from webapp.readiness.domain.owning import erase
from webapp.readiness.domain.presenting import source_of
from webapp.readiness.models import Evidence, Memory, Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(alice, as_user):
    """Alice's browser."""
    return as_user(alice)


@pytest.fixture
def due(alice):
    """An item that Alice answered wrongly ten days ago, so that it is due."""
    make_item("one")
    then = timezone.now() - timedelta(days=10)
    check = checking.start(alice, then)
    asked = checking.current(check, then)
    checking.answer(alice, check.pk, asked.number, None, then)
    checking.finish(alice, check.pk, then)
    return Memory.objects.get()


def right(memory):
    """The form that answers what is due."""
    item = source_of(memory.item.current)
    order = shown_order(item, f"{memory.pk}:{remembering.occasion(memory)}")
    return {"answer": order.index(key_of(item)) + 1}


def test_an_answer_in_a_check_is_the_first_review(due):
    review = Review.objects.get()

    assert (review.grade, review.by_hand, review.version) == (Review.Grade.FORGOT, False, due.item.current)
    assert due.due_at < timezone.now()


def test_what_is_due_is_asked_without_its_key(client, due):
    body = client.get("/readiness/reviews/").content.decode()

    assert "What of <em>one</em>?" in body
    assert CANARY not in body
    assert "1 due today" in body


def test_a_right_answer_is_good_puts_it_off_and_is_no_evidence(client, due):
    before = Evidence.objects.count()
    response = client.post(f"/readiness/reviews/{due.pk}/answer", right(due), follow=True)

    review = Review.objects.latest("at")
    assert (review.grade, review.score, review.by_hand) == (Review.Grade.GOOD, 1.0, False)
    assert CANARY in response.content.decode()
    due.refresh_from_db()
    assert due.due_at > timezone.now() + timedelta(days=1)
    assert Evidence.objects.count() == before
    assert "Nothing is due today" in client.get("/readiness/reviews/").content.decode()


def test_answering_twice_keeps_the_first(client, due):
    form = right(due)
    client.post(f"/readiness/reviews/{due.pk}/answer", form)
    response = client.post(f"/readiness/reviews/{due.pk}/answer", {"unknown": "1"})

    assert response.status_code == 409
    assert "not due now" in response.content.decode()
    assert Review.objects.count() == 2


def test_the_person_may_grade_the_answer_otherwise(client, due):
    client.post(f"/readiness/reviews/{due.pk}/answer", right(due))
    review = Review.objects.latest("at")
    due.refresh_from_db()
    good = due.due_at
    client.post(f"/readiness/reviews/done/{review.pk}/grade", {"grade": "4"})
    due.refresh_from_db()
    easy = due.due_at
    client.post(f"/readiness/reviews/done/{review.pk}/grade", {"grade": "1"})
    due.refresh_from_db()

    assert due.due_at < good < easy
    assert [row.grade for row in Review.objects.order_by("at")] == [1, 1]
    client.post(f"/readiness/reviews/done/{review.pk}/grade", {"grade": "9"})
    assert Review.objects.get(pk=review.pk).grade == 1


def test_an_old_review_is_not_graded_anew(client, due):
    first = Review.objects.get()
    client.post(f"/readiness/reviews/{due.pk}/answer", right(due))
    response = client.post(f"/readiness/reviews/done/{first.pk}/grade", {"grade": "4"}, follow=True)

    assert "Something newer is known" in response.content.decode()
    first.refresh_from_db()
    assert first.grade == Review.Grade.FORGOT


@pytest.mark.parametrize("form", [{}, {"answer": "9"}])
def test_what_is_no_answer_counts_nothing(client, due, form):
    assert client.post(f"/readiness/reviews/{due.pk}/answer", form).status_code == 400
    assert Review.objects.count() == 1


def test_another_persons_reviews_are_not_there(bob, as_user, due):
    other, review = as_user(bob), Review.objects.get()
    assert "Nothing is due today" in other.get("/readiness/reviews/").content.decode()
    assert other.post(f"/readiness/reviews/{due.pk}/answer", right(due)).status_code == 409
    assert other.post(f"/readiness/reviews/{due.pk}/grade", {"grade": "3"}).status_code == 409
    assert other.get(f"/readiness/reviews/done/{review.pk}/").status_code == 404
    assert other.post(f"/readiness/reviews/done/{review.pk}/grade", {"grade": "4"}).status_code == 404
    assert Review.objects.count() == 1


def test_a_solved_problem_comes_back_and_is_graded_by_hand(alice, client, problem):
    solved = make_submission(alice, problem, verdict="AC", finished_at=timezone.now() - timedelta(days=40))
    remembering.solved(solved)
    remembering.solved(solved)
    memory = Memory.objects.get()
    assert (memory.problem, memory.reviews.count()) == (problem, 1)
    assert problem.get_absolute_url() in client.get("/readiness/reviews/").content.decode()

    assert client.post(f"/readiness/reviews/{memory.pk}/answer", {"unknown": "1"}).status_code == 409
    client.post(f"/readiness/reviews/{memory.pk}/grade", {"grade": "2"})
    assert [(row.grade, row.by_hand) for row in memory.reviews.all()] == [(3, False), (2, True)]
    memory.refresh_from_db()
    assert memory.due_at > timezone.now()


@pytest.mark.parametrize(("failed", "hint", "grade"), [(1, False, 3), (2, False, 2), (0, True, 2)])
def test_a_solution_is_graded_by_what_it_took(alice, problem, failed, hint, grade):
    for _ in range(failed):
        make_submission(alice, problem, verdict="WA")
    if hint:
        HintReveal.objects.create(user=alice, problem=problem, position=1)
    remembering.solved(make_submission(alice, problem, verdict="AC"))
    again = make_submission(alice, problem, verdict="AC")
    remembering.solved(again)

    assert [row.grade for row in Review.objects.order_by("pk")] == [grade, 3], (
        "what it took once is not held on"
    )


def test_what_is_not_solved_does_not_come_back(alice, problem):
    remembering.solved(make_submission(alice, problem, verdict="WA"))

    assert not Memory.objects.exists()


def test_what_is_no_longer_asked_does_not_come_back(client, due):
    type(due.item).objects.update(retired=True)

    assert "Nothing is due today" in client.get("/readiness/reviews/").content.decode()


def test_memories_are_rebuilt_from_their_reviews(client, due):
    client.post(f"/readiness/reviews/{due.pk}/answer", right(due))
    before = Memory.objects.values().get()
    Memory.objects.update(stability=1.0, difficulty=1.0, due_at=timezone.now())
    call_command("rebuild_readiness")

    assert Memory.objects.values().get() == before


def test_erasing_takes_the_reviews_along(alice, due):
    erase(alice, timezone.now())

    assert not Memory.objects.exists()
    assert not Review.objects.exists()
