"""Requests to look again: the candidate says why, a marker answers, and everything stays written."""

from datetime import datetime

from django.db import IntegrityError, transaction

from webapp.accounts.models import User
from webapp.marking.domain import evidence
from webapp.marking.domain.marks import final_levels, text_of
from webapp.marking.domain.rubrics import checked, lines_of
from webapp.marking.models import Marking, Regrade, Script
from webapp.practice.domain.refusals import Refused

MOST = 3
"""Requests about one script."""


def ask(script: Script, reason: str, now: datetime) -> Regrade:
    """Ask for one's released marks to be looked at again; Refused while a request is open, and after `MOST`."""
    if script.pile.released_at is None:
        raise Refused("regrade.early", "These marks were not released yet.", 409)
    if script.regrades.count() >= MOST:
        raise Refused("regrade.many", f"These marks were looked at {MOST} times already.", 409)
    try:
        with transaction.atomic():
            return Regrade.objects.create(
                script=script, reason=text_of(reason, "reason"), asked_at=now, before=final_levels(script)
            )
    except IntegrityError:
        raise Refused("regrade.open", "You have asked already; the answer appears here.", 409) from None


def answer(regrade: Regrade, user: User, given: dict[str, str], words: str, now: datetime) -> Regrade:
    """Answer it: with other levels the marks change, and what follows from them; with the same ones they stay."""
    script = regrade.script
    said = text_of(words, "answer")
    lines = lines_of(script)
    levels = checked(lines, given)
    if set(levels) != {line.key for line in lines}:
        raise Refused("marking.missing", "Give every criterion a level, also where it stays as it was.", 409)
    changed = levels != final_levels(script)
    with transaction.atomic():
        done = Regrade.objects.filter(pk=regrade.pk, state=Regrade.State.OPEN).update(
            state=Regrade.State.CHANGED if changed else Regrade.State.KEPT,
            answer=said, answered_by=user, answered_at=now, after=levels,
        )  # fmt: skip
        if done != 1:
            raise Refused("regrade.answered", "This request was answered meanwhile.", 409)
        if changed:
            Marking.objects.create(
                script=script, marker=user, kind=Marking.Kind.AGAIN, levels=levels, note=said,
                begun_at=now, finished_at=now,
            )  # fmt: skip
            evidence.count(
                Script.objects.select_related("work__user", "round", "pile").get(pk=script.pk), now
            )
    regrade.refresh_from_db()
    return regrade
