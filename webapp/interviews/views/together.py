"""A round that two people are in: its page, what is new in it, and what the interviewer does."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from webapp.accounts.person import person
from webapp.interviews.domain import attempts, company, marking
from webapp.interviews.domain.access import Role
from webapp.interviews.domain.content import Question, Task, content_of
from webapp.interviews.domain.happened import news_for
from webapp.interviews.domain.log import Author
from webapp.interviews.domain.people import interviewer_of
from webapp.interviews.domain.private_pane import private_pane
from webapp.interviews.domain.probing import names_of
from webapp.interviews.domain.shared_texts import room_of
from webapp.interviews.domain.showing import clock_data, now, outline, question_data
from webapp.interviews.domain.simulating import simulated
from webapp.interviews.domain.stories import fitting
from webapp.interviews.domain.telling import PARTS, standing
from webapp.interviews.models import Round
from webapp.interviews.views.answers import find_round, tells
from webapp.interviews.views.recordings import speaking, with_microphone
from webapp.live.domain.invitations import invite as make_link
from webapp.live.domain.permissions import enter
from webapp.live.domain.refusals import Refused as NotInvited
from webapp.live.roles import Role as Seat
from webapp.live.views import rooms as live
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.submitting import NOT_QUEUED
from webapp.practice.views.answers import for_people, json_body, private
from webapp.practice.views.submissions import result_context

BOTH = (Role.CANDIDATE, Role.INTERVIEWER)
ALL = (*BOTH, Role.STAFF)


@ensure_csrf_cookie
def together(request: HttpRequest, round_: Round, role: Role) -> HttpResponse:
    """The round's page for two, by the role of whoever looks: the private pane is on the interviewer's alone."""
    room, names, content = room_of(round_), names_of(round_), content_of(round_)
    if room is None:
        raise Http404
    context = live.context(enter(room.pk, person(request)))
    part: Question | Task
    if content.tasks:
        reached = [task for task in content.tasks if task.id in names]
        stages = content.shown == "stages"
        part = reached[-1] if stages else content.task(request.GET.get("q", "")) or reached[0]
        sheet = names[part.id]
        context |= {
            "sheet": sheet,
            "version": sheet.version,
            "hints": company.hints_given(round_, sheet),
            "stage": {"number": len(reached), "of": len(content.tasks)} if stages else None,
        }
    else:
        part = question = content.question(request.GET.get("q", "")) or content.questions[0]
        context |= {
            "question": question_data(question, names),
            "board": "board" in names,
            "calculator": "notes" in names,
        }
        if round_.kind == Round.Kind.BEHAVIOURAL and role is Role.CANDIDATE:
            stories = fitting(question, person(request).stories.all())[:5]
            context |= {"parts": PARTS, "stories": stories}
            context["page"]["story"] = standing(round_, question.id, now())
    if role is not Role.CANDIDATE:
        context |= {"private": private_pane(round_, content, part, names)}
    context |= {
        "round": round_,
        "of": round_.interview.rounds.count(),
        "as": role.value,
        "outline": outline(content, names, part.id),
        "clock": clock_data(round_, now()),
        "pauses_left": round_.pause_times - round_.pauses,
        "interviewer": interviewer_of(round_),
    }
    context["simulated"] = simulated(round_) if "board" in names else None
    context["speaking"] = speaking(round_, part.id) if role is Role.CANDIDATE else None
    context["page"] |= _page(round_, role, part.id) | {"speaking": context["speaking"]}
    return with_microphone(private(render(request, "interviews/together.html", context)))


def _page(round_: Round, role: Role, part: str) -> dict[str, Any]:
    at = [round_.pk]
    return {
        "round": str(round_.pk),
        "part": part,
        "as": role.value,
        "clock": clock_data(round_, now()),
        "news_after": round_.last_event,
        "links": reverse("interviews:invite", args=at),
        "urls": {
            "clock": reverse("interviews:clock", args=at),
            "events": reverse("interviews:events", args=at),
            "after": reverse("interviews:room", args=at),
            "simulated": reverse("interviews:simulated", args=at),
            "news": reverse("interviews:news", args=at),
            "run": reverse("interviews:run", args=[*at, part]),
            "submit": reverse("interviews:submit", args=[*at, part]),
        },
    }


@login_required
@require_POST
@tells
def invite(request: HttpRequest, id: UUID) -> HttpResponse:
    """A link for the interviewer, which makes the round one for two: {url, role, expires_at, revoke}; shown only now."""
    find_round(request, id, Role.CANDIDATE, Role.STAFF)
    room = company.share(id, now())
    try:
        link, token = make_link(room, person(request), Seat.INTERVIEWER, now())
    except NotInvited as refused:
        raise Refused("invite.refused", refused.reason.value, 409) from None
    data = {
        "url": request.build_absolute_uri(reverse("live:join", args=[token])),
        "role": link.role,
        "expires_at": link.expires_at.isoformat(),
        "revoke": reverse("live:revoke", args=[room.pk, link.pk]),
    }
    return private(JsonResponse(data, status=201))


@login_required
@require_POST
@tells
def call(request: HttpRequest, id: UUID) -> HttpResponse:
    """Set the link to the talk."""
    find_round(request, id, *BOTH)
    company.set_call(id, request.POST.get("url", ""))
    return redirect("interviews:room", id)


@require_safe
@for_people
def news(request: HttpRequest, id: UUID) -> HttpResponse:
    """What has happened behind the event number `after`, as far as this person is shown it."""
    round_, role = find_round(request, id, *ALL)
    after = request.GET.get("after", "0")
    return private(JsonResponse(news_for(round_, role, int(after) if after.isdecimal() else 0)))


@require_safe
@for_people
def result(request: HttpRequest, id: UUID, submission: UUID) -> HttpResponse:
    """What a run or a submission of the round came to, as its candidate may see it, for both."""
    round_, _ = find_round(request, id, *ALL)
    made = get_object_or_404(
        round_.attempts.select_related("submission__problem__set", "submission__version"),
        submission=submission,
    )
    context = result_context(made.submission) | {"previous": None, "next_stage": None}
    return private(render(request, "practice/_result.html", context))


def attempt(request: HttpRequest, id: UUID, name: str, mode: str) -> HttpResponse:
    """Run what both see, or have the candidate hand it in."""
    _, role = find_round(request, id, *(BOTH if mode == "run" else (Role.CANDIDATE,)))
    by: Author = "candidate" if role is Role.CANDIDATE else "interviewer"
    made = attempts.attempt(id, name, mode, None, json_body(request).get("input"), now(), by)
    return JsonResponse({"id": str(made.pk), "notice": None if made.queued_at else NOT_QUEUED}, status=202)


@require_POST
@for_people
@tells
def act(request: HttpRequest, id: UUID, what: str) -> HttpResponse:
    """One of the interviewer's steps: a hint, a follow-up, the next stage, a note, a mark."""
    find_round(request, id, Role.INTERVIEWER)
    sent = request.POST
    match what:
        case "hint":
            company.release_hint(id, sent.get("sheet", ""), _number(sent.get("number")), now())
        case "ask":
            company.ask(id, sent.get("question", ""), _number(sent.get("number")), now())
        case "stage":
            company.change_constraint(id, now())
        case "note":
            company.note(id, sent.get("text", ""), sent.get("sheet", ""), now())
        case _:
            marking.judge(
                id, sent.get("question", ""), sent.get("criterion", ""), _number(sent.get("level")), now()
            )
    return HttpResponse(status=204)


def _number(value: str | None) -> int:
    if value is None or not value.isdecimal() or len(value) > 4:
        raise Refused("request.bad", "There is a number missing in this request.")
    return int(value)
