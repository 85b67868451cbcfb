"""Where a submission stands, in words that are true."""

import pytest
from django.utils import timezone

from graders.messages import EventBatch, Heartbeat
from graders.verdict import Verdict
from tests.webapp.making import event, events_of_a_grade, make_submission
from webapp.practice.domain.recording import record
from webapp.practice.domain.states import SIGNS, TONES, State, state_of, summary_of
from webapp.practice.models import Submission
from webapp.practice.templatetags import results

READY = Heartbeat(queues=["run", "grade"], ready=True)
NO_SANDBOX = Heartbeat(
    queues=["run", "grade"], ready=False, reason="Install bubblewrap: apt install bubblewrap."
)


@pytest.fixture
def submission(alice, problem):
    """Queued."""
    return make_submission(alice, problem)


def told(submission, *events):
    record(EventBatch.model_validate({"events": list(events)}))
    return Submission.objects.get(pk=submission.pk)


def test_next_in_line(submission):
    assert state_of(submission, [READY]) == State("queued", "Queued, next in line", position=1)


def test_position_counts_those_ahead_in_the_same_queue(alice, bob, problem):
    for user, mode in ((alice, "grade"), (alice, "run"), (bob, "grade")):
        make_submission(user, problem, mode=mode)
    make_submission(bob, problem, verdict="AC")
    last = make_submission(alice, problem)
    make_submission(bob, problem)

    assert state_of(last, [READY]) == State("queued", "Queued, 2 ahead", position=3)


def test_nobody_grades(submission):
    assert state_of(submission, []) == State(
        "waiting", "No grader is connected. Your code is stored and is graded as soon as one is."
    )


def test_grader_for_other_queues_does_not_count(submission):
    assert state_of(submission, [Heartbeat(queues=["gpu"], ready=True)]).state == "waiting"


def test_grader_without_sandbox_says_what_it_lacks(submission):
    assert state_of(submission, [NO_SANDBOX]) == State(
        "waiting",
        "The grader is not ready: Install bubblewrap: apt install bubblewrap. Your code is stored and waits for it.",
    )


def test_one_ready_grader_is_enough(submission):
    assert state_of(submission, [NO_SANDBOX, READY]).state == "queued"


def test_broker_that_cannot_be_asked(submission):
    assert state_of(submission, None) == State(
        "waiting",
        "The queue cannot be reached. Your code is stored and is graded as soon as the queue is back.",
    )


def test_row_that_was_never_queued_waits_once_its_request_is_over(alice, problem):
    old = make_submission(
        alice, problem, queued_at=None, created_at=timezone.now() - timezone.timedelta(seconds=3)
    )

    assert state_of(old, [READY]).state == "waiting"
    assert state_of(make_submission(alice, problem, queued_at=None), [READY]).state == "queued"


def test_starting_knows_the_number_of_cases(submission):
    row = told(submission, event(submission, 1, "starting", cases=24))

    assert state_of(row, None) == State("starting", "Starting", cases=24)


def test_running_counts_cases(submission):
    row = told(submission, *events_of_a_grade(submission)[:3])

    assert state_of(row, None) == State("running", "Running case 3 of 4", done=2, cases=4)


def test_simulation_counts_requests(submission):
    row = told(
        submission,
        event(submission, 1, "starting", cases=1),
        event(submission, 2, "progress", done=50, total=200),
    )

    assert state_of(row, None) == State("running", "Simulating, 50 of 200", cases=1)


def test_cases_of_an_earlier_attempt_do_not_count(submission):
    told(submission, *events_of_a_grade(submission)[:4], event(submission, 5, "fault", retry=True))
    row = told(submission, *events_of_a_grade(submission, attempt=2)[:2])

    assert state_of(row, None) == State("running", "Running case 2 of 4", done=1, cases=4)


def test_summary_of_a_verdict(submission):
    row = told(submission, *events_of_a_grade(submission))

    assert summary_of(row) == {
        "verdict": "WA",
        "title": "Wrong answer",
        "sign": "✕",
        "tone": "bad",
        "score": 62.0,
        "points": 100.0,
        "passed": 2,
        "total": 4,
        "time_s": 0.041,
        "memory_bytes": 18874368,
        "text": None,
        "result": f"/submissions/{row.pk}/result",
    }


@pytest.mark.parametrize("verdict", list(Verdict))
def test_stream_and_pages_mark_a_verdict_alike(verdict):
    assert (SIGNS.get(verdict, "✕"), TONES.get(verdict, "bad")) == (
        results.sign(verdict),
        results.tone(verdict),
    )
