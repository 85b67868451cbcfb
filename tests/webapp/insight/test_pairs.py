"""A comparison as a task: what is kept, who sees what of it, and what it says while it is not done."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.webapp.insight.copying import accepted, renamed, reordered, starter
from tests.webapp.insight.making import handed_in, person, taught
from tests.webapp.making import make_submission
from webapp.insight.domain import comparing, pairs
from webapp.insight.models import LOST_AFTER, Comparison, SharedPair
from webapp.practice.domain.refusals import Refused

pytestmark = pytest.mark.django_db
SOLUTIONS = accepted("replica-placement")


@pytest.fixture
def teacher(db):
    return person("erin", instructor=True)


@pytest.fixture
def compared(problem, teacher, alice, bob, charlie):
    """Alice and Bob share code that they handed in for Erin; Charlie has the same code from nowhere."""
    problem.versions.update(starter=starter("replica-placement"))
    _, item = taught(problem, teacher, alice, bob)
    handed_in(item, alice, SOLUTIONS[0])
    handed_in(item, bob, renamed(SOLUTIONS[0]))
    make_submission(charlie, problem, code=reordered(renamed(SOLUTIONS[0], 2)), verdict="AC")
    make_submission(person("frank"), problem, code=SOLUTIONS[1], verdict="AC")
    row = Comparison.objects.create(problem=problem, asked_by=teacher)
    comparing.run(row.pk)
    row.refresh_from_db()
    return row


def names(listed):
    return {frozenset((row.left.name, row.right.name)) for row in listed.rows}


def test_pairs_are_kept_and_independent_work_is_none(compared):
    assert (compared.state, compared.people, compared.submissions) == ("done", 4, 4)
    people = {frozenset((pair.left.user.username, pair.right.user.username)) for pair in compared.pairs.all()}
    assert people == {frozenset(two) for two in (("alice", "bob"), ("alice", "charlie"), ("bob", "charlie"))}
    assert {pair.cluster for pair in compared.pairs.all()} == {1}
    assert compared.pairs.filter(links=True).count() == 2
    assert sum(compared.nearest) == 4


def test_who_teaches_sees_the_names_of_their_cohort_alone(compared, teacher):
    listed = pairs.listed(compared, teacher)
    assert names(listed) == {
        frozenset(("alice", "bob")),
        frozenset(("alice", None)),
        frozenset(("bob", None)),
    }
    (group,) = listed.groups
    assert (group.names, group.others, len(group.links)) == (["alice", "bob"], 1, 2)
    assert listed.elsewhere == 0


def test_another_instructor_sees_that_there_are_pairs_and_none_of_them(compared, as_user):
    other = person("gina", instructor=True)
    listed = pairs.listed(compared, other)
    assert (listed.rows, listed.groups, listed.elsewhere) == ([], [], 3)
    page = as_user(other).get(reverse("insight:similar", args=["streaming-top-k", "most-watched-videos"]))
    text = page.content.decode()
    assert "3 more pairs between people outside of your cohorts" in text
    assert "alice" not in text
    assert "bob" not in text


def test_an_operator_sees_all(compared, dana):
    assert names(pairs.listed(compared, dana)) == {
        frozenset(("alice", "bob")), frozenset(("alice", "charlie")), frozenset(("bob", "charlie")),
    }  # fmt: skip


def test_practice_is_not_shown_to_who_teaches(problem, teacher, alice, bob):
    """What somebody practised for themselves is theirs, also where they are in the cohort."""
    taught(problem, teacher, alice, bob)
    make_submission(alice, problem, code=SOLUTIONS[0], verdict="AC")
    make_submission(bob, problem, code=SOLUTIONS[0], verdict="AC")
    row = Comparison.objects.create(problem=problem)
    comparing.run(row.pk)
    listed = pairs.listed(row, teacher)
    assert (listed.rows, listed.elsewhere) == ([], 1)


def test_side_by_side_marks_what_is_shared_alike(compared, teacher, as_user):
    pair = next(
        row.pair
        for row in pairs.listed(compared, teacher).rows
        if None not in (row.left.name, row.right.name)
    )
    left, right, count = pairs.side_by_side(pair)
    assert ["".join(piece.text for piece in line) for line in left] == pair.left.code.split("\n")
    assert ["".join(piece.text for piece in line) for line in right] == pair.right.code.split("\n")
    marked = [{piece.run for line in side for piece in line if piece.run} for side in (left, right)]
    assert marked == [set(range(1, count + 1))] * 2

    text = as_user(teacher).get(reverse("insight:pair", args=[pair.pk])).content.decode()
    assert "This is shared code, not a finding of copying." in text
    assert ("alice" in text, "bob" in text) == (True, True)
    assert "<mark" in text


def test_code_of_an_outsider_is_not_shown(compared, teacher, as_user):
    pair = next(
        row.pair for row in pairs.listed(compared, teacher).rows if None in (row.left.name, row.right.name)
    )
    text = as_user(teacher).get(reverse("insight:pair", args=[pair.pk])).content.decode()
    assert "Their code is not yours to see" in text
    assert "Somebody outside of your cohorts" in text
    assert "charlie" not in text
    assert "name_2" not in text
    assert "masks_2" not in text


def test_a_pair_of_others_is_not_there(compared, as_user):
    pair = SharedPair.objects.first()
    assert (
        as_user(person("gina", instructor=True)).get(reverse("insight:pair", args=[pair.pk])).status_code
        == 404
    )


def test_a_second_comparison_takes_the_place_of_the_first(compared, problem):
    row = Comparison.objects.create(problem=problem)
    comparing.run(row.pk)
    assert list(Comparison.objects.values_list("pk", "state")) == [(row.pk, "done")]
    assert SharedPair.objects.count() == 3


def test_a_task_that_is_delivered_twice_computes_once(compared):
    before = compared.finished_at
    comparing.run(compared.pk)
    compared.refresh_from_db()
    assert (compared.finished_at, compared.pairs.count()) == (before, 3)


def test_one_comparison_is_open_at_a_time(problem, teacher):
    now = timezone.now()
    comparing.ask(problem, teacher, now)
    with pytest.raises(Refused, match="This is being computed already"):
        comparing.ask(problem, teacher, now)


def test_what_was_lost_makes_way_and_says_so(problem, teacher):
    now = timezone.now()
    lost = Comparison.objects.create(
        problem=problem, state="running", asked_at=now - 2 * LOST_AFTER, started_at=now - 2 * LOST_AFTER
    )
    assert lost.lost
    asked = comparing.ask(problem, teacher, now)
    lost.refresh_from_db()
    assert (lost.state, lost.fault, asked.state) == ("failed", "Lost with the worker that had it.", "queued")


def test_without_a_broker_it_says_so(problem, teacher, as_user, django_capture_on_commit_callbacks):
    address = reverse("insight:similar", args=["streaming-top-k", "most-watched-videos"])
    with django_capture_on_commit_callbacks(execute=True):
        as_user(teacher).post(f"{address}compare")
    assert "The queue could not be reached" in as_user(teacher).get(address).content.decode()


def test_whoever_waits_is_told_to_load_anew_when_there_is_a_result(problem, teacher, as_user):
    address = reverse("insight:similar", args=["streaming-top-k", "most-watched-videos"])
    row = Comparison.objects.create(problem=problem)
    assert 'id="under-way"' in as_user(teacher).get(address, headers={"hx-request": "true"}).content.decode()
    comparing.run(row.pk)
    answer = as_user(teacher).get(address, headers={"hx-request": "true"})
    assert answer.headers["HX-Refresh"] == "true"


def test_a_fault_of_ours_ends_it_in_words(problem, monkeypatch):
    row = Comparison.objects.create(problem=problem)
    monkeypatch.setattr(comparing, "compare", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        comparing.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.fault[:17]) == ("failed", "Comparing failed;")
