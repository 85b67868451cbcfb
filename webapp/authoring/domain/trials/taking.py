"""Take in what an author tries on a draft, and keep a bounded number of such trials."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from webapp.accounts.models import User
from webapp.authoring.domain.archives import pack_for_graders
from webapp.authoring.domain.files import texts_of
from webapp.authoring.domain.subjects import subject_of
from webapp.authoring.domain.trials.delivering import publish
from webapp.authoring.models import Trial, Workspace
from webapp.practice.domain.code import check_code, check_own_input
from webapp.practice.domain.limits import check_rows, rate_of
from webapp.practice.domain.refusals import Refused

KEPT = 60
"""Trials of one workspace: older ones go, once they count for no rate any more."""
MOST_NAMED = 10
"""Errors of a draft that are told one by one."""


def take(workspace: Workspace, user: User, mode: str, code: Any, own_input: Any = None) -> Trial:
    """Read the draft as it is now, store the trial and queue it; Refused, with nothing stored, when that may not be.

    The rules are those of practice: the same bounds on code, the same rates, though counted by themselves.
    """
    if workspace.closed_at:
        raise Refused("workspace.closed", "This draft is put away. Open it again to try it.", 409)
    text, mine = check_code(code), Trial.objects.filter(user=user)
    check_rows(mine, mode, timezone.now())  # asked before anything is read, and again when it is counted
    texts = texts_of(workspace)
    read = subject_of(workspace).read(workspace.set_slug, workspace.slug, texts)
    package = read["package"]
    if package is None:
        raise unreadable(read["notes"])
    own = check_own_input(package["entry"], own_input) if mode == Trial.Mode.RUN else ""
    archive = pack_for_graders(workspace.set_slug, workspace.slug, texts)
    with transaction.atomic():
        # The lock makes counting, numbering and storing one step for this user.
        User.objects.select_for_update().values_list("pk").get(pk=user.pk)
        now = timezone.now()
        check_rows(mine, mode, now)
        trial = Trial.objects.create(
            workspace=workspace,
            user=user,
            mode=mode,
            number=_next_number(workspace, user) if mode == Trial.Mode.GRADE else None,
            code=text,
            own_input=own,
            digest=package["digest"],
            kind=package["kind"],
            device=package["device"],
            archive=archive,
        )
        _forget_old(workspace, now)
        structlog.contextvars.bind_contextvars(trial=str(trial.pk))
        # After the commit: a grader may answer before this transaction would have ended.
        transaction.on_commit(lambda: publish(trial), robust=True)
    return trial


def unreadable(notes: Sequence[dict[str, Any]]) -> Refused:
    """Why nothing is run, with the places that are at fault."""
    wrong = [one for one in notes if one["severity"] == "error"] or list(notes)
    places = [{name: one[name] for name in ("file", "line", "message")} for one in wrong[:MOST_NAMED]]
    words = "The draft cannot be read as it is now, so nothing was run."
    return Refused("draft.unreadable", words, 422, places=places)


def _next_number(workspace: Workspace, user: User) -> int:
    last = workspace.trials.filter(user=user).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def _forget_old(workspace: Workspace, now: datetime) -> None:
    counted = now - max(rate_of(mode).window for mode in Trial.Mode.values)
    old = workspace.trials.filter(state=Trial.State.DONE, created_at__lt=counted)
    beyond = workspace.trials.values_list("created_at", flat=True)[KEPT : KEPT + 1].first()
    if beyond is not None:
        old.filter(created_at__lte=beyond).delete()
