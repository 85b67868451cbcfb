"""The plan page and its calendar feed."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.webapp.making import make_problem, make_submission
from tests.webapp.readiness.making import NOON, later, observe
from webapp.readiness.domain.feeding import calendar
from webapp.readiness.domain.scheduling import PlannedDay, Task
from webapp.readiness.models import Goal, Memory, Review, Swap

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(alice, as_user):
    """Alice's browser."""
    return as_user(alice)


@pytest.fixture
def goal(alice):
    """An interview in ten days, seven hours a week."""
    day = timezone.localdate() + timedelta(10)
    return Goal.objects.create(user=alice, interview_on=day, hours_per_week=7)


def planned(client):
    response = client.get("/readiness/plan/")
    assert response.status_code == 200
    return response.context["days"]


def titles(days):
    return [task.title for day in days for task in day.tasks]


def test_the_plan_reaches_to_the_day_before_the_interview(client, goal):
    days = planned(client)

    assert [day.day for day in days] == [timezone.localdate() + timedelta(n) for n in range(10)]
    assert any("Mock round" in title for title in titles(days))


def test_without_a_date_two_weeks_are_planned_and_no_mock_round(client):
    days = planned(client)

    assert len(days) == 14
    assert not any("Mock round" in title for title in titles(days))


def test_no_week_has_more_than_the_hours_given(client, goal):
    weeks = {}
    for day in planned(client):
        monday = day.day - timedelta(day.day.weekday())
        weeks[monday] = weeks.get(monday, 0) + day.minutes

    assert max(weeks.values()) <= 7 * 60
    assert sum(weeks.values()) > 0
    Goal.objects.update(hours_per_week=0)
    assert titles(planned(client)) == []


def test_rounds_and_reviews_that_were_done_count_into_the_hours(alice, client, goal):
    monday = timezone.localdate() + timedelta(7 - timezone.localdate().weekday())
    assert sum(day.minutes for day in planned(client) if day.day < monday) > 10
    facts = {"by": "self", "share": 0.5, "round": "one", "minutes": 400}
    for n in range(2):
        observe(alice, f"rubric:one:{n}", kind="rubric", categories=5, facts=facts, at=timezone.now())
    memory = Memory.objects.create(
        user=alice,
        problem=make_problem(),
        stability=9,
        difficulty=5,
        reviewed_at=NOON,
        due_at=later(days=9000),
    )
    for n in range(12):
        Review.objects.create(memory=memory, source=f"due:{n}", grade=3, at=timezone.now())

    assert sum(day.minutes for day in planned(client) if day.day < monday) <= 10


def test_a_solved_problem_leaves_the_plan_and_a_new_answer_makes_it_anew(alice, client, goal):
    problem = make_problem("only", title="The only problem", topics={"coding": 1.0})
    before = planned(client)
    assert titles(before).count("The only problem") == 1

    make_submission(alice, problem, verdict="AC")
    observe(alice, "news", at=timezone.now())
    assert "The only problem" not in titles(planned(client))


def test_what_lies_above_the_target_is_not_planned(client, goal):
    make_problem("above", title="Far above", level_from="3-1", level_to="3-2")

    assert "Far above" not in titles(planned(client))


def test_an_interview_that_is_over_leaves_nothing_to_plan(client, goal):
    Goal.objects.update(interview_on=timezone.localdate())

    assert planned(client) == []
    assert "No day is left" in client.get("/readiness/plan/").content.decode()


def test_the_readiness_page_shows_today(client, goal):
    make_problem("only", title="The only problem", topics={"coding": 1.0}, minutes=15)
    response = client.get("/readiness/")

    assert response.context["today"].day == timezone.localdate()
    assert [day.day for day in response.context["next_days"]] == [
        timezone.localdate() + timedelta(n) for n in (1, 2, 3)
    ]


def make_link(client):
    response = client.post("/readiness/plan/feed")
    return response.context["link"].replace("http://testserver", "")


def test_the_feed_is_read_by_whoever_has_the_link_and_by_nobody_else(client, goal):
    make_problem("only", title="The only problem")
    link = make_link(client)
    answer = Client().get(link)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "Interview\\, level 2-2" in answer.content.decode()
    assert link not in client.get("/readiness/plan/").content.decode(), "it is shown once"
    secret = link.rsplit("/", 1)[1].removesuffix(".ics")
    assert secret not in repr(Goal.objects.values().get()), "only its hash is kept"
    assert Client().get("/readiness/calendar/guess.ics").status_code == 404


def test_a_link_that_was_revoked_or_replaced_works_no_more(client, goal):
    first = make_link(client)
    second = make_link(client)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)

    client.post("/readiness/plan/feed/revoke")
    assert Client().get(second).status_code == 404


def test_a_person_who_may_no_longer_log_in_has_no_feed(alice, client, goal):
    link = make_link(client)
    alice.is_active = False
    alice.save()

    assert Client().get(link).status_code == 404


def test_a_calendar_escapes_folds_and_ends_its_lines(alice):
    task = Task("problem", "Sums, products; and \\ ünderflow " * 5, "", 30, None)
    days = [PlannedDay(date(2026, 3, 2), (task,)), PlannedDay(date(2026, 3, 3), ())]
    text = calendar(days, Goal(user=alice, interview_on=date(2026, 3, 4)), NOON)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.replace("\r\n", "").count("\n") == 0
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:Practise 30 min: " + "Sums\\, products\\; and \\\\ ünderflow " * 5 in unfolded
    assert [line for line in unfolded if line.startswith(("DTSTART", "DTEND"))][:2] == [
        "DTSTART;VALUE=DATE:20260302",
        "DTEND;VALUE=DATE:20260303",
    ]


def swappable(days):
    return next((day, task) for day in days for task in day.tasks if task.instead)


@pytest.fixture
def tasks(problem):
    """Seven problems that are worth the same."""
    for n in range(6):
        make_problem(f"task-{n}", order=n + 2)


def test_an_entry_is_swapped_and_the_day_can_be_had_back(client, goal, tasks):
    before = planned(client)
    day, task = swappable(before)
    assert f"for {task.instead_title}" in client.get("/readiness/plan/").content.decode()
    page = client.post("/readiness/plan/swap", {"day": day.day, "out": task.id}, follow=True)
    after = next(one for one in page.context["days"] if one.day == day.day)

    assert task.instead in [one.id for one in after.tasks]
    assert task.id not in [one.id for one in after.tasks]
    assert f"“{task.instead_title}” takes the place of “{task.title}”." in page.content.decode()
    client.post("/readiness/plan/as-planned", {"day": day.day})
    assert planned(client) == before


def test_swaps_and_a_new_plan_stay_within_the_hours(alice, client, goal, tasks):
    for _ in range(5):
        day, task = swappable(planned(client))
        client.post("/readiness/plan/swap", {"day": day.day, "out": task.id})
    observe(alice, "news", at=timezone.now())
    weeks = {}
    for day in planned(client):
        monday = day.day - timedelta(day.day.weekday())
        weeks[monday] = weeks.get(monday, 0) + day.minutes

    assert Swap.objects.count() == 5
    assert all(minutes <= 7 * 60 for minutes in weeks.values())


def test_a_swap_of_what_is_not_there_is_refused_and_says_so(client, goal, tasks):
    day, task = swappable(planned(client))
    client.post("/readiness/plan/swap", {"day": day.day, "out": task.id})
    again = client.post("/readiness/plan/swap", {"day": day.day, "out": task.id})
    nothing = client.post("/readiness/plan/swap", {"day": "someday", "out": task.id})

    assert (again.status_code, "no longer has that entry" in again.content.decode()) == (409, True)
    assert (nothing.status_code, "Nothing is changed." in nothing.content.decode()) == (400, True)
    assert Swap.objects.count() == 1


def test_a_swap_is_the_owners_alone_and_goes_with_the_rest(alice, bob, client, goal, tasks, as_user):
    day, task = swappable(planned(client))
    client.post("/readiness/plan/swap", {"day": day.day, "out": task.id})
    as_user(bob).post("/readiness/plan/as-planned", {"day": day.day})
    assert [swap["out"] for swap in client.get("/readiness/export.json").json()["swaps"]] == [task.id]

    client.post("/readiness/erase")
    assert not Swap.objects.exists()
