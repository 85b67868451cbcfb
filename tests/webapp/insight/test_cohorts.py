"""How a cohort does: its own candidates, item by item, in as many queries for many as for few."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.webapp.insight.making import crowd, handed_in, person, taught
from tests.webapp.teaching.making import make_work
from webapp.insight.domain.cohorts import rows_of
from webapp.practice.models import HintReveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(db):
    return person("erin", instructor=True)


@pytest.fixture
def cohort(problem, teacher, alice, bob, charlie):
    """Alice solved it with a hint, Bob half of it; Charlie is an outsider who handed in for nobody."""
    found, item = taught(problem, teacher, alice, bob, person("frank"))
    handed_in(item, alice, "a = 1")
    handed_in(item, bob, "a = 2", "WA")
    HintReveal.objects.create(user=alice, problem=problem, position=1)
    HintReveal.objects.create(user=charlie, problem=problem, position=1)
    return found


def test_items_of_a_cohort(cohort):
    (row,) = rows_of(cohort)
    assert (row.people, row.tried, row.attempts, row.late) == (3, 2, 2, 0)
    assert [(one.value, one.count) for one in (row.solved, row.score, row.hinted)] == [
        (0.5, 2),
        (0.75, 2),
        (0.5, 2),
    ]
    assert row.minutes is None


def test_as_page_csv_and_json(cohort, teacher, as_user):
    client = as_user(teacher)
    page = client.get(reverse("insight:cohort", args=[cohort.pk])).content.decode()
    assert "2 of 3" in page
    assert "alice" not in page
    (line,) = csv.DictReader(
        io.StringIO(client.get(reverse("insight:cohort_csv", args=[cohort.pk])).content.decode())
    )
    assert (line["tried"], line["solved"], line["score"]) == ("2", "0.5", "0.75")
    body = json.loads(client.get(reverse("insight:cohort_json", args=[cohort.pk])).content)
    assert [(row["tried"], row["score"]) for row in body["items"]] == [(2, 0.75)]


def test_many_people_cost_no_more_queries_than_few(problem, teacher):
    people = crowd(30)
    cohort, item = taught(problem, teacher, *people)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            rows_of(cohort)
        return len(seen)

    make_work(item, people[0], 1.0)
    few = queries()
    for user in people[1:]:
        make_work(item, user, 0.3)
    assert queries() == few
