"""A design round's board, sent to the ranking simulator where its components allow."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from webapp.catalog.models import Problem
from webapp.interviews.domain.attempts import running
from webapp.interviews.domain.boards import read
from webapp.interviews.domain.log import Author, append
from webapp.interviews.domain.mapping import CHANNELS, Mapped, to_design
from webapp.interviews.domain.preparing import BOARD
from webapp.interviews.domain.rounds import bring_up, lock, tell
from webapp.interviews.domain.sheets import find
from webapp.interviews.models import Attempt, Event, Round
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.reports import report_for_candidate
from webapp.practice.domain.submitting import submit
from webapp.practice.models import Submission

SIMULATOR = ("ranking-design", "cold-start-80-ms")
MOST_SAID = 40


def simulator() -> Problem | None:
    """The problem whose simulator boards are sent to; None where this site has not loaded it."""
    set_slug, slug = SIMULATOR
    found = Problem.objects.filter(set__slug=set_slug, slug=slug, retired=False, current__isnull=False)
    return found.select_related("set", "current").first()


def simulate(round_id: UUID, now: datetime, by: Author = "candidate") -> Submission:
    """Run the board as it stands; Refused where nothing of it can run."""
    bring_up(round_id, now)
    with transaction.atomic():
        round_ = running(lock(round_id))
        if round_.kind != Round.Kind.DESIGN:
            raise Refused("board.none", "This round has no board.", 404)
        problem = simulator()
        if problem is None or problem.current is None:
            raise Refused(
                "board.no_simulator",
                "This site has not loaded the ranking simulator. Whoever runs it can.",
                409,
            )
        made = to_design(read(find(round_, BOARD).content))
        if not made.design["retrieval"]:
            names = ", ".join(name.replace("_", " ") for name, _ in CHANNELS)
            raise Refused(
                "board.no_channel",
                f"The simulator needs a retrieval that it knows by name, one of: {names}.",
                409,
            )
        submission = submit(round_.interview.user, problem.current, Submission.Mode.RUN, made.code, None)
        Attempt.objects.create(round=round_, sheet=BOARD, submission=submission, at=now)
        append(round_, "run", by, now, BOARD, submission=str(submission.pk), **_said(made))
        tell(round_)
    return submission


def _said(made: Mapped) -> dict[str, Any]:
    return {"used": made.used[:MOST_SAID], "assumed": made.assumed[:MOST_SAID], "left": made.left[:MOST_SAID]}


def simulated(round_: Round) -> dict[str, Any] | None:
    """The newest simulation of the board: what was used, assumed and left out, and what it came to; None without one."""
    event = Event.objects.filter(round=round_, kind="run", sheet=BOARD).order_by("-number").first()
    if event is None:
        return None
    made = round_.attempts.filter(submission=event.data["submission"]).select_related("submission").first()
    if made is None:
        return None
    report = report_for_candidate(made.submission)
    return {
        **{name: event.data.get(name, []) for name in ("used", "assumed", "left")},
        "event": event.number,
        "done": made.submission.done,
        "verdict": made.submission.verdict,
        "message": (report or {}).get("message", {}).get("text", ""),
        "report": report,
        "score": (report or {}).get("score"),
        "points": (report or {}).get("points"),
        "objectives": (report or {}).get("objectives") or [],
    }
