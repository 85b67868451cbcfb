"""The gradebook: what counts, in how many queries, and as CSV that no spreadsheet runs."""

import csv
import io

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.making import make_problem
from tests.webapp.teaching.making import NOW, make_assignment, make_cohort, make_work
from webapp.teaching.domain import gradebook
from webapp.teaching.domain.cohorts import leave

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(alice, bob, dana):
    return make_cohort(dana, alice, bob)


@pytest.fixture
def items(cohort, problem):
    return list(make_assignment(cohort, problem, make_problem("second", order=2)).items.all())


def test_points_are_what_counts_after_the_penalty(cohort, items, alice):
    make_work(items[0], alice, 0.4, counts=False)
    make_work(items[0], alice, 1.0, late=True, factor=0.8)
    make_work(items[1], alice, None)
    book = gradebook.build(cohort)
    cells = [(cell.points, cell.late, cell.waits) for cell in book.rows[0].cells]
    assert (cells, book.rows[0].total, book.possible) == (
        [(8.0, True, False), (None, False, True)],
        8.0,
        20.0,
    )


def test_who_left_stays_at_the_end(cohort, items, alice, bob):
    make_work(items[0], alice, 1.0)
    leave(cohort, alice, NOW)
    assert [(row.name, row.left, row.total) for row in gradebook.build(cohort).rows] == [
        ("bob", False, 0.0), ("alice", True, 10.0),
    ]  # fmt: skip


def test_queries_do_not_grow_with_people(cohort, items, alice, bob, django_assert_num_queries):
    for user in (alice, bob):
        for item in items:
            make_work(item, user, 0.5)
    with django_assert_num_queries(5):
        list(gradebook.as_csv(gradebook.build(cohort)))


def test_csv_holds_everybody_with_numbers_as_numbers(cohort, items, alice, as_user, dana):
    make_work(items[0], alice, 0.75)
    answer = as_user(dana).get(reverse("teaching:grades_csv", args=[cohort.pk]))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:3] == ["Name", "E-mail", "Member"]
    assert [row[3:] for row in rows[1:]] == [
        ["10", "10", "20", ""], ["7.5", "", "7.5", "0"], ["", "", "0", "0"],
    ]  # fmt: skip


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=20))
def test_no_text_is_a_formula(text):
    found = gradebook._safe(text)
    assert not found.lstrip(" ").startswith(("=", "+", "-", "@"))
    assert found in (text, f"'{text}")


def test_name_that_is_a_formula_is_text(cohort, items, alice):
    alice.memberships.update(name="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in "".join(gradebook.as_csv(gradebook.build(cohort)))


def test_gradebook_finds_people_by_name(cohort, items, as_user, dana):
    page = as_user(dana).get(reverse("teaching:grades", args=[cohort.pk]), {"q": "ALI"})
    assert [row.name for row in page.context["book"].rows] == ["alice"]
