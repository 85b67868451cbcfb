"""Which queue a submission waits in: with the others, or for a runner that has the device its problem asks for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from graders.messages import Heartbeat, Queue
from webapp.practice.models import Graded, Submission

WITHOUT_CPU = "cpu"


def usual_queue(mode: str) -> Queue:
    """Runs and grades wait apart, so that a full queue of grades does not hold up a quick run."""
    return Queue.RUN if mode == Submission.Mode.RUN else Queue.GRADE


def queue_of(submission: Submission) -> Queue:
    """Where it was put last; where it will be put, as far as the problem alone decides that."""
    return last_queue(submission, submission.version.device)


def last_queue(graded: Graded, device: Mapping[str, Any]) -> Queue:
    """The same for anything that graders take, whose problem asks for `device` (empty for none)."""
    if graded.queue:
        return Queue(graded.queue)
    return usual_queue(graded.mode) if not device or device["without"] == WITHOUT_CPU else Queue.GPU


def place(submission: Submission, graders: Iterable[Heartbeat] | None) -> Queue:
    """Where it is put now: before a ready runner with the device if there is one, else as its problem says."""
    return place_for(submission.mode, submission.version.device, graders)


def place_for(mode: str, device: Mapping[str, Any], graders: Iterable[Heartbeat] | None) -> Queue:
    """The same for a problem that asks for `device` (empty for none)."""
    if not device:
        return usual_queue(mode)
    if device["without"] != WITHOUT_CPU or any(serves(grader, Queue.GPU) for grader in graders or ()):
        return Queue.GPU
    return usual_queue(mode)


def is_stranded(graded: Graded, device: Mapping[str, Any], graders: Iterable[Heartbeat]) -> bool:
    """Whether it waits for a runner that has gone, although its problem would have it run without one."""
    may_leave = bool(device) and device["without"] == WITHOUT_CPU and graded.queue == Queue.GPU
    return may_leave and not any(serves(grader, Queue.GPU) for grader in graders)


def serves(grader: Heartbeat, queue: Queue) -> bool:
    """Whether that grader takes jobs from the queue just now."""
    return grader.ready and queue.value in grader.queues


def same_queue(submission: Submission) -> Q:
    """The submissions that wait where this one does: all for a device together, others by what was asked."""
    if queue_of(submission) is Queue.GPU:
        return Q(queue=Queue.GPU)
    return Q(mode=submission.mode) & ~Q(queue=Queue.GPU)
