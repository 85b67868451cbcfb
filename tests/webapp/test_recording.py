"""What graders report becomes rows: once, forward only, with one verdict."""

from uuid import uuid4

import pytest

from graders.messages import EventBatch
from tests.webapp.making import CANARY, event, events_of_a_grade, make_report, make_submission
from webapp.practice.domain.faults import MAX_ATTEMPTS
from webapp.practice.domain.recording import record
from webapp.practice.models import Submission, SubmissionEvent


@pytest.fixture
def submission(alice, problem):
    """Queued."""
    return make_submission(alice, problem)


def told(*events):
    record(EventBatch.model_validate({"events": list(events)}))


def facts(submission, *names):
    row = Submission.objects.get(pk=submission.pk)
    return tuple(getattr(row, name) for name in names)


def test_a_whole_grade_ends_in_its_verdict_and_figures(submission):
    told(*events_of_a_grade(submission))

    row = Submission.objects.get(pk=submission.pk)
    assert (row.state, row.verdict, row.score, row.points) == ("done", "WA", 62.0, 100.0)
    assert (row.passed, row.total, row.time_s, row.memory_bytes) == (2, 4, 0.041, 18874368)
    assert row.report == make_report(submission)
    assert row.seed == row.report["engine"]["seed"]
    assert row.started_at is not None
    assert row.finished_at >= row.started_at


def test_states_follow_the_events(submission):
    batches = events_of_a_grade(submission)
    seen = []
    for one in batches:
        told(one)
        seen.append(facts(submission, "state")[0])

    assert seen == ["starting", "running", "running", "running", "running", "done"]


def test_recording_the_same_batch_again_changes_nothing(submission):
    events = events_of_a_grade(submission)
    told(*events)
    before = Submission.objects.filter(pk=submission.pk).values().get()
    told(*events)
    told(*reversed(events))

    assert Submission.objects.filter(pk=submission.pk).values().get() == before
    assert [e.number for e in SubmissionEvent.objects.all()] == [1, 2, 3, 4, 5, 6]


def test_only_the_first_final_verdict_counts(submission):
    told(event(submission, 6, "done", report=make_report(submission, "AC")))
    told(event(submission, 6, "done", attempt=2, report=make_report(submission, "WA")))
    told(event(submission, 7, "fault", text="boom", retry=True))

    assert facts(submission, "state", "verdict", "score", "attempt") == ("done", "AC", 100.0, 1)


def test_case_events_that_arrive_after_the_verdict_do_not_reopen_it(submission):
    *early, done = events_of_a_grade(submission)
    told(done)
    told(*early)

    assert facts(submission, "state", "verdict") == ("done", "WA")
    assert SubmissionEvent.objects.count() == 6


def test_events_of_an_attempt_that_was_given_up_do_not_move_the_state(submission):
    Submission.objects.filter(pk=submission.pk).update(attempt=2)
    told(event(submission, 1, "starting", cases=4), event(submission, 2, "case", number=1, verdict="AC"))

    assert facts(submission, "state", "attempt") == ("queued", 2)


def test_a_verdict_of_an_attempt_that_was_given_up_is_still_a_verdict(submission):
    Submission.objects.filter(pk=submission.pk).update(attempt=2)
    told(*events_of_a_grade(submission, attempt=1))

    assert facts(submission, "state", "verdict", "attempt") == ("done", "WA", 2)


def test_fault_that_may_be_retried_queues_the_next_attempt(submission):
    told(event(submission, 1, "starting", cases=4))
    told(event(submission, 2, "fault", id="cell.lost", text="A cell was lost.", retry=True))

    assert facts(submission, "state", "attempt", "started_at", "verdict") == ("queued", 2, None, "")


def test_fault_of_the_last_attempt_ends_as_ours(submission):
    for attempt in range(1, MAX_ATTEMPTS + 1):
        told(event(submission, 1, "fault", attempt, id="cell.lost", text="A cell was lost.", retry=True))

    assert facts(submission, "state", "attempt", "verdict", "fault", "report") == (
        "done", 3, "IE", "A cell was lost.", None,
    )  # fmt: skip


def test_fault_that_must_not_be_retried_ends_at_once(submission):
    told(
        event(
            submission, 1, "fault", id="package.missing", text="The package is not in the store.", retry=False
        )
    )

    assert facts(submission, "state", "attempt", "verdict", "fault") == (
        "done", 1, "IE", "The package is not in the store.",
    )  # fmt: skip


def test_fault_of_an_earlier_attempt_does_not_cost_another(submission):
    Submission.objects.filter(pk=submission.pk).update(attempt=2)
    told(event(submission, 9, "fault", attempt=1, text="late", retry=True))

    assert facts(submission, "state", "attempt") == ("queued", 2)


def test_unreadable_report_is_a_fault_and_not_a_verdict(submission):
    told(event(submission, 1, "done", report={"verdict": "AC"}))

    assert facts(submission, "state", "attempt", "verdict") == ("queued", 2, "")


def test_events_of_unknown_submissions_are_dropped_and_the_others_kept(submission):
    stranger = event(submission, 1, "starting") | {"submission": str(uuid4())}
    told(stranger, event(submission, 1, "starting", cases=4))

    assert facts(submission, "state") == ("starting",)
    assert SubmissionEvent.objects.count() == 1


def test_stored_events_hold_nothing_that_is_hidden(submission):
    leaky = {"number": 2, "group": "ties", "verdict": "WA", "time_s": 0.1, "memory_bytes": 5, "input": CANARY}
    told(event(submission, 1, "case", **leaky), *events_of_a_grade(submission)[5:])

    stored = [e.data for e in SubmissionEvent.objects.all()]
    assert stored == [
        {"number": 2, "group": "ties", "verdict": "WA", "time_s": 0.1, "memory_bytes": 5},
        {},
    ]


def test_unknown_fields_of_newer_graders_are_ignored(submission):
    told(event(submission, 1, "starting", cases=4, mood="good") | {"later": True})

    assert facts(submission, "state") == ("starting",)


@pytest.mark.parametrize("cases", [2, 40])
def test_queries_of_a_batch_do_not_grow_with_its_cases(submission, cases, django_assert_num_queries):
    rows = [event(submission, 2 + n, "case", number=n, verdict="AC") for n in range(cases)]
    # in, lock, there already, insert, starting, running, out
    with django_assert_num_queries(7):
        told(event(submission, 1, "starting", cases=cases), *rows)


SMALLER = {"number": 3, "message": "Expected 2, got 0.", "input": {"text": "f([1])", "truncated": False}}


def test_smaller_input_joins_the_report_of_its_attempt_and_no_other(submission):
    told(*events_of_a_grade(submission))
    told(event(submission, 900_000, "smaller", attempt=2, smaller=SMALLER))
    assert "smaller" not in facts(submission, "report")[0]
    told(event(submission, 900_000, "smaller", smaller=SMALLER))
    first = facts(submission, "report", "verdict", "state")
    told(event(submission, 900_000, "smaller", smaller={**SMALLER, "number": 9}))

    assert facts(submission, "report", "verdict", "state") == first
    assert (first[0]["smaller"]["input"]["text"], first[1], first[2]) == ("f([1])", "WA", "done")
    assert {one.kind: one.data for one in SubmissionEvent.objects.all()}["smaller"] == {}


def test_curves_after_join_the_report_of_their_attempt(submission):
    told(*events_of_a_grade(submission))
    after = {"Loss": {"x": [0, 1], "before": [2.0, None], "after": [2.0, 1.0]}}
    told(event(submission, 900_001, "curves", curves={"Loss": {"x": ["none"]}}))
    assert "curves" not in facts(submission, "report")[0]
    told(event(submission, 900_002, "curves", curves=after))

    assert facts(submission, "report", "verdict") == ({**make_report(submission), "curves": after}, "WA")


def test_smaller_input_before_its_verdict_or_without_sense_changes_nothing(submission):
    told(event(submission, 900_000, "smaller", smaller=SMALLER))
    told(*events_of_a_grade(submission), event(submission, 900_001, "smaller", smaller={"number": "x"}))

    assert facts(submission, "report") == (make_report(submission),)
