"""A round's life in the database: everything once, whoever tries."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.webapp.interviews.making import NOON, later, make_round
from tests.webapp.making import CODE, make_problem, make_submission
from webapp.accounts.models import User
from webapp.interviews.domain import rounds
from webapp.interviews.domain.access import Role, may_enter
from webapp.interviews.domain.sheets import save
from webapp.interviews.models import Attempt, Event, Round
from webapp.interviews.tasks import tick
from webapp.practice.domain.guidance import reveal_next_hint, standing_of
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.submitting import submit
from webapp.practice.models import Hold, Submission

pytestmark = pytest.mark.django_db


def kinds(round_):
    """What happened, without the texts."""
    return list(round_.events.exclude(kind="text").values_list("kind", flat=True))


def test_who_may_enter(alice, bob, charlie, dana):
    round_ = make_round(alice)
    found = [may_enter(user, round_.pk) for user in (alice, bob, charlie, dana)]
    assert found == [Role.CANDIDATE, None, None, Role.STAFF]
    assert may_enter(alice, uuid4()) is None


def test_starting_fixes_the_deadline_once(alice):
    round_ = make_round(alice)
    rounds.start(round_.pk, NOON)
    again = rounds.start(round_.pk, later(minutes=7))
    assert (again.state, again.started_at, again.deadline) == ("open", NOON, later(minutes=60))
    assert kinds(again) == ["started"]


def test_a_second_round_of_the_interview_waits_for_the_first(alice):
    first = make_round(alice)
    second = Round.objects.create(
        interview=first.interview, number=2, slug="two", kind="statistics", title="Two", minutes=25, content=first.content
    )  # fmt: skip
    rounds.start(first.pk, NOON)
    with pytest.raises(Refused, match="Another round"):
        rounds.start(second.pk, NOON)
    rounds.hand_in(first.pk, later(minutes=3))
    assert rounds.start(second.pk, later(minutes=4)).state == "open"


def test_warnings_and_zero_are_noted_at_their_times_however_late_somebody_looks(alice):
    round_ = make_round(alice)
    rounds.start(round_.pk, NOON)
    rounds.bring_up(round_.pk, later(hours=9))
    found = [(event.kind, event.at, event.data.get("left")) for event in round_.events.all()]
    assert found == [
        ("started", NOON, None),
        ("warned", later(minutes=30), "half"),
        ("warned", later(minutes=55), "5 min"),
        ("warned", later(minutes=59), "1 min"),
        ("handed-in", later(minutes=60), None),
    ]
    round_.refresh_from_db()
    assert (round_.state, round_.finished_by, round_.finished_at) == ("done", "clock", later(minutes=60))
    assert round_.next_at is None


def test_a_pause_is_refused_where_the_loop_has_none_and_when_it_is_used_up(alice):
    strict = make_round(alice)
    rounds.start(strict.pk, NOON)
    with pytest.raises(Refused, match="cannot be paused"):
        rounds.pause(strict.pk, later(minutes=1))
    kind = make_round(alice, pause_times=1, pause_minutes=5)
    rounds.start(kind.pk, NOON)
    assert rounds.pause(kind.pk, later(minutes=10)).state == "paused"
    assert rounds.resume(kind.pk, later(minutes=12)).deadline == later(minutes=62)
    with pytest.raises(Refused, match="used up"):
        rounds.pause(kind.pk, later(minutes=13))
    assert kinds(kind) == ["started", "paused", "resumed"]


def test_a_pause_that_nobody_ends_is_ended_by_the_clock(alice):
    round_ = make_round(alice, pause_times=1, pause_minutes=5)
    rounds.start(round_.pk, NOON)
    rounds.pause(round_.pk, later(minutes=10))
    rounds.bring_up(round_.pk, later(minutes=40))
    round_.refresh_from_db()
    assert (round_.state, round_.deadline) == ("open", later(minutes=65))
    assert [(e.kind, e.at) for e in round_.events.all()][-2:] == [
        ("resumed", later(minutes=15)),
        ("warned", later(minutes=35)),
    ]


def test_what_is_saved_after_zero_is_late_though_no_worker_was_there(alice):
    round_ = make_round(alice)
    rounds.start(round_.pk, NOON)
    save(round_.pk, "q1", "in time", 0, later(minutes=59))
    late = save(round_.pk, "q1", "in time and more", 1, later(minutes=60, seconds=1))
    sheet = round_.sheets.get()
    assert late.late
    assert (sheet.content, sheet.late_content, sheet.late_at) == (
        "in time", "in time and more", later(minutes=60, seconds=1),
    )  # fmt: skip


def assessment(user, count=2):
    problems = tuple(make_problem(f"oa-{n}", "online-assessment", n) for n in range(count))
    round_ = make_round(user, "assessment", tasks=problems)
    rounds.start(round_.pk, NOON)
    return round_, problems


def test_zero_grades_what_stands_in_the_editors_and_not_what_nobody_touched(alice):
    round_, problems = assessment(alice)
    save(round_.pk, "code-1", CODE, 0, later(minutes=20))
    rounds.bring_up(round_.pk, later(minutes=61))
    submission = Submission.objects.get()
    assert (submission.problem, submission.mode, submission.code) == (problems[0], "grade", CODE)
    attempt = Attempt.objects.get()
    assert (attempt.sheet, attempt.final, attempt.submission) == ("code-1", True, submission)


def test_during_an_assessment_nothing_of_it_is_graded_and_nothing_helps(alice, bob):
    round_, problems = assessment(alice)
    with pytest.raises(Refused, match="handed in at the end"):
        submit(alice, problems[0].current, "grade", CODE)
    with pytest.raises(Refused, match="What would help opens again"):
        reveal_next_hint(alice, problems[0], problems[0].current)
    make_submission(alice, problems[1], verdict="AC")
    assert not standing_of(alice, problems[1]).editorial_open
    assert submit(bob, problems[0].current, "grade", CODE).state == "queued"
    rounds.hand_in(round_.pk, later(minutes=5))
    assert not Hold.objects.exists()
    assert standing_of(alice, problems[1]).editorial_open


def test_the_tick_does_what_is_due(alice):
    round_ = make_round(alice)
    rounds.start(round_.pk, NOON - timedelta(days=30))
    tick()
    round_.refresh_from_db()
    assert round_.state == "done"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["tick", "task", "save", "pause", "resume", "hand in", "start"]), st.integers(0, 1500)
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_however_steps_fall_the_log_is_whole_and_a_round_ends_once(alice, steps):
    """After any interleaving: numbers without gaps, times that never go back, one end, one grade, no work counted late."""
    problem = make_problem(f"p-{uuid4().hex[:12]}", "online-assessment")
    round_ = make_round(alice, "assessment", tasks=(problem,), pause_times=2, pause_minutes=5)
    now = NOON
    rounds.start(round_.pk, now)
    written, counted = "", None
    for step, seconds in [*steps, ("tick", 9000)]:
        now += timedelta(seconds=seconds)
        current = Round.objects.get(pk=round_.pk)
        try:
            if step == "save":
                text = f"{CODE}# {now}"
                base = current.sheets.get().revision
                saved = save(round_.pk, "code-1", text, base, now)
                written = written if saved.late else text
            elif step in ("tick", "task"):
                rounds.bring_up(round_.pk, now)
            else:
                getattr(rounds, step.replace(" ", "_"))(round_.pk, now)
        except Refused:
            pass
        current.refresh_from_db()
        counted = counted or (written if current.state == "done" else None)
    events = list(Event.objects.filter(round=round_))
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert sorted(event.at for event in events) == [event.at for event in events]
    assert [event.kind for event in events].count("handed-in") == 1
    assert events[-1].kind == "handed-in"
    current = Round.objects.get(pk=round_.pk)
    assert current.last_event == len(events)
    assert current.finished_at <= current.deadline
    assert [row.submission.code for row in current.attempts.all()] == ([counted] if counted else [])


@pytest.mark.django_db(transaction=True)
def test_two_threads_at_zero_hand_in_once():
    alice = User.objects.create_user("alice", "alice@example.org")
    round_, _ = assessment(alice)
    save(round_.pk, "code-1", CODE, 0, later(minutes=20))
    at_once, troubles = threading.Barrier(2), []

    def try_it():
        try:
            at_once.wait()
            rounds.bring_up(round_.pk, later(minutes=60))
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert kinds(round_).count("handed-in") == 1
    assert Submission.objects.count() == 1
    assert connection.in_atomic_block is False
