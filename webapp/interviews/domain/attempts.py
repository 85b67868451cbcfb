"""Code that is run or handed in during a round, and the stages that it opens."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from webapp.catalog.models import ProblemVersion
from webapp.interviews.domain.content import content_of
from webapp.interviews.domain.log import Author, append
from webapp.interviews.domain.people import interviewer_of
from webapp.interviews.domain.rounds import bring_up, lock, tell
from webapp.interviews.domain.sheets import add, find, write
from webapp.interviews.models import Attempt, Round, Sheet
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.stages import carried
from webapp.practice.domain.submitting import submit
from webapp.practice.models import Submission


def attempt(
    round_id: UUID, name: str, mode: str, code: Any, own_input: Any, now: datetime, by: Author = "candidate"
) -> Submission:
    """Run the code of a sheet, or in an onsite round submit it; Refused in an assessment, which is graded at the end.

    Where two people write it, the code is what they both see, whatever was sent.
    """
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = running(lock(round_id))
        sheet = find(round_, name)
        if sheet.version is None:
            raise Refused("sheet.no_code", "This sheet holds no code.", 409)
        if round_.shared_at:
            code = sheet.content
        # The round's row is locked before the user's, as everywhere.
        submission = submit(round_.interview.user, sheet.version, mode, code, own_input)
        if sheet.content != submission.code:
            write(round_, sheet, submission.code, now)
        Attempt.objects.create(round=round_, sheet=name, submission=submission, at=now)
        kind = "run" if mode == Submission.Mode.RUN else "submit"
        own = {"own": submission.own_input[:2000]} if submission.own_input else {}
        append(round_, kind, by, now, name, submission=str(submission.pk), **own)
        tell(round_)
    return submission


def running(round_: Round) -> Round:
    """The round if its clock runs; Refused otherwise."""
    if round_.state == Round.State.PAUSED:
        raise Refused("round.paused", "The round pauses. Go on first.", 409)
    if round_.state != Round.State.OPEN:
        raise Refused("round.over", "The round is over. What you have written is kept and marked late.", 409)
    return round_


def note_verdict(submission_id: UUID) -> None:
    """Put a verdict into the log of its round. What ended with the round says so by its time."""
    made = Attempt.objects.filter(submission=submission_id).values_list("round_id", "sheet").first()
    if made is None:
        return
    with transaction.atomic():
        round_ = lock(made[0])
        row = Submission.objects.only("mode", "verdict", "passed", "total", "score", "points").get(
            pk=submission_id
        )
        append(
            round_,
            "verdict",
            "grader",
            timezone.now(),
            made[1],
            submission=str(submission_id),
            mode=row.mode,
            verdict=row.verdict,
            passed=row.passed,
            total=row.total,
        )
        tell(round_)


def stage(round_: Round) -> int:
    """Which stage of a chain was reached, from 1."""
    return Sheet.objects.filter(round=round_, version__isnull=False).count()


def go_on(round_id: UUID, from_stage: int, now: datetime, by: Author = "candidate") -> bool:
    """Open the stage after `from_stage` with the code as it stands; False where it is open already, or there is none.

    An interviewer goes on as well when a stage was not solved: whether it was stays in the log.
    """
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = running(lock(round_id))
        content, at = content_of(round_), stage(round_)
        if content.shown != "stages" or at != from_stage or at >= len(content.tasks):
            return False
        before, task = find(round_, content.tasks[at - 1].id), content.tasks[at]
        if by == "candidate" and interviewer_of(round_):
            raise Refused("stage.interviewer", "Your interviewer changes the constraint.", 409)
        version = ProblemVersion.objects.get(pk=task.version)
        solved = accepted(round_, before.name)
        append(round_, "stage", by, now, task.id, number=at + 1, solved=solved)
        add(round_, task.id, now, version, carried(before.content, version))
        tell(round_)
    return True


def accepted(round_: Round, sheet: str) -> bool:
    """Whether something handed in during the round was accepted."""
    return round_.attempts.filter(sheet=sheet, submission__mode="grade", submission__verdict="AC").exists()
