"""Where a submission stands, in words that are true."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from graders.messages import Heartbeat, Queue
from graders.verdict import Verdict
from webapp.practice.domain.placing import queue_of, same_queue
from webapp.practice.models import Graded, GradedEvent, Submission, SubmissionEvent

NO_RUNNER = "Waits for a GPU runner; none is registered. Your code is stored and is graded as soon as one is."
SIGNS = {"AC": "✓", "PA": "½", "IE": "?", "CANCELLED": "–"}
TONES = {"AC": "good", "PA": "warn", "IE": "wait", "CANCELLED": "none"}


@dataclass(frozen=True)
class State:
    """What a person is told; `position` counts from 1, `cases` is how many there are and `done` how many are done."""

    state: str
    text: str
    position: int | None = None
    done: int | None = None
    cases: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """For the event stream."""
        counts = {"done": self.done, "cases": self.cases}
        known = {name: value for name, value in counts.items() if value is not None}
        return {"state": self.state, "position": self.position, "text": self.text, **known}


def state_of(
    submission: Submission,
    graders: Sequence[Heartbeat] | None,
    events: Sequence[SubmissionEvent] | None = None,
) -> State:
    """Where the submission stands, given the graders alive (None when the broker cannot be asked).

    `events` are those of the attempt that counts, for callers who have read them already.
    """
    if submission.state == "queued":
        return _queued(submission, graders)
    if submission.done:
        return State("done", verdict_title(submission.verdict))
    if submission.told == Submission.Told.VERDICT:
        return State(submission.state, "Starting" if submission.state == "starting" else "Running")
    return under_way(submission.state, attempt_events(submission) if events is None else events)


def under_way(state: str, known: Sequence[GradedEvent]) -> State:
    """Of what a grader works on, by what it has told of this attempt."""
    cases = next((event.data.get("cases") for event in known if event.kind == "starting"), None)
    if state == "starting":
        return State("starting", "Starting", cases=cases)
    return _running(known, cases)


def attempt_events(submission: Submission) -> list[SubmissionEvent]:
    """What was reported of the attempt that counts, in order."""
    return list(SubmissionEvent.objects.filter(submission=submission.pk, attempt=submission.attempt))


def _queued(submission: Submission, graders: Sequence[Heartbeat] | None) -> State:
    before = Submission.objects.filter(state="queued", created_at__lt=submission.created_at)
    return waiting(
        submission, queue_of(submission), graders, lambda: before.filter(same_queue(submission)).count()
    )


def waiting(
    graded: Graded, queue: Queue, graders: Sequence[Heartbeat] | None, before: Callable[[], int]
) -> State:
    """Of what waits in that queue, `before` of which come first."""
    if graders is None or (graded.queued_at is None and not _on_the_way(graded)):
        return State(
            "waiting",
            "The queue cannot be reached. Your code is stored and is graded as soon as the queue is back.",
        )
    mine = [grader for grader in graders if queue.value in grader.queues]
    if not mine and queue is Queue.GPU:
        return State("waiting", NO_RUNNER)
    if not mine:
        return State(
            "waiting", "No grader is connected. Your code is stored and is graded as soon as one is."
        )
    if not any(grader.ready for grader in mine):
        reason = next((grader.reason for grader in mine if grader.reason), "its sandbox is not available")
        who = "GPU runner" if queue is Queue.GPU else "grader"
        return State(
            "waiting", f"The {who} is not ready: {reason.rstrip('.')}. Your code is stored and waits for it."
        )
    ahead = before()
    return State("queued", f"Queued, {ahead} ahead" if ahead else "Queued, next in line", position=ahead + 1)


def _on_the_way(graded: Graded) -> bool:
    """Whether the request that made it, or the sweep, may be about to publish it."""
    return (timezone.now() - graded.created_at).total_seconds() < 2


def _running(events: Sequence[GradedEvent], cases: int | None) -> State:
    done = sum(event.kind == "case" for event in events)
    progress = next((event.data for event in reversed(events) if event.kind == "progress"), None)
    if done == 0 and progress:
        part, whole = progress.get("done"), progress.get("total")
        return State("running", f"Simulating, {part} of {whole}" if whole else "Simulating", cases=cases)
    now = f"Running case {min(done + 1, cases)} of {cases}" if cases else "Running"
    return State("running", now, done=done, cases=cases)


def verdict_title(verdict: str) -> str:
    """The verdict in words."""
    return Verdict(verdict).title


def summary_of(submission: Submission) -> dict[str, Any]:
    """The verdict of a finished submission, as the stream's last event tells it."""
    return outcome_of(submission, reverse("practice:result", args=[submission.pk]))


def outcome_of(graded: Graded, result: str) -> dict[str, Any]:
    """The verdict of anything that is finished; `result` is the address of its report."""
    return {
        "verdict": graded.verdict,
        "title": verdict_title(graded.verdict),
        "sign": SIGNS.get(graded.verdict, "✕"),
        "tone": TONES.get(graded.verdict, "bad"),
        "score": graded.score,
        "points": graded.points,
        "passed": graded.passed,
        "total": graded.total,
        "time_s": graded.time_s,
        "memory_bytes": graded.memory_bytes,
        "text": graded.fault or None,
        "result": result,
    }
