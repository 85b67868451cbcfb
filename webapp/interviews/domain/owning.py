"""What is kept about a person belongs to them: everything as data, a recording taken away, everything taken away."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from webapp.accounts.models import User
from webapp.interviews.domain.access import Role
from webapp.interviews.domain.log import append
from webapp.interviews.domain.opinions import sees_given
from webapp.interviews.domain.recordings import drop
from webapp.interviews.domain.rounds import lock
from webapp.interviews.domain.saying import said_in
from webapp.interviews.domain.shared_texts import room_of
from webapp.interviews.models import (
    Attempt,
    Event,
    Hosted,
    Interview,
    Mark,
    Pairing,
    Round,
    Seeker,
    Sheet,
    Story,
)  # fmt: skip
from webapp.practice.domain.holding import release
from webapp.practice.domain.refusals import Refused

FORMAT = 1


def erase_recording(round_: Round, now: datetime) -> None:
    """Take away what was recorded in a finished round: texts, events, and the quotes in marks. Marks and verdicts stay."""
    with transaction.atomic():
        row = lock(round_.pk)
        if row.state != Round.State.DONE:
            raise Refused("round.running", "The round is not over. Hand it in first.", 409)
        Event.objects.filter(round=row).delete()
        Sheet.objects.filter(round=row).update(content="", late_content="", late_at=None)
        row.marks.filter(by=Mark.By.PROPOSAL).delete()
        row.marks.update(quote="", event=None)
        for recording in row.recordings.all():
            drop(recording)
        if room := room_of(row):
            room.documents.all().delete()  # what two people wrote; who they were stays
        row.log_bytes = row.last_event = 0
        row.last_at, row.erased_at = None, now
        row.save(update_fields=["log_bytes", "last_event", "last_at", "erased_at"])
        append(row, "erased", "candidate", now)


def remove_interview(interview: Interview) -> None:
    """Take an interview away. What was handed in stays with its problems."""
    with transaction.atomic():
        for round_ in interview.rounds.all():
            release(round_.pk)
            if room := room_of(round_):
                room.delete()
        interview.delete()


def erase(user: User) -> None:
    """Take everything of the person away: interviews with their recordings, and the story bank."""
    with transaction.atomic():
        for interview in Interview.objects.filter(user=user):
            remove_interview(interview)
        Story.objects.filter(user=user).delete()
        Seeker.objects.filter(user=user).delete()
        Hosted.objects.filter(host=user).delete()
        Pairing.objects.filter(Q(first=user) | Q(second=user)).delete()


def export(user: User, now: datetime) -> dict[str, Any]:
    """All that this app keeps about the person."""
    rounds = (
        Round.objects.filter(interview__user=user).select_related("interview").order_by("interview", "number")
    )
    stories = ("title", "themes", "situation", "task", "action", "result")
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "rounds": [_round(round_) for round_ in rounds],
        "stories": [{name: getattr(story, name) for name in stories} for story in user.stories.all()],
    }


def _round(round_: Round) -> dict[str, Any]:
    done, shown = round_.state == Round.State.DONE, sees_given(round_, Role.CANDIDATE)
    marks = round_.marks.all() if shown else round_.marks.exclude(by=Mark.By.INTERVIEWER)
    attempts = Attempt.objects.filter(round=round_).select_related("submission")
    return {
        "id": str(round_.pk),
        "interview": str(round_.interview_id),
        "level": round_.interview.level,
        "kind": round_.kind,
        "title": round_.title,
        "state": round_.state,
        "started_at": _time(round_.started_at),
        "deadline": _time(round_.deadline),
        "finished_at": _time(round_.finished_at),
        # Rubrics and hidden stages are the person's once the round is over, and not before.
        "content": round_.content if done else None,
        "sheets": list(round_.sheets.values("name", "content", "revision", "late_content")),
        "events": [
            {
                "number": e.number,
                "at": e.at.isoformat(),
                "by": e.by,
                "kind": e.kind,
                "sheet": e.sheet,
                "data": e.data,
            }
            for e in round_.events.all()
            if e.kind != "note" or shown
        ],
        "said": [
            {"at": one.at.isoformat(), "by": one.by, "text": one.text, "late": one.after is not None}
            for one in said_in(round_)
        ],
        "recordings": [
            {
                "id": str(r.pk),
                "sheet": r.sheet,
                "begun_at": r.begun_at.isoformat(),
                "length_ms": r.length_ms,
                "type": r.type,
            }
            for r in round_.recordings.all()
        ],
        "attempts": [
            {"sheet": a.sheet, "submission": str(a.submission_id), "final": a.final} for a in attempts
        ],
        "marks": list(marks.values("question", "criterion", "by", "level", "quote", "event")),
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
