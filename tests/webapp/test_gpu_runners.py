"""Problems that ask for a GPU: where their submissions wait, what people are told, and what comes and goes. No device is needed."""

import json

import pytest
from django.urls import reverse

from graders import heartbeat
from graders.messages import EventBatch, Heartbeat, Queue
from tests.webapp.making import event, make_problem, make_report, make_submission
from tests.webapp.test_api import Script
from tests.webapp.test_sweeping import ago, facts
from webapp.practice.domain.delivery import publish
from webapp.practice.domain.placing import place, queue_of
from webapp.practice.domain.recording import record
from webapp.practice.domain.states import NO_RUNNER, State, state_of
from webapp.practice.domain.streaming import look
from webapp.practice.domain.sweeping import Swept, sweep
from webapp.practice.domain.withdrawing import withdraw
from webapp.practice.models import Submission

RUNNER = Heartbeat(queues=["gpu"], ready=True)
GRADER = Heartbeat(queues=["grade", "run"], ready=True)
BROKEN = Heartbeat(queues=["gpu"], ready=False, reason="device nodes: there is no /dev/nvidia0.")
WAIT = {"wants": "cuda", "without": "wait", "size": 4000, "cpu_size": 40}
CPU = {**WAIT, "without": "cpu"}


@pytest.fixture
def waits(db):
    """A problem that is graded on a GPU or not at all."""
    return make_problem("fused-mask", device=WAIT)


@pytest.fixture
def either(db):
    """A problem that runs at its CPU size where no GPU is."""
    return make_problem("embedding-bag", device=CPU)


def beat(broker, *beats):
    """These graders live and no others do."""
    for key in broker.scan_iter(match=heartbeat.PREFIX + "*"):
        broker.delete(key)
    for number, one in enumerate(beats):
        heartbeat.write(broker, heartbeat.key("host", number), one)
    from webapp import broker as site

    site._cache = (-site.CACHED_S, None)


@pytest.mark.parametrize(
    ("beats", "waiting", "running"),
    [
        ([RUNNER, GRADER], Queue.GPU, Queue.GPU),
        ([GRADER], Queue.GPU, Queue.GRADE),
        ([BROKEN, GRADER], Queue.GPU, Queue.GRADE),
        (None, Queue.GPU, Queue.GRADE),
    ],
)
def test_submission_is_put_before_a_ready_runner_or_as_its_problem_says(
    alice, waits, either, problem, beats, waiting, running
):
    assert place(make_submission(alice, waits), beats) is waiting
    assert place(make_submission(alice, either), beats) is running
    assert place(make_submission(alice, problem), beats) is Queue.GRADE  # asks for no device


def test_run_goes_where_the_submission_goes(alice, either):
    row = make_submission(alice, either, mode="run")
    assert [place(row, [RUNNER]), place(row, [])] == [Queue.GPU, Queue.RUN]


@pytest.mark.django_db(transaction=True)
def test_what_was_queued_says_where_and_carries_it_in_its_job(alice, either, waits, broker):
    beat(broker, GRADER)
    here, there = make_submission(alice, either), make_submission(alice, waits)
    assert publish(here)
    assert publish(there)
    assert [row.queue for row in Submission.objects.order_by("created_at")] == ["grade", "gpu"]
    message = json.loads(broker.lindex("gpu", 0))
    assert message["headers"]["task"] == "graders.grade"
    assert (broker.llen("grade"), broker.llen("gpu")) == (1, 1)


def test_waiting_for_a_runner_that_nobody_has_registered_is_said(alice, waits):
    row = make_submission(alice, waits, queue="gpu")
    assert state_of(row, [GRADER]) == State("waiting", NO_RUNNER)
    assert state_of(row, [GRADER, BROKEN]) == State(
        "waiting",
        "The GPU runner is not ready: device nodes: there is no /dev/nvidia0. Your code is stored and waits for it.",
    )
    assert state_of(row, [RUNNER]) == State("queued", "Queued, next in line", position=1)


def test_position_counts_those_before_the_same_runner(alice, bob, waits, either, problem):
    make_submission(bob, waits, queue="gpu")
    make_submission(bob, either, queue="gpu", mode="run")
    make_submission(bob, problem, queue="grade")
    at_the_runner, other = (
        make_submission(alice, waits, queue="gpu"),
        make_submission(alice, problem, queue="grade"),
    )
    assert state_of(at_the_runner, [RUNNER]).position == 3
    assert state_of(other, [GRADER]).position == 2


@pytest.mark.django_db(transaction=True)
def test_page_api_and_stream_say_that_it_waits_for_a_runner(alice, waits, broker, as_user):
    beat(broker, GRADER)
    row = make_submission(alice, waits, queue="gpu")
    assert NO_RUNNER in as_user(alice).get(row.get_absolute_url()).content.decode()
    told = Script(alice).get(f"/api/v1/submissions/{row.pk}").json()
    assert (told["state"], told["text"], told["position"]) == ("queued", NO_RUNNER, None)
    seen = look(row.pk, (0, 0))
    assert seen is not None
    assert seen.state == State("waiting", NO_RUNNER)


@pytest.mark.django_db(transaction=True)
def test_sweep_leaves_alone_what_waits_for_a_runner_however_long(alice, bob, waits, problem, broker):
    beat(broker, GRADER)
    row = make_submission(alice, waits, created_at=ago(9000))
    publish(row)
    Submission.objects.filter(pk=row.pk).update(queued_at=ago(8000))
    make_submission(
        bob, problem, queue="grade", queued_at=ago(20), started_at=ago(1), reported_at=ago(1), state="running"
    )
    assert sweep() == Swept()  # others that came later are graded, which says nothing about a runner
    assert facts(row) == ("queued", 1, "")
    assert broker.llen("gpu") == 1


@pytest.mark.django_db(transaction=True)
def test_runner_that_appears_finds_what_waits_and_has_its_verdict_taken(alice, waits, broker):
    beat(broker)
    row = make_submission(alice, waits)
    publish(row)
    beat(broker, RUNNER)
    assert broker.llen("gpu") == 1  # where its worker takes it from
    assert state_of(Submission.objects.get(pk=row.pk), [RUNNER]).state == "queued"
    record(EventBatch.model_validate({"events": [event(row, 1, "done", report=make_report(row, "AC"))]}))
    assert facts(row) == ("done", 1, "AC")


@pytest.mark.django_db(transaction=True)
def test_runner_that_disappears_gives_back_what_it_had_begun(alice, waits, broker):
    beat(broker, GRADER)
    row = make_submission(
        alice, waits, queue="gpu", state="running", queued_at=ago(90), started_at=ago(80), reported_at=ago(60)
    )
    assert sweep() == Swept(requeued=[row.pk])
    again = Submission.objects.get(pk=row.pk)
    assert (facts(row), again.queue) == (("queued", 2, ""), "gpu")
    assert broker.llen("gpu") == 1
    assert state_of(again, [GRADER]) == State("waiting", NO_RUNNER)


@pytest.mark.django_db(transaction=True)
def test_what_can_do_without_leaves_the_queue_of_a_runner_that_has_gone(alice, either, broker):
    beat(broker, GRADER, RUNNER)
    row = make_submission(alice, either)
    publish(row)
    Submission.objects.filter(pk=row.pk).update(queued_at=ago(30))
    assert sweep() == Swept()  # the runner is there, and busy
    beat(broker, GRADER)
    assert sweep() == Swept(requeued=[row.pk])
    moved = Submission.objects.get(pk=row.pk)
    assert (facts(row), moved.queue) == (("queued", 2, ""), "grade")


@pytest.mark.django_db(transaction=True)
def test_last_attempt_waits_for_the_runner_rather_than_end_as_a_fault(alice, either, broker):
    beat(broker, GRADER)
    row = make_submission(alice, either, queue="gpu", attempt=3, queued_at=ago(30))
    broker.lpush("gpu", "its message")
    assert sweep() == Swept()
    assert facts(row) == ("queued", 3, "")


@pytest.mark.django_db(transaction=True)
def test_what_waits_can_be_taken_back_and_a_late_verdict_changes_nothing(alice, bob, waits, broker, as_user):
    beat(broker)
    row = make_submission(alice, waits)
    publish(row)
    address = reverse("practice:withdraw", args=[row.pk])
    assert "Take it back" in as_user(alice).get(row.get_absolute_url()).content.decode()
    assert as_user(bob).post(address).status_code == 404
    assert facts(row) == ("queued", 1, "")

    page = as_user(alice).post(address, follow=True).content.decode()

    assert facts(row) == ("done", 1, "CANCELLED")
    assert "You took this back before a grader had begun with it." in page
    record(EventBatch.model_validate({"events": [event(row, 1, "done", report=make_report(row, "AC"))]}))
    assert facts(row) == ("done", 1, "CANCELLED")
    assert sweep() == Swept()


def test_what_a_grader_has_begun_with_is_not_taken_back(alice, waits):
    row = make_submission(alice, waits, state="starting", started_at=ago(1))
    assert withdraw(row) is False
    assert facts(row) == ("starting", 1, "")


def test_result_on_the_cpu_says_so_and_a_flagged_time_is_shown(alice, either, as_user):
    reason = (
        "Ran on the CPU at size 40: the problem asks for a GPU, and no runner that has one was registered."
    )
    here = {"wants": "cuda", "ran_on": "cpu", "size": 40, "reason": reason}
    timing = {"call": "bag", "repeats": 5, "median_s": 1e-6, "low_s": 1e-6, "high_s": 2e-6, "least_s": 1e-3}
    timing["flags"] = [{"id": "device.too_fast", "text": "Faster than the device can move the bytes."}]
    there = {"wants": "cuda", "ran_on": "cuda", "size": 4000, "name": "A card", "timing": timing}

    def page(device):
        row = make_submission(alice, either, verdict="AC")
        report = {**make_report(row, "AC"), "device": device}
        Submission.objects.filter(pk=row.pk).update(report=report)
        return as_user(alice).get(reverse("practice:result", args=[row.pk])).content.decode()

    assert reason in page(here)
    flagged = page(there)
    assert "Ran on A card at size 4000." in flagged
    assert 'data-flag="device.too_fast"' in flagged


def test_queue_of_a_row_that_was_never_queued_is_what_its_problem_decides(alice, waits, either):
    assert queue_of(make_submission(alice, waits)) is Queue.GPU
    assert queue_of(make_submission(alice, either)) is Queue.GRADE


def test_page_of_the_problem_says_what_it_asks_for(alice, waits, either, problem, as_user):
    pages = [as_user(alice).get(one.get_absolute_url()).content.decode() for one in (waits, either, problem)]
    assert ["on a GPU only" in page for page in pages] == [True, False, False]
    assert ["on a GPU, or smaller on the CPU" in page for page in pages] == [False, True, False]
