"""What is handed in for an assignment: the server's clock, the rules that held, what is told of it."""

from datetime import timedelta

import pytest

from tests.webapp.making import CODE, make_problem, make_report
from tests.webapp.teaching.making import NOW, later, make_assignment, make_cohort
from webapp.practice.domain.holding import held
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.submitting import submit
from webapp.practice.models import Draft, Submission
from webapp.teaching.domain import assigning, closing, working
from webapp.teaching.domain.scoring import settle_submission
from webapp.teaching.domain.sitting import begin, place_of, see
from webapp.teaching.models import Work

pytestmark = pytest.mark.django_db


def grade(work, verdict="AC", score=100.0):
    """What a grader's report makes of an attempt's submission."""
    row = work.submission
    report = make_report(row, verdict, score=score)
    Submission.objects.filter(pk=row.pk).update(
        state="done",
        verdict=verdict,
        score=score,
        points=100.0,
        passed=2,
        total=4,
        finished_at=NOW,
        report=report,
    )
    settle_submission(row.pk, NOW)
    work.refresh_from_db()
    return work


@pytest.fixture
def item(alice, bob, dana, problem):
    """The one item of an open assignment of Alice's and Bob's cohort."""
    return make_assignment(make_cohort(dana, alice, bob), problem).items.get()


def refusal_of(function, *args):
    with pytest.raises(Refused) as refused:
        function(*args)
    return refused.value.id


def test_attempt_before_it_opens_or_after_it_closed_is_refused(alice, item):
    assert refusal_of(working.hand_in, alice, item, CODE, later(seconds=-1)) == "assignment.early"
    assert refusal_of(working.hand_in, alice, item, CODE, later(days=7, seconds=1)) == "assignment.closed"
    assert Work.objects.count() == Submission.objects.count() == 0


def test_attempt_at_the_due_moment_is_in_time_and_one_after_it_late(alice, item):
    item.assignment.late_until, item.assignment.late_penalty = later(days=9), 20
    item.assignment.save()
    first = working.hand_in(alice, item, CODE, later(days=7))
    second = working.hand_in(alice, item, CODE, later(days=7, seconds=1))
    third = working.hand_in(alice, item, CODE, later(days=8, seconds=1))
    assert [(one.late, one.factor) for one in (first, second, third)] == [
        (False, 1.0),
        (True, 0.8),
        (True, 0.6),
    ]


def test_attempt_keeps_the_rules_that_held_when_it_was_made(alice, item):
    work = working.hand_in(alice, item, CODE, later(days=1))
    assigning.save(item.assignment, {"due_at": later(hours=2), "late_penalty": 50})
    work.refresh_from_db()
    assert (work.due_at, work.late, work.factor) == (later(days=7), False, 1.0)


def test_extension_moves_the_dates_of_one_person_alone(alice, bob, dana, item):
    assigning.extend(item.assignment, alice, assigning.Extended(later(days=10), None), dana, NOW)
    work = working.hand_in(alice, item, CODE, later(days=9))
    assert (work.late, work.extended, work.due_at) == (False, True, later(days=10))
    assert refusal_of(working.hand_in, bob, item, CODE, later(days=9)) == "assignment.closed"


def test_best_attempt_counts_after_the_penalty(alice, item):
    item.assignment.late_until, item.assignment.late_penalty = later(days=9), 50
    item.assignment.save()
    early = grade(working.hand_in(alice, item, CODE, later(days=1)), "PA", 60.0)
    late = grade(working.hand_in(alice, item, CODE, later(days=8)), "AC", 100.0)
    early.refresh_from_db()
    assert (early.counts, early.earned, late.counts, late.earned) == (True, 0.6, False, 0.5)


def test_last_attempt_counts_once_that_is_the_rule(alice, item):
    grade(working.hand_in(alice, item, CODE, later(days=1)), "AC", 100.0)
    grade(working.hand_in(alice, item, CODE, later(days=2)), "WA", 20.0)
    assigning.save(item.assignment, {"counts": "last"})
    assert list(Work.objects.filter(counts=True).values_list("number", "score")) == [(2, 0.2)]


def test_attempts_are_limited_and_one_that_failed_by_our_fault_is_given_back(alice, item):
    item.assignment.attempts = 1
    item.assignment.save()
    work = working.hand_in(alice, item, CODE, later(days=1))
    assert refusal_of(working.hand_in, alice, item, CODE, later(days=1)) == "assignment.attempts"
    Submission.objects.filter(pk=work.submission_id).update(state="done", verdict="IE", finished_at=NOW)
    settle_submission(work.submission_id, NOW)
    assert working.hand_in(alice, item, CODE, later(days=1)).number == 2


def test_kept_back_attempt_has_no_submission_until_it_is_over_for_everybody(alice, bob, dana, item):
    assigning.save(item.assignment, {"feedback": "after-due"})
    see(alice, item.assignment, NOW)
    assigning.extend(item.assignment, bob, assigning.Extended(later(days=10), None), dana, NOW)
    work = working.hand_in(alice, item, CODE, later(days=1))
    closing.sweep(later(days=8))
    work.refresh_from_db()
    assert (work.submission, work.code, Submission.objects.count()) == (None, CODE, 0)
    closing.sweep(later(days=10, seconds=1))
    closing.sweep(later(days=10, seconds=2))
    work.refresh_from_db()
    assert [row.pk for row in Submission.objects.all()] == [work.submission_id]
    assert not held(alice.pk, item.version.problem_id)


def test_narrowed_problem_is_graded_nowhere_else_and_keeps_hints_shut(alice, charlie, item):
    assigning.save(item.assignment, {"feedback": "verdict"})
    see(alice, item.assignment, NOW)
    assert refusal_of(submit, alice, item.version, "grade", CODE) == "problem.held"
    assert held(alice.pk, item.version.problem_id)
    assert submit(charlie, item.version, "grade", CODE).told == "all"
    assert working.hand_in(alice, item, CODE, later(days=1)).submission.told == "verdict"


def test_what_was_narrowed_is_told_when_it_is_over(alice, item):
    assigning.save(item.assignment, {"feedback": "verdict"})
    see(alice, item.assignment, NOW)
    work = working.hand_in(alice, item, CODE, later(days=1))
    closing.sweep(later(days=7, seconds=1))
    work.submission.refresh_from_db()
    assert (work.submission.told, held(alice.pk, item.version.problem_id)) == ("all", False)


def test_who_leaves_in_the_middle_stays_held(alice, item):
    from webapp.teaching.domain.cohorts import leave

    assigning.save(item.assignment, {"feedback": "verdict"})
    see(alice, item.assignment, NOW)
    leave(item.assignment.cohort, alice, NOW)
    assert held(alice.pk, item.version.problem_id)


def exam(item, minutes=60):
    return assigning.save(item.assignment, {"feedback": "verdict", "exam_minutes": minutes})


def test_exam_is_started_once_and_its_deadline_stands(alice, item):
    exam(item)
    assert refusal_of(working.hand_in, alice, item, CODE, NOW) == "assignment.not_begun"
    first = begin(alice, item.assignment, NOW)
    again = begin(alice, item.assignment, later(minutes=30))
    assert first.sitting.deadline == again.sitting.deadline == later(hours=1)


def test_exam_never_runs_beyond_the_due_date(alice, item):
    exam(item)
    assert begin(alice, item.assignment, later(days=7, minutes=-10)).sitting.deadline == later(days=7)


def test_extra_minutes_move_a_clock_that_runs(alice, dana, item):
    exam(item)
    begin(alice, item.assignment, NOW)
    assigning.extend(item.assignment, alice, assigning.Extended(later(days=7), None, 30), dana, NOW)
    assert place_of(alice, item.assignment, NOW).sitting.deadline == later(minutes=90)


def test_exam_attempt_runs_in_a_cell_of_its_own_with_the_verdict_alone(alice, item):
    exam(item)
    begin(alice, item.assignment, NOW)
    row = working.hand_in(alice, item, CODE, later(minutes=1)).submission
    assert (row.told, row.single_use, row.seed) == ("verdict", True, None)


def test_clock_hands_in_what_stood_in_the_editor_and_not_what_came_after(alice, item):
    exam(item)
    begin(alice, item.assignment, NOW)
    draft = Draft.objects.create(
        user=alice, problem=item.version.problem, content="late", updated_at=later(minutes=61)
    )
    draft.history.create(revision=1, content="in time", created_at=later(minutes=59))
    closing.sweep(later(minutes=62))
    closing.sweep(later(minutes=63))
    work = Work.objects.get()
    assert (work.submission.code, work.at, work.late) == ("in time", later(hours=1), False)


def test_handed_in_exam_takes_nothing_more(alice, item):
    exam(item)
    begin(alice, item.assignment, NOW)
    working.finish_exam(alice, item.assignment, later(minutes=5))
    assert refusal_of(working.hand_in, alice, item, CODE, later(minutes=6)) == "assignment.over"


def test_exam_takes_nothing_after_its_clock(alice, item):
    exam(item)
    begin(alice, item.assignment, NOW)
    assert refusal_of(working.hand_in, alice, item, CODE, later(hours=1, seconds=1)) == "assignment.over"


def test_exam_cannot_be_made_of_what_has_begun(alice, item):
    see(alice, item.assignment, NOW)
    assert refusal_of(exam, item) == "assignment.begun"


def test_archived_cohort_takes_nothing_and_lets_go(alice, item):
    from webapp.teaching.domain.cohorts import archive

    assigning.save(item.assignment, {"feedback": "after-due"})
    see(alice, item.assignment, NOW)
    work = working.hand_in(alice, item, CODE, later(days=1))
    archive(item.assignment.cohort, later(days=2))
    item.assignment.cohort.refresh_from_db()
    assert refusal_of(working.hand_in, alice, item, CODE, later(days=3)) == "assignment.closed"
    closing.sweep(later(days=3))
    work.refresh_from_db()
    assert (work.submission is not None, held(alice.pk, item.version.problem_id)) == (True, False)


def test_version_is_pinned_when_the_problem_moves_on(alice, item):
    from tests.webapp.making import make_version

    problem = item.version.problem
    problem.current = make_version(problem)
    problem.save()
    assert working.hand_in(alice, item, CODE, later(days=1)).submission.version == item.version


def test_rejudged_submission_changes_the_grade(alice, item):
    work = grade(working.hand_in(alice, item, CODE, later(days=1)), "WA", 20.0)
    Submission.objects.filter(pk=work.submission_id).update(verdict="AC", score=100.0)
    settle_submission(work.submission_id, later(days=2))
    work.refresh_from_db()
    assert (work.score, work.counts) == (1.0, True)


def test_same_problem_twice_is_refused(item, problem):
    assert refusal_of(assigning.add_problem, item.assignment, str(problem), 5) == "item.twice"


def test_copy_is_unpublished_and_pinned_alike(item):
    made = assigning.copy(item.assignment, item.assignment.cohort)
    assert (made.published_at, made.items.get().version, made.pk != item.assignment.pk) == (
        None,
        item.version,
        True,
    )


def test_other_problem_stays_free(alice, item):
    assigning.save(item.assignment, {"feedback": "verdict"})
    see(alice, item.assignment, NOW)
    other = make_problem("another", order=2)
    assert submit(alice, other.current, "grade", CODE).told == "all"


def test_penalty_never_falls_below_nothing(alice, item):
    item.assignment.late_until, item.assignment.late_penalty = later(days=30), 40
    item.assignment.save()
    assert working.hand_in(alice, item, CODE, later(days=7) + timedelta(days=5)).factor == 0.0
