"""The Celery tasks. A task is a frame around `grading.grade`: load, grade, report, never lose."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from celery import shared_task
from celery.exceptions import Reject
from pydantic import ValidationError

from graders import lifecycle, proving
from graders.app import app
from graders.events import Batcher
from graders.faults import Fault, InfrastructureFault
from graders.grading import grade
from graders.log import about
from graders.messages import (
    EVENTS_QUEUE,
    EVENTS_TASK,
    PROOFS_TASK,
    PROVE_TASK,
    TRIALS_TASK,
    TRY_TASK,
    Event,
    EventBatch,
    Job,
    Kind,
    ProofJob,
    Queue,
    TrialJob,
)
from graders.package.model import Package
from graders.store import NotStored
from graders.travelling import try_draft

if TYPE_CHECKING:
    from graders.lifecycle import Worker
    from sandboxes import Pool

Done = TypeVar("Done")
ATTEMPTS = 3
"""An attempt of this number that fails for our fault is the last one."""
DONE_TTL_S = 3600
FAULT_NUMBER = 1_000_000
"""Number of a fault event: behind whatever the attempt told before it."""
log = logging.getLogger(__name__)


@shared_task(name="graders.run")
def run(job: dict[str, Any]) -> None:
    """Run a candidate's code on the visible cases or on an input of the candidate's."""
    work(job)


@shared_task(name="graders.grade")
def grade_submission(job: dict[str, Any]) -> None:
    """Grade a submission on all cases."""
    work(job)


@shared_task(name=PROVE_TASK)
def prove(job: dict[str, Any]) -> None:
    """Prove a draft, and tell what is found as it is found."""
    work_on_proof(job)


@shared_task(name=TRY_TASK)
def try_out(job: dict[str, Any]) -> None:
    """Grade what an author tries on a draft, against the draft that comes with it."""
    work_on_trial(job)


def work_on_trial(message: dict[str, Any]) -> None:
    """Grade one trial and send its events; otherwise as `work`. Nothing of the draft is kept for a next one."""
    try:
        job = TrialJob.model_validate(message)
    except ValidationError as error:
        log.error("refused a trial: %s", error)
        return
    batcher = Batcher(send_trial)

    def do(worker: Worker, pool: Pool) -> Callable[[], None]:
        package, report = try_draft(job, pool, batcher.emit, require_place)
        return lambda: worker.afterwards.look(job, package, pool, report, send_trial)

    with about(job.submission, attempt=job.attempt):
        look = _once(job, batcher, do)
        if look is not None:
            look()


def work_on_proof(message: dict[str, Any]) -> None:
    """Prove one draft and send what is found; otherwise as `work`."""
    try:
        job = ProofJob.model_validate(message)
    except ValidationError as error:
        log.error("refused a proof: %s", error)
        return
    batcher = Batcher(send_proof)
    with about(job.proof, attempt=job.attempt):
        _once(
            job,
            batcher,
            lambda worker, pool: proving.prove(
                job, pool, batcher.emit, proving.Stop(worker.broker, job.proof)
            ),
        )


def work(message: dict[str, Any]) -> None:
    """Grade one job and send its events; a duplicate of one that is running or done here is dropped.

    Raises Reject, and the broker has the job again, while there is no sandbox.
    """
    try:
        job = Job.model_validate(message)
    except ValidationError as error:
        log.error("refused a job: %s", error)
        return
    with about(job.submission, attempt=job.attempt):
        _grade(job)


def _grade(job: Job) -> None:
    batcher = Batcher(send)

    def do(worker: Worker, pool: Pool) -> Callable[[], None]:
        package = worker.store.get(job.package)
        require_place(job, package)
        report = grade(job, package, pool, batcher.emit, worker.stock, later=job.smaller)
        return lambda: worker.afterwards.look(job, package, pool, report, send)

    look = _once(job, batcher, do)
    if look is not None:
        lifecycle.worker().restock(job)
        look()


def _once(job: Job | ProofJob, batcher: Batcher, do: Callable[[Worker, Pool], Done]) -> Done | None:
    """Work on a job unless it is a duplicate; what `do` gives, or None where its fault was told instead."""
    worker = lifecycle.worker()
    if worker.waits_for_sandbox():
        # Nothing was begun, so it costs no attempt: whoever has a sandbox first takes it.
        raise Reject(f"no sandbox: {worker.reason}", requeue=True)
    with worker.busy(job) as mine:
        if not mine:
            log.info("dropped a duplicate of %s attempt %d", job.submission, job.attempt)
            return None
        pool, done = None, None
        try:
            pool = worker.pool()
            done = do(worker, pool)
        except (Fault, NotStored) as fault:
            if isinstance(fault, Fault) and fault.id == "ie.sandbox":
                worker.lost_sandbox(str(fault), pool)
            report_fault(job, fault, batcher)
        except Exception as error:
            log.exception("work on %s failed", job.submission)
            report_fault(job, InfrastructureFault(f"{type(error).__name__}: {error}", "ie.grader"), batcher)
        batcher.flush()
        worker.mark_done(job, DONE_TTL_S)
    return done


def require_place(job: Job, package: Package) -> None:
    """Raise InfrastructureFault for a problem that waits for a device and came by another queue: fail closed."""
    device = package.manifest.device
    if device and device.without == "wait" and job.queue is not Queue.GPU:
        raise InfrastructureFault(
            f"{package.set_slug}/{package.slug} is to wait for a runner with {device.wants}", "ie.device"
        )


def report_fault(job: Job | ProofJob, fault: Fault | NotStored, batcher: Batcher) -> None:
    """Tell that this attempt came to nothing, and whether another one should be made."""
    id = fault.id if isinstance(fault, Fault) else "ie.package_missing"
    log.warning("attempt %d of %s: %s: %s", job.attempt, job.submission, id, fault)
    # The site has words of its own for candidates; what an exception of ours says may tell hidden values.
    data = {"id": id, "detail": str(fault), "retry": job.attempt < ATTEMPTS}
    event = Event(
        submission=job.submission, attempt=job.attempt, number=FAULT_NUMBER, kind=Kind.FAULT, data=data
    )
    batcher.emit(event)


def send(batch: EventBatch, task: str = EVENTS_TASK) -> None:
    """Hand a batch to the site, trying for half a minute while the broker is away."""
    policy = {"max_retries": 30, "interval_start": 0.05, "interval_step": 0.2, "interval_max": 1.0}
    app.send_task(task, [batch.model_dump(mode="json")], queue=EVENTS_QUEUE, retry=True, retry_policy=policy)


def send_proof(batch: EventBatch) -> None:
    """The same for what a proof tells."""
    send(batch, PROOFS_TASK)


def send_trial(batch: EventBatch) -> None:
    """The same for what a trial tells."""
    send(batch, TRIALS_TASK)
