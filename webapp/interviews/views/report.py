"""After a round: marking it, its report, its replay."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from webapp.accounts.person import person
from webapp.interviews.domain import late as late_texts
from webapp.interviews.domain import marking, proposing
from webapp.interviews.domain.access import Role
from webapp.interviews.domain.company import PRIVATE
from webapp.interviews.domain.evidence import counts_own
from webapp.interviews.domain.evidence import finish as finish_marking
from webapp.interviews.domain.evidence import finish_judging as finish_interviewer
from webapp.interviews.domain.late import look_for_late
from webapp.interviews.domain.peers import swap_of
from webapp.interviews.domain.replay import film
from webapp.interviews.domain.report import build
from webapp.interviews.domain.shared_texts import room_of
from webapp.interviews.domain.showing import now
from webapp.interviews.models import Round
from webapp.interviews.tasks import propose_marks
from webapp.interviews.views.answers import find_round, tells
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import for_people, json_body, private
from webapp.readiness.views.own import download

BOTH = (Role.CANDIDATE, Role.INTERVIEWER)
LOOK = (*BOTH, Role.STAFF)


def finished(request: HttpRequest, id: UUID) -> tuple[Round, Role]:
    """The round once it is over: before, rubrics and answers are nobody's to see, and there is no report."""
    round_, role = find_round(request, id, *LOOK)
    if round_.state != Round.State.DONE:
        raise Http404
    look_for_late(round_, now())
    return round_, role


def browsers_copies(request: HttpRequest, round_: Round, role: Role) -> dict[str, Any]:
    """Where a browser that was away at the end sends what it still has of this round, or that it forgets it."""
    user, room = person(request), room_of(round_)
    at, sheets = round_.pk, [] if role is Role.STAFF else [sheet.name for sheet in round_.sheets.all()]
    own = sheets if role is Role.CANDIDATE and room is None else []
    shared = [*sheets, *([PRIVATE] if role is Role.INTERVIEWER else [])] if room else []
    return {
        "round": str(at),
        "user": user.get_username(),
        "account": user.pk,
        "room": str(room.pk) if room else None,
        "erased": round_.erased_at is not None,
        "journals": {name: reverse("interviews:sheet", args=[at, name]) for name in own},
        "documents": {name: reverse("interviews:late", args=[at, name]) for name in shared},
        "lines": reverse("interviews:late_line", args=[at]) if room and role is not Role.STAFF else None,
    }


@require_POST
@for_people
@tells
def late(request: HttpRequest, id: UUID, name: str) -> HttpResponse:
    """A shared text as one browser has it (an update of Yjs), after the end: {new}."""
    _, role = find_round(request, id, *BOTH)
    new = late_texts.take(id, name, request.body, person(request), role, now())
    return private(JsonResponse({"new": new}))


@require_POST
@for_people
@tells
def late_line(request: HttpRequest, id: UUID) -> HttpResponse:
    """A line of the chat, `id` and `text`, after the end: {new}."""
    _, role = find_round(request, id, *BOTH)
    sent = json_body(request)
    new = late_texts.take_line(id, sent.get("id"), sent.get("text"), person(request), role, now())
    return private(JsonResponse({"new": new}))


@login_required
@require_safe
@ensure_csrf_cookie
def report(request: HttpRequest, id: UUID) -> HttpResponse:
    """Marks with their evidence, and what follows from them."""
    round_, role = finished(request, id)
    following = round_.interview.rounds.filter(number__gt=round_.number, state="planned").first()
    context = {
        "round": round_,
        "report": build(round_, role),
        "own": role is Role.CANDIDATE,
        "as": role.value,
        "marking": (role is Role.CANDIDATE and round_.marked_at is None)
        or (role is Role.INTERVIEWER and round_.judged_at is None),
        "count_own": role is Role.CANDIDATE and round_.marked_at and counts_own(round_, now()),
        "following": following if role is Role.CANDIDATE else None,
        "swap": swap_of(round_),
        "page": browsers_copies(request, round_, role),
        "proposals": urlsplit(settings.PROPOSALS_URL).hostname if proposing.on() else None,
    }
    return private(render(request, "interviews/report.html", context))


@login_required
@require_safe
def as_json(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same as one document."""
    round_, role = finished(request, id)
    return download(
        JsonResponse(build(round_, role), json_dumps_params={"indent": 1}), f"report-{round_.slug}.json"
    )


@login_required
@require_POST
@tells
def mark(request: HttpRequest, id: UUID) -> HttpResponse:
    """One criterion: its level, and words from the answer that it rests on."""
    find_round(request, id)
    level, sent = request.POST.get("level", ""), request.POST
    if not level.isdigit():
        raise Refused("mark.level", "Choose the level that comes nearest.", 400)
    question, criterion = sent.get("question", ""), sent.get("criterion", "")
    marking.mark(id, question, criterion, int(level), sent.get("quote", ""), now())
    return redirect(f"{reverse('interviews:report', args=[id])}#mark-{question or 'round'}-{criterion}")


@login_required
@require_POST
@tells
def finish(request: HttpRequest, id: UUID) -> HttpResponse:
    """Marking is done; it counts from here on."""
    find_round(request, id)
    found = finish_marking(id, now())
    if not counts_own(Round.objects.get(pk=id), now()):
        messages.success(request, "Your marks are kept. What counts here are your interviewer’s.")
        return redirect("interviews:report", id)
    pieces = f"{len(found)} piece{'' if len(found) == 1 else 's'} of evidence"
    messages.success(request, f"Your marks count now: {pieces}. They stay as they are.")
    return redirect("interviews:report", id)


@login_required
@require_POST
@tells
def judge(request: HttpRequest, id: UUID) -> HttpResponse:
    """One criterion, by the interviewer."""
    find_round(request, id, Role.INTERVIEWER)
    level, question, criterion = (request.POST.get(name, "") for name in ("level", "question", "criterion"))
    if not level.isdecimal():
        raise Refused("mark.level", "Choose the level that comes nearest.", 400)
    marking.judge(id, question, criterion, int(level), now())
    return redirect(f"{reverse('interviews:report', args=[id])}#mark-{question or 'round'}-{criterion}")


@login_required
@require_POST
@tells
def finish_judging(request: HttpRequest, id: UUID) -> HttpResponse:
    """The interviewer is done; what they marked counts, and is shown."""
    find_round(request, id, Role.INTERVIEWER)
    finish_interviewer(id, now())
    messages.success(request, "Your marks count now, and the candidate is shown them.")
    return redirect("interviews:report", id)


@login_required
@require_POST
@tells
def propose(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask the site's endpoint for proposals, which come in a moment."""
    round_, _ = find_round(request, id, Role.CANDIDATE)
    proposing.check(round_)
    try:
        propose_marks.delay(str(id))
    except OperationalError:
        raise Refused(
            "broker.away", "The site's message broker is away. Nothing was sent; try again later.", 503
        ) from None
    messages.info(
        request, "Proposals were asked for. Load this page again in a minute; they stand beside the criteria."
    )
    return redirect("interviews:report", id)


@login_required
@require_safe
def replay(request: HttpRequest, id: UUID) -> HttpResponse:
    """The player."""
    round_, role = finished(request, id)
    context = {"round": round_, "own": role is Role.CANDIDATE}
    context["page"] = {"film": reverse("interviews:replay_json", args=[id])}
    return private(render(request, "interviews/replay.html", context))


@gzip_page
@require_safe
@for_people
def replay_json(request: HttpRequest, id: UUID) -> HttpResponse:
    """What it plays."""
    round_, role = finished(request, id)
    return private(JsonResponse(film(round_, role)))
