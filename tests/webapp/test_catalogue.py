"""The catalogue: rows, filters, counts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.webapp.making import make_problem, make_submission
from webapp.practice.models import Draft


@pytest.fixture
def shelf(db):
    """Four problems in two sets."""
    return {
        "top": make_problem("top-k", title="Most-watched videos", minutes=25),
        "heavy": make_problem("heavy", order=2, level_from="2-1", level_to="2-2", minutes=35, difficulty=0.5),
        "cold": make_problem(
            "cold", "ranking-design", kind="design", level_from="2-2", level_to="3-1", minutes=45,
            topics={"system-design": 1.0}, summary="Eighty milliseconds for a newcomer.",
        ),
        "nan": make_problem("nan", "pytorch-debugging", topics={"deep-learning": 1.0}, minutes=20, image="torch"),
    }  # fmt: skip


def shown(response):
    return [row.problem.slug for group in response.context["sets"] for row in group.problems]


def counts(response, name):
    return {
        option["value"]: option["count"] for option in response.context["filters"][name] if option["count"]
    }


def test_everything_is_shown_by_set_to_anybody(shelf):
    response = Client().get("/")

    assert [
        (g.set.slug, [r.problem.slug for r in g.problems], g.solved, g.total)
        for g in response.context["sets"]
    ] == [
        ("pytorch-debugging", ["nan"], 0, 1),
        ("ranking-design", ["cold"], 0, 1),
        ("streaming-top-k", ["top-k", "heavy"], 0, 2),
    ]
    assert response.context["totals"] == {"shown": 4, "problems": 4, "solved": 0, "sets": 3}
    assert response.context["rows"] is None
    assert response.context["continue_"] is None


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("topic=deep-learning", ["nan"]),
        ("topic=deep-learning&topic=system-design", ["nan", "cold", "top-k", "heavy"]),
        ("kind=design", ["cold"]),
        ("level=2-1", ["nan", "top-k", "heavy"]),
        ("level=3-1", ["cold"]),
        ("set=streaming-top-k", ["top-k", "heavy"]),
        ("q=newcomer", ["cold"]),
        ("q=MOST+watched", ["nan", "top-k", "heavy"]),
        ("q=most-watched", ["top-k"]),
        ("status=solved", []),
        ("topic=coding&level=2-2", ["heavy"]),
        ("topic=nonsense", ["nan", "cold", "top-k", "heavy"]),
        ("set=no-such-set", []),
    ],
)
def test_filters(shelf, query, slugs):
    shelf["nan"].current.summary = "Watched most closely."
    shelf["nan"].current.save()
    shelf["heavy"].current.summary = "Watch: most of them are watched."
    shelf["heavy"].current.save()

    response = Client().get(f"/?{query}")
    assert shown(response) == slugs
    assert [group.set.slug for group in response.context["sets"]] == [
        "pytorch-debugging", "ranking-design", "streaming-top-k",
    ], "the rail names every set"  # fmt: skip


def test_counts_say_what_a_choice_would_show(shelf):
    response = Client().get("/?kind=function")

    assert counts(response, "kinds") == {"function": 3, "design": 1}
    assert counts(response, "topics") == {"coding": 2, "system-design": 2, "deep-learning": 1}
    assert counts(response, "levels") == {"1-2": 2, "2-1": 3, "2-2": 1}
    assert [option["on"] for option in response.context["filters"]["kinds"]] == [True, False, False]
    assert response.context["filters"]["active"] is True


@pytest.mark.parametrize(
    ("sort", "slugs"),
    [
        ("level", ["nan", "top-k", "heavy", "cold"]),
        ("time", ["nan", "top-k", "heavy", "cold"]),
        ("difficulty", ["nan", "cold", "top-k", "heavy"]),
    ],
)
def test_sorting_makes_one_list(shelf, sort, slugs):
    assert [row.problem.slug for row in Client().get(f"/?sort={sort}").context["rows"]] == slugs


def test_status_and_best_of_the_person(alice, bob, shelf, as_user):
    make_submission(alice, shelf["top"], verdict="WA")
    make_submission(alice, shelf["heavy"], verdict="WA")
    make_submission(alice, shelf["heavy"], verdict="AC")
    make_submission(alice, shelf["cold"], verdict="PA")
    make_submission(alice, shelf["nan"], mode="run", verdict="AC")
    make_submission(bob, shelf["nan"], verdict="AC")
    rows = {r.problem.slug: r for g in as_user(alice).get("/").context["sets"] for r in g.problems}

    assert {slug: (row.status, row.best) for slug, row in rows.items()} == {
        "top-k": ("tried", "17 of 24 cases"),
        "heavy": ("solved", ""),
        "cold": ("tried", "62 of 100 points"),
        "nan": ("new", ""),
    }
    assert shown(as_user(alice).get("/?status=tried")) == ["cold", "top-k"]


def test_continue_is_the_unsolved_draft_touched_last(alice, shelf, as_user):
    now = timezone.now()
    for slug, minutes in (("heavy", 30), ("cold", 10), ("nan", 1)):
        Draft.objects.create(user=alice, problem=shelf[slug], updated_at=now - timedelta(minutes=minutes))
    make_submission(alice, shelf["nan"], verdict="AC")
    left = as_user(alice).get("/").context["continue_"]

    assert (left.problem.slug, left.when, left.set.slug) == (
        "cold",
        now - timedelta(minutes=10),
        "ranking-design",
    )


def test_retired_problems_are_not_offered(shelf):
    shelf["nan"].retired = True
    shelf["nan"].save()

    assert shown(Client().get("/")) == ["cold", "top-k", "heavy"]


def test_no_problems_yet(db):
    response = Client().get("/")

    assert response.context["totals"]["problems"] == 0
    assert "No problems are loaded yet" in response.text


@pytest.mark.parametrize("many", [0, 30])
def test_queries_do_not_grow_with_the_shelf(alice, shelf, as_user, many, django_assert_num_queries):
    for n in range(many):
        make_submission(alice, make_problem(f"problem-{n}", f"set-{n}"), verdict="WA")
    client = as_user(alice)
    # session, user, preferences, cohorts; problems, submissions, drafts
    with django_assert_num_queries(7):
        client.get("/")


def test_queries_without_account(shelf, django_assert_num_queries):
    with django_assert_num_queries(1):
        Client().get("/")
