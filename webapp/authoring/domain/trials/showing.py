"""Where a trial stands, what its stream tells, and its report: what a candidate would see, and why a draft is broken."""

from collections.abc import Set
from typing import Any
from uuid import UUID

from django.urls import reverse

from graders.messages import Heartbeat, Queue
from graders.report import BROKEN_ID, for_audience
from webapp.accounts.models import User
from webapp.authoring.models import Trial, TrialEvent, Workspace
from webapp.broker import graders_recently
from webapp.practice.domain.placing import last_queue
from webapp.practice.domain.reports import without_report
from webapp.practice.domain.states import State, outcome_of, under_way, verdict_title, waiting
from webapp.practice.domain.streaming import TOLD, Cursor, Look

SHOWN = 30
HEAVY = ("archive", "code", "report")


def trials_of(workspace: Workspace, user: User) -> list[Trial]:
    """What the user has submitted to the draft, newest first; runs are left out."""
    rows = workspace.trials.filter(user=user, mode=Trial.Mode.GRADE)
    return list(rows.defer(*HEAVY)[:SHOWN])


def state_of(trial: Trial, graders: list[Heartbeat] | None, events: list[TrialEvent]) -> State:
    """Where the trial stands, given the graders alive (None when the broker cannot be asked)."""
    if trial.done:
        return State("done", verdict_title(trial.verdict))
    if trial.state != Trial.State.QUEUED:
        return under_way(trial.state, events)
    queue = last_queue(trial, trial.device)
    before = Trial.objects.filter(state=Trial.State.QUEUED, created_at__lt=trial.created_at)
    same = {"queue": queue} if queue is Queue.GPU else {"mode": trial.mode}
    return waiting(trial, queue, graders, lambda: before.filter(**same).count())


def look(trial_id: UUID, after: Cursor, sent: Set[Cursor] = frozenset()) -> Look | None:
    """As `practice.domain.streaming.look`, of a trial."""
    trial = Trial.objects.defer(*HEAVY).filter(pk=trial_id).first()
    if trial is None:
        return None
    events = list(TrialEvent.objects.filter(trial=trial, attempt=trial.attempt))
    fresh = [
        (one, dict(one.data))
        for one in events
        if one.kind in TOLD and (place := (one.attempt, one.number)) > after and place not in sent
    ]
    graders = graders_recently() if trial.state == Trial.State.QUEUED else None
    summary = outcome_of(trial, address(trial, "trial_result")) if trial.done else None
    return Look(state_of(trial, graders, events), fresh, summary)


def address(trial: Trial, name: str) -> str:
    """Where something of a trial is had."""
    return reverse(f"authoring:{name}", args=[trial.workspace_id, trial.pk])


def report_for_author(trial: Trial) -> dict[str, Any] | None:
    """The report as a candidate would see it; only what is wrong with the draft itself is told, for it is the author's to mend."""
    if trial.report is None:
        return without_report(trial) if trial.done else None
    report = for_audience(trial.report, "candidate")
    if broken(trial):
        report["message"] = trial.report["message"]
    return report


def broken(trial: Trial) -> bool:
    """Whether the draft's own code failed, not what was tried on it."""
    return bool(((trial.report or {}).get("message") or {}).get("id") == BROKEN_ID)


def active_data(trial: Trial) -> dict[str, Any]:
    """What the page's script needs to follow a trial."""
    return {
        "id": str(trial.pk),
        "number": trial.number,
        "mode": trial.mode,
        "events": address(trial, "trial_events"),
    }
