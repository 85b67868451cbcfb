"""A workspace's page as server-sent events: others' saves, who is where, and what the latest proof finds.

As in `practice.domain.streaming`, a stream holds nothing between two looks at the rows.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Set
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import close_old_connections

from webapp.accounts.models import User
from webapp.authoring.domain.access import find
from webapp.authoring.domain.publishing import standing
from webapp.authoring.domain.showing import state_of
from webapp.authoring.models import Proof, ProofEvent
from webapp.practice.domain.streaming import HEARTBEAT_S, LONGEST_S, message, readers, release_request_thread
from webapp.practice.domain.wakeups import wake_ups

CHECK_S, POLL_S = 5.0, 1.5
Place = tuple[str, int, int]


@dataclass
class Look:
    """What the rows say at one moment; None of a workspace that the user may not enter any more."""

    state: dict[str, Any] | None = None
    proof: dict[str, Any] | None = None
    found: list[tuple[Place, dict[str, Any]]] = field(default_factory=list)
    waiting: bool = False


def proof_data(proof: Proof | None) -> dict[str, Any] | None:
    """Where a proof stands, in words that are true."""
    if proof is None:
        return None
    before = 0
    if proof.state == Proof.State.QUEUED:
        before = Proof.objects.filter(
            state__in=("queued", "running"), created_at__lt=proof.created_at
        ).count()
    return {
        "id": str(proof.pk),
        "state": proof.state,
        "attempt": proof.attempt,
        "holds": proof.holds,
        "fault": proof.fault,
        "before": before,
        "summary": proof.summary,
        "at": proof.created_at.isoformat(),
    }


def look(user_id: int, workspace_id: UUID, sent: Set[Place]) -> Look:
    """The state now, and what of the latest proof was not sent yet."""
    user = User.objects.filter(pk=user_id).first()
    workspace = find(user, workspace_id) if user else None
    if workspace is None:
        return Look()
    proof = workspace.proofs.defer("archive").first()
    now = Look(state_of(workspace), waiting=proof is not None and proof.state == Proof.State.QUEUED)
    if proof is None:
        return now
    data = proof_data(proof)
    assert data is not None
    now.proof = {**data, "publish": standing(workspace, proof).as_dict()}
    events = ProofEvent.objects.filter(proof=proof, attempt__in=(0, proof.attempt))
    for event in events:
        place = (str(proof.pk), event.attempt, event.number)
        if place not in sent:
            now.found.append((place, {"proof": str(proof.pk), "attempt": event.attempt, **event.data}))
    return now


async def stream(user_id: int, workspace_id: UUID) -> AsyncIterator[str]:
    """`files`, `proof` and `found` messages for as long as the page is open; `gone` ends it."""
    await release_request_thread()
    begun = spoken = time.monotonic()
    told: Look = Look()
    sent: set[Place] = set()
    yield "retry: 2000\n\n"
    async with wake_ups().listening(str(workspace_id)) as bell:
        while time.monotonic() - begun < LONGEST_S:
            bell.clear()
            now = await asyncio.get_running_loop().run_in_executor(
                readers, _read, user_id, workspace_id, sent
            )
            if now.state is None:
                yield message("gone", {})
                return
            parts = [message("files", now.state)] if now.state != told.state else []
            if now.proof and now.proof != told.proof:
                parts.append(message("proof", now.proof))
            parts += [message("found", data) for _, data in now.found]
            if parts:
                yield "".join(parts)
                spoken = time.monotonic()
            sent.update(place for place, _ in now.found)
            told = now
            with suppress(TimeoutError):
                await asyncio.wait_for(
                    bell.wait(), POLL_S if now.waiting or not wake_ups().connected else CHECK_S
                )
            if time.monotonic() - spoken >= HEARTBEAT_S:
                yield ": still here\n\n"
                spoken = time.monotonic()


def _read(user_id: int, workspace_id: UUID, sent: Set[Place]) -> Look:
    try:
        return look(user_id, workspace_id, sent)
    finally:
        close_old_connections()
