"""Hints one at a time; the editorial after solving or giving up."""

import pytest
from django.test import Client

from tests.webapp.making import make_submission
from webapp.practice.models import GivenUp, HintReveal

PAGE = "/problems/streaming-top-k/most-watched-videos/"


def test_each_post_reveals_one_hint_more_until_there_are_none(alice, problem, as_user):
    client = as_user(alice)
    shown = [client.post(f"{PAGE}hints").context["hints_revealed"] for _ in range(4)]

    assert [[hint["title"] for hint in hints] for hints in shown] == [
        ["Hint 1"],
        ["Hint 1", "Hint 2"],
        ["Hint 1", "Hint 2", "Hint 3"],
        ["Hint 1", "Hint 2", "Hint 3"],
    ]
    assert list(HintReveal.objects.values_list("position", flat=True)) == [1, 2, 3]


def test_page_shows_revealed_hints_and_holds_no_others(alice, problem, as_user):
    client = as_user(alice)
    client.post(f"{PAGE}hints")
    page = client.get(PAGE)

    assert (page.context["hints_total"], len(page.context["hints_revealed"])) == (3, 1)
    assert "Words of hint 1" in page.text
    assert "Words of hint 2" not in page.text


def test_hints_of_one_person_are_not_revealed_to_another(alice, bob, problem, as_user):
    as_user(alice).post(f"{PAGE}hints")

    assert as_user(bob).get(PAGE).context["hints_revealed"] == []


def test_hint_needs_a_login(problem):
    assert Client().post(f"{PAGE}hints").status_code == 401
    assert HintReveal.objects.count() == 0


def test_hint_is_not_revealed_by_a_mere_get(alice, problem, as_user):
    assert as_user(alice).get(f"{PAGE}hints").status_code == 405


@pytest.mark.parametrize("verdict", ["WA", "PA", "IE", ""])
def test_editorial_stays_closed_before_solving(alice, problem, as_user, verdict):
    make_submission(alice, problem, verdict=verdict)
    response = as_user(alice).get(f"{PAGE}editorial")

    assert response.status_code == 403
    assert response.json()["error"]["id"] == "editorial.closed"
    assert "Words of the editorial" not in as_user(alice).get(PAGE).text


def test_editorial_opens_with_a_solution(alice, bob, problem, as_user):
    make_submission(alice, problem, verdict="AC")
    make_submission(bob, problem, mode="run", verdict="AC")

    assert "Words of the editorial" in as_user(alice).get(f"{PAGE}editorial").text
    assert as_user(alice).get(PAGE).context["editorial_open"] is True
    assert as_user(bob).get(f"{PAGE}editorial").status_code == 403, "a run that passes is no solution"


def test_giving_up_opens_the_editorial_for_good(alice, problem, as_user):
    response = as_user(alice).post(f"{PAGE}give-up")

    assert "Words of the editorial" in response.text
    assert (response.context["gave_up"], response.context["solved"]) == (True, False)
    assert as_user(alice).get(f"{PAGE}editorial").status_code == 200
    as_user(alice).post(f"{PAGE}give-up")
    assert GivenUp.objects.count() == 1


def test_giving_up_needs_a_login(problem):
    assert Client().post(f"{PAGE}give-up").status_code == 401
    assert GivenUp.objects.count() == 0
