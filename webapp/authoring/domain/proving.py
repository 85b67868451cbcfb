"""Have a draft proved by a grader: asked for, queued a few at a time, found again when lost, called off."""

import base64
import time
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from graders.messages import PROVE_TASK, STOP_KEY, ProofJob, Queue
from webapp.accounts.models import User
from webapp.authoring.domain.archives import pack_for_graders
from webapp.authoring.domain.auditing import note
from webapp.authoring.domain.files import fingerprint, texts_of
from webapp.authoring.domain.subjects import subject_of
from webapp.authoring.models import Proof, ProofEvent, Workspace
from webapp.broker import BrokerDown, client, graders_alive, queue_length, wake
from webapp.celery import app
from webapp.practice.domain.refusals import Refused

log = structlog.get_logger(__name__)
PRIORITY = 3
"""On the queue `grade`: behind whatever a candidate waits for, before rejudges."""
ATTEMPTS = 3
MOST_OPEN = 3
"""Proofs of one person that are not finished."""
SILENT_AFTER = timedelta(seconds=15)
WAITED_AFTER = timedelta(seconds=10)
OPEN = (Proof.State.QUEUED, Proof.State.RUNNING)
LOST = "The grader that worked on it has gone {attempts} times. Look at its log, then prove it again."
AGAIN = "The grader that worked on it has gone; it is proved again, attempt {attempt} of {attempts}."


def start(workspace: Workspace, user: User) -> Proof:
    """Read the draft at once, and queue its proof if it can be read and holds code; what was under way for it is called off."""
    if workspace.closed_at:
        raise Refused("workspace.closed", "This draft is put away. Open it again to prove it.", 409)
    others = Proof.objects.filter(asked_by=user, state__in=OPEN).exclude(workspace=workspace).count()
    if others >= MOST_OPEN:
        raise Refused(
            "proofs.many",
            f"{others} proofs of yours are not finished. Wait for one of them, or stop it.",
            429,
        )
    for earlier in workspace.proofs.filter(state__in=OPEN):
        cancel(earlier, user)
    texts, subject, began = texts_of(workspace), subject_of(workspace), time.monotonic()
    read = subject.read(workspace.set_slug, workspace.slug, texts)
    package = read["package"]
    runs = package is not None and subject.runs
    archive = pack_for_graders(workspace.set_slug, workspace.slug, texts) if runs else b""
    with transaction.atomic():
        proof = Proof.objects.create(
            workspace=workspace,
            fingerprint=fingerprint(workspace, texts),
            digest=package["digest"] if package else "",
            archive=archive,
            asked_by=user,
        )
        ProofEvent.objects.create(
            proof=proof, attempt=0, number=1, kind="progress", data={"what": "read", **read}
        )
        if not runs:
            errors = sum(one["severity"] == "error" for one in read["notes"])
            holds = package is not None and not errors
            finish(proof, holds=holds, summary={"errors": errors, "seconds": _seconds(began)})
        if package:
            Workspace.objects.filter(pk=workspace.pk).update(title=str(package["title"])[:160])
        note(user, "proof.asked", str(workspace), workspace, proof=str(proof.pk))
        transaction.on_commit(advance_quietly, robust=True)
    wake([workspace.pk])
    proof.refresh_from_db()
    return proof


def _seconds(began: float) -> float:
    return max(0.1, round(time.monotonic() - began, 1))


def cancel(proof: Proof, user: User | None) -> bool:
    """Call a proof off; False if it had ended. What its grader still tells is not heard."""
    changed = Proof.objects.filter(pk=proof.pk, state__in=OPEN).update(
        state=Proof.State.CANCELLED, finished_at=timezone.now(), archive=b""
    )
    if not changed:
        return False
    note(user, "proof.cancelled", str(proof.workspace), proof.workspace, proof=str(proof.pk))
    try:
        client().set(f"{STOP_KEY}{proof.pk}", b"1", ex=3600)
    except BrokerDown as error:
        log.warning("a grader was not told to stop", proof=str(proof.pk), error=str(error))
    wake([proof.workspace_id])
    transaction.on_commit(advance_quietly, robust=True)
    return True


def finish(proof: Proof, *, holds: bool, summary: dict[str, Any]) -> bool:
    """The one end of a proof; False if it has ended before."""
    now = timezone.now()
    return bool(
        Proof.objects.filter(pk=proof.pk, state__in=OPEN).update(
            state=Proof.State.DONE,
            holds=holds,
            summary=summary,
            finished_at=now,
            reported_at=now,
            archive=b"",
            fault="",
        )
    )


def advance_quietly() -> None:
    """`advance`, where nothing hangs on a broker that is away: the sweep does it later."""
    try:
        advance()
    except BrokerDown as error:
        log.warning("no proof is queued: the broker is away", error=str(error))


def advance() -> int:
    """Queue what has its turn: proofs take half of what the graders can do at a time; how many were queued."""
    graders = [grader for grader in graders_alive() if grader.ready and Queue.GRADE in grader.queues]
    room = max(1, sum(grader.slots for grader in graders) // 2)
    room -= Proof.objects.filter(state__in=OPEN, queued_at__isnull=False).count()
    turn = Proof.objects.filter(state=Proof.State.QUEUED, queued_at=None).order_by("created_at")
    return sum(publish(proof) for proof in turn[: max(0, room)])


def publish(proof: Proof) -> bool:
    """Put the proof's current attempt on the queue; False when somebody else does, or the broker is away."""
    # Written first: a grader that answers at once must not be taken for one that was never asked.
    mine = Proof.objects.filter(pk=proof.pk, attempt=proof.attempt, queued_at=None, state__in=OPEN)
    if mine.update(queued_at=timezone.now()) != 1:
        return False
    job = ProofJob(
        proof=proof.pk,
        attempt=proof.attempt,
        set=proof.workspace.set_slug,
        problem=proof.workspace.slug,
        archive=base64.b64encode(bytes(proof.archive)).decode(),
    )
    try:
        app.send_task(
            PROVE_TASK,
            args=[job.model_dump(mode="json")],
            queue=Queue.GRADE.value,
            priority=PRIORITY,
            retry=False,
            ignore_result=True,
        )
    except (OperationalError, *BrokerDown) as error:
        Proof.objects.filter(pk=proof.pk, attempt=proof.attempt, state=Proof.State.QUEUED).update(
            queued_at=None
        )
        log.warning("not queued", proof=str(proof.pk), error=str(error))
        return False
    return True


def sweep() -> None:
    """Find proofs that nobody works on any more. Raises one of `BrokerDown` without a broker."""
    graders = graders_alive()
    busy, now = {job for grader in graders for job in grader.busy}, timezone.now()
    somebody = any(grader.ready and Queue.GRADE in grader.queues for grader in graders)
    under_way = Proof.objects.filter(state__in=OPEN, queued_at__isnull=False).exclude(pk__in=busy)
    for proof in under_way.select_related("workspace"):
        if proof.state == Proof.State.RUNNING:
            if now - (proof.reported_at or now) > SILENT_AFTER:
                again(proof)
        elif now - (proof.queued_at or now) > WAITED_AFTER and queue_length(Queue.GRADE.value, PRIORITY) == 0:
            again(proof, counts=somebody)
    advance()


def again(proof: Proof, counts: bool = True) -> None:
    """Another attempt, which is said; after the last one it has failed, which is said as well."""
    if counts and proof.attempt >= ATTEMPTS:
        give_up(proof, LOST.format(attempts=proof.attempt))
        return
    words = AGAIN.format(attempt=proof.attempt + 1, attempts=ATTEMPTS) if counts else ""
    changed = Proof.objects.filter(pk=proof.pk, attempt=proof.attempt, state__in=OPEN).update(
        attempt=F("attempt") + int(counts),
        state=Proof.State.QUEUED,
        queued_at=None,
        reported_at=None,
        fault=words,
    )
    if changed:
        log.warning("a proof is queued again", proof=str(proof.pk), attempt=proof.attempt)
        wake([proof.workspace_id])


def give_up(proof: Proof, words: str) -> None:
    """End a proof through our fault."""
    Proof.objects.filter(pk=proof.pk, state__in=OPEN).update(
        state=Proof.State.FAILED, fault=words[:300], finished_at=timezone.now(), archive=b""
    )
    wake([proof.workspace_id])
