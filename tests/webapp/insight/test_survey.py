"""Figures: taken over the whole site, shown without a name, and not shown of too few."""

import csv
import io
import json

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.webapp.insight.making import crowd, graded, handed_in, person, taught
from tests.webapp.making import make_submission, make_version
from tests.webapp.readiness.making import make_item
from webapp.insight.domain import presenting, surveying
from webapp.insight.models import Figures, Survey
from webapp.practice.models import GivenUp, HintReveal
from webapp.readiness.models import Asked, Check, Evidence

pytestmark = pytest.mark.django_db
PROBLEM = ["streaming-top-k", "most-watched-videos"]


def taken() -> Survey:
    """A survey of what there is now."""
    row = Survey.objects.create()
    surveying.run(row.pk)
    row.refresh_from_db()
    assert row.state == "done"
    return row


@pytest.fixture
def tried(problem):
    """Six people: three solve it, one of them at the second attempt; three fail, two of them alike."""
    people = crowd(6)
    for user, attempts in zip(
        people, ([set()], [set()], [{3}, set()], [{1, 2}], [{1, 2}], [{4}]), strict=True
    ):
        for fails in attempts:
            graded(user, problem, fails)
    return people


@pytest.fixture
def teacher(db):
    return person("erin", instructor=True)


def value(found):
    return found and (round(found["value"], 3), found["count"])


def test_what_became_of_a_problem(problem, tried):
    HintReveal.objects.create(user=tried[3], problem=problem, position=1)
    HintReveal.objects.create(user=tried[0], problem=problem, position=1)
    HintReveal.objects.create(user=tried[0], problem=problem, position=2)
    GivenUp.objects.create(user=tried[5], problem=problem)
    HintReveal.objects.create(user=person("reader"), problem=problem, position=1)  # and never tried it
    data = taken().figures.get(version=problem.current).data
    assert (data["people"], data["attempts"], data["verdicts"]) == (6, 7, {"AC": 3, "WA": 4})
    assert [value(data[name]) for name in ("solved", "first", "needed", "hinted", "given_up")] == [
        (0.5, 6), (0.333, 6), (1.0, 3), (0.333, 6), (0.167, 6),
    ]  # fmt: skip
    assert [value(row["opened"]) for row in data["hints"]] == [(0.333, 6), (0.167, 6), (0.0, 6)]


def test_where_first_attempts_fail(problem, tried):
    data = taken().figures.get(version=problem.current).data
    assert {row["group"]: value(row["passed"]) for row in data["groups"]} == {
        "first": (0.667, 6),
        "second": (0.667, 6),
    }
    assert [(row["case"], value(row["passed"])) for row in data["cases"]] == [
        ("case 1 of it", (0.667, 6)), ("case 2 of it", (0.667, 6)),
        ("case 3 of it", (0.833, 6)), ("case 4 of it", (0.833, 6)),
    ]  # fmt: skip


def test_wrong_submissions_in_kinds(problem, tried):
    data = taken().figures.get(version=problem.current).data
    assert [(kind["cases"], kind["people"]) for kind in data["kinds"]] == [
        (["case 1 of it", "case 2 of it"], 2), (["case 3 of it"], 1), (["case 4 of it"], 1),
    ]  # fmt: skip


def test_times_and_growth(problem, teacher):
    for n, user in enumerate(crowd(7)):
        submission = graded(user, problem, set())
        submission.report["growth"] = [
            {"call": "topk()", "asked": "n", "exponent": 1 + n / 10, "state": "slower" if n > 4 else "held"}
        ]
        submission.save()
        Evidence.objects.create(
            user=user, number=1, kind="code", source=f"submission:{submission.pk}", problem=problem.current,
            title="x", level_from="1-2", level_to="2-1", topics={"coding": 1.0}, difficulty=0.0, category=1,
            facts={"attempt": 1, "hints": 0, "minutes": 10.0 + n}, at=timezone.now(),
        )  # fmt: skip
    data = taken().figures.get(version=problem.current).data
    assert (value(data["minutes"]), data["minutes"]["low"], data["minutes"]["high"]) == (
        (13.0, 7),
        10.0,
        16.0,
    )
    (row,) = data["growth"]
    assert (row["call"], value(row["exponent"]), value(row["slower"])) == ("topk()", (1.3, 7), (0.286, 7))


def test_versions_have_figures_of_their_own(problem, tried, teacher):
    problem.current = make_version(problem)
    problem.save()
    for user in tried[:5]:
        graded(user, problem, set())
    survey = taken()
    newest, earlier = presenting.versions_of(survey, problem, teacher)
    assert (newest.current, newest.people, earlier.current, earlier.people) == (True, 5, False, 6)
    drift = next(row for row in presenting.drifts([newest, earlier]) if row.what == "solved")
    assert (round(drift.by.value, 2), drift.earlier) == (0.5, earlier)


def answered(user, version, number, letter, right, at=None):
    """One answer in a check, with its evidence."""
    check = Check.objects.create(user=user, finished_at=timezone.now())
    Asked.objects.create(
        check_run=check, number=1, version=version, state="answered", opened_at=timezone.now(), answer=letter
    )
    Evidence.objects.create(
        user=user, number=number, kind="quiz", source=f"check:{check.pk}:1", item=version, title=version.item.name,
        level_from="2-2", level_to="2-2", topics={"coding": 1.0}, difficulty=0.0, category=int(right),
        facts={"type": "choice", "score": float(right), "seconds": 20.0 + number, "known": letter is not None},
        at=timezone.now(),
    )  # fmt: skip


def test_questions_with_who_chooses_what(db, teacher, as_user):
    """A distractor that able people choose shows as one; difficulties are found where the answers put them."""
    items = {name: make_item(name) for name in ("easy", "middle", "hard", "trap")}
    rng = np.random.default_rng(7)
    people = crowd(45)
    for user, ability in zip(people, np.linspace(-2, 2, len(people)), strict=True):
        for number, (name, at) in enumerate((("easy", -1.5), ("middle", 0.0), ("hard", 1.5)), start=1):
            right = rng.random() < 1 / (1 + np.exp(-2 * (ability - at)))
            answered(user, items[name], number, "a" if right else "b", right)
        answered(user, items["trap"], 4, "c" if ability > 0.5 else "a", ability <= 0.5)
    survey = taken()
    figures = {row.item.item.name: row.data for row in survey.figures.select_related("item__item")}
    found = [figures[f"coding/{name}"]["curve"]["difficulty"] for name in ("easy", "middle", "hard")]
    assert found[0]["high"] < found[2]["low"]
    assert all(row["low"] < row["value"] < row["high"] for row in found)
    trap = {row["letter"]: row for row in figures["coding/trap"]["chosen"]}
    lower, _, upper = (third["value"] for third in trap["c"]["thirds"])
    assert (lower < 0.2, upper > 0.8) == (True, True)
    assert figures["coding/trap"]["curve"]["misfit"]
    assert value(figures["coding/easy"]["seconds"]) == (21.0, 45)

    text = as_user(teacher).get(reverse("insight:question", args=["coding", "trap"])).content.decode()
    assert "Does not behave as the model says" in text
    assert "second mistake" in text
    assert not any(user.username in text for user in people)


def test_too_few_people_have_no_difficulties_and_that_is_said(problem, tried):
    assert taken().uncalibrated == "Difficulties need the answers of 10 people at least, and there are 0."


def test_nothing_is_said_of_fewer_than_five(problem, teacher, as_user, dana):
    for user in crowd(4):
        graded(user, problem, {1})
    survey = taken()
    (shown,) = presenting.versions_of(survey, problem, teacher)
    assert (shown.people, shown.data) == (4, None)
    assert presenting.versions_of(survey, problem, dana)[0].data["people"] == 4
    client = as_user(teacher)
    assert (
        "4 people have tried this version"
        in client.get(reverse("insight:problem", args=PROBLEM)).content.decode()
    )
    document = json.loads(client.get(reverse("insight:problem_json", args=PROBLEM)).content)
    assert [row["figures"] for row in document["versions"]] == [None]
    (line,) = csv.DictReader(io.StringIO(client.get(reverse("insight:problems_csv")).content.decode()))
    assert (line["people"], line["solved"], line["attempts"]) == ("4", "", "")


def test_wrong_code_is_shown_of_ones_own_cohort_without_a_name(problem, tried, teacher, alice, as_user):
    _, item = taught(problem, teacher, alice)
    own = handed_in(item, alice, "# mine\nprint('wrong')\n", "WA")
    own.report = {
        "cases": [{"number": n, "group": "g", "note": f"case {n} of it", "verdict": "WA"} for n in (1, 2)]
    }
    own.save()
    taken()
    page = reverse("insight:problem", args=PROBLEM)
    text = as_user(teacher).get(page).content.decode()
    assert "# mine" in text
    assert "alice" not in text
    assert "class TopK" not in text  # the code of the others
    other = as_user(person("gina", instructor=True)).get(page).content.decode()
    assert "# mine" not in other
    assert "no code is shown" in other


def test_documents_lead_to_no_submission(problem, tried, teacher, as_user):
    taken()
    text = as_user(teacher).get(reverse("insight:problem_json", args=PROBLEM)).content.decode()
    assert json.loads(text)["versions"][0]["figures"]["kinds"][0]["people"] == 2
    assert "keys" not in text


def test_a_new_survey_takes_the_place_of_the_old(problem, tried):
    first = taken()
    make_submission(tried[0], problem, verdict="IE")  # ours, and no attempt
    second = taken()
    assert list(Survey.objects.values_list("pk", flat=True)) == [second.pk]
    assert not Figures.objects.filter(survey=first.pk).exists()
    assert second.figures.get().data["attempts"] == 7


def test_figures_are_asked_for_once_at_a_time(teacher, as_user):
    client = as_user(teacher)
    assert "Figures are being taken" in client.post(reverse("insight:take"), follow=True).content.decode()
    assert (
        "This is being computed already" in client.post(reverse("insight:take"), follow=True).content.decode()
    )
    assert Survey.objects.count() == 1
