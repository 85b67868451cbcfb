"""The room: before, during and after a round, and the buttons of its clock."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from webapp.accounts.domain.preferences import preferences_of
from webapp.accounts.person import person
from webapp.interviews.domain import attempts, happening, probing, rounds, sheets
from webapp.interviews.domain.access import Role
from webapp.interviews.domain.content import content_of, off_level
from webapp.interviews.domain.peers import check_turn
from webapp.interviews.domain.people import interviewer_of
from webapp.interviews.domain.preparing import BOARD, NOTES
from webapp.interviews.domain.showing import clock_data, now, outline, question_data, sheet_data
from webapp.interviews.domain.simulating import simulated
from webapp.interviews.domain.stories import fitting
from webapp.interviews.domain.telling import PARTS, standing
from webapp.interviews.models import Round
from webapp.interviews.views.answers import find_round, tells
from webapp.interviews.views.recordings import speaking, with_microphone
from webapp.interviews.views.together import ALL, together
from webapp.interviews.views.together import attempt as together_attempt
from webapp.practice.domain.page import page_data
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.submitting import NOT_QUEUED
from webapp.practice.views.answers import for_people, json_body, private

CODE = (Round.Kind.ASSESSMENT, Round.Kind.CODING)


@login_required
@require_safe
@ensure_csrf_cookie
def room(request: HttpRequest, id: UUID) -> HttpResponse:
    """What is on before the round, in it, or after it."""
    round_, role = find_round(request, id, *ALL)
    if round_.state == Round.State.PLANNED:
        return before(request, round_, role)
    if round_.state == Round.State.DONE:
        return private(redirect("interviews:report", id))
    if round_.shared_at:
        return together(request, round_, role)
    if role is not Role.CANDIDATE:
        raise Http404
    if round_.kind in CODE:
        return code_room(request, round_)
    return text_room(request, round_)


def before(request: HttpRequest, round_: Round, role: Role) -> HttpResponse:
    """What the round will be, for whoever starts it and for whoever waits for that."""
    at, content, interviewer = [round_.pk], content_of(round_), interviewer_of(round_)
    context = {
        "round": round_,
        "content": content,
        "off": off_level(content, round_.interview.level),
        "of": round_.interview.rounds.count(),
        "as": role.value,
        "interviewer": interviewer,
        "page": {
            "links": reverse("interviews:invite", args=at),
            "urls": {"clock": reverse("interviews:clock", args=at)},
            "waits": role is not Role.CANDIDATE or (round_.shared_at is not None and interviewer is None),
            "seated": interviewer is not None,
        },
    }
    return private(render(request, "interviews/before.html", context))


def text_room(request: HttpRequest, round_: Round) -> HttpResponse:
    """A question with its answer and what belongs beside it."""
    content, names = content_of(round_), probing.names_of(round_)
    question = content.question(request.GET.get("q", "")) or content.questions[0]
    shown = question_data(question, names)
    notes, board = names.get(NOTES), names.get(BOARD)
    answers = [shown["answer"], *(probe["answer"] for probe in shown["probes"])]
    open_sheets = [*answers, *(sheet for sheet in (board, notes) if sheet)]
    star = round_.kind == Round.Kind.BEHAVIOURAL
    context = frame(round_, outline(content, names, question.id)) | {
        "question": shown,
        "notes": notes,
        "board": board,
        "parts": PARTS if star else None,
        "stories": fitting(question, person(request).stories.all())[:5] if star else None,
    }
    context |= {"speaking": speaking(round_, question.id), "simulated": simulated(round_) if board else None}
    context["page"] = page_of(request, round_) | {
        "question": question.id,
        "sheets": [sheet_data(round_, sheet) for sheet in open_sheets],
        "speaking": context["speaking"],
        "story": standing(round_, question.id, now()) if star else None,
    }
    return with_microphone(private(render(request, "interviews/room_text.html", context)))


def code_room(request: HttpRequest, round_: Round) -> HttpResponse:
    """A problem with an editor. Of a chain it is the stage that was reached."""
    content, names = content_of(round_), probing.names_of(round_)
    reached = [task for task in content.tasks if task.id in names]
    stages = content.shown == "stages"
    task = reached[-1] if stages else content.task(request.GET.get("q", "")) or reached[0]
    sheet = names[task.id]
    version = sheet.version
    assert version is not None
    problem = version.problem
    context = frame(round_, outline(content, names, task.id)) | {
        "version": version,
        "problem": problem,
        "sheet": sheet,
        "stage": {
            "number": len(reached),
            "of": len(content.tasks),
            "last": len(reached) == len(content.tasks),
        }
        if stages
        else None,
        "solved": stages and attempts.accepted(round_, sheet.name),
    }
    data = page_data(problem, version, request.user, preferences_of(request.user), None, None)
    here = sheet_data(round_, sheet)
    context["page"] = data | page_of(request, round_) | {
        "problem": f"{round_.pk}/{sheet.name}",
        "draft": {name: here[name] for name in ("content", "revision", "saved_at")},
        "urls": page_of(request, round_)["urls"] | {
            "draft": here["url"],
            "run": reverse("interviews:run", args=[round_.pk, sheet.name]),
            "submit": reverse("interviews:submit", args=[round_.pk, sheet.name]),
        },
    }  # fmt: skip
    return private(render(request, "interviews/room_code.html", context))


def frame(round_: Round, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What every room has around it."""
    return {
        "round": round_,
        "of": round_.interview.rounds.count(),
        "outline": rows,
        "clock": clock_data(round_, now()),
        "pauses_left": round_.pause_times - round_.pauses,
    }


def page_of(request: HttpRequest, round_: Round) -> dict[str, Any]:
    """What a room's script is told."""
    back = urlencode({"next": request.get_full_path()})
    return {
        "round": str(round_.pk),
        "user": request.user.get_username(),
        "signed_in": True,
        "clock": clock_data(round_, now()),
        "links": reverse("interviews:invite", args=[round_.pk]),
        "urls": {
            "clock": reverse("interviews:clock", args=[round_.pk]),
            "events": reverse("interviews:events", args=[round_.pk]),
            "after": reverse("interviews:room", args=[round_.pk]),
            "simulated": reverse("interviews:simulated", args=[round_.pk]),
            "login": f"{reverse('account_login')}?{back}",
        },
    }


@require_GET
@for_people
def clock(request: HttpRequest, id: UUID) -> HttpResponse:
    """Where the clock stands. To ask is enough for what is due to be done."""
    round_, _ = find_round(request, id, *ALL)
    data = clock_data(round_, now())
    if round_.state == Round.State.PLANNED:
        data["seated"] = interviewer_of(round_) is not None
    return private(JsonResponse(data))


@login_required
@require_POST
@tells
def move(request: HttpRequest, id: UUID, step: str) -> HttpResponse:
    """Start, pause, go on, or hand in."""
    round_, _ = find_round(request, id)
    if step == "start":
        check_turn(round_, now())
    steps = {"start": rounds.start, "pause": rounds.pause, "resume": rounds.resume, "hand-in": rounds.hand_in}
    steps[step](id, now())
    where = request.POST.get("q", "")
    return redirect(
        f"{reverse('interviews:room', args=[id])}{f'?q={where}' if where.replace('-', '').isalnum() else ''}"
    )


@require_http_methods(["PUT", "POST"])
@for_people
@tells
def sheet(request: HttpRequest, id: UUID, name: str) -> HttpResponseBase:
    """PUT {content, base} saves as drafts are saved; a plain form does where no script runs."""
    find_round(request, id)
    if request.method == "POST":
        text = request.POST.get("content", "").replace("\r\n", "\n")
        base = request.POST.get("base", "")
        sheets.save(id, name, text, int(base) if base.isdigit() else 0, now())
        return redirect(f"{reverse('interviews:room', args=[id])}?q={name.rpartition('-')[0] or name}")
    body = json_body(request)
    base_number = body.get("base", 0)
    if not isinstance(base_number, int) or isinstance(base_number, bool) or base_number < 0:
        raise Refused("draft.base", "`base` is not the number of a revision.")
    saved = sheets.save(id, name, body.get("content"), base_number, now())
    data = {"revision": saved.revision, "saved_at": saved.saved_at.isoformat(), "late": saved.late}
    if saved.conflict:
        return JsonResponse(data | {"content": saved.content}, status=409)
    return JsonResponse(data)


@require_POST
@for_people
@tells
def attempt(request: HttpRequest, id: UUID, name: str, mode: str) -> HttpResponse:
    """Run code, or in an onsite round submit it."""
    round_, _ = find_round(request, id, Role.CANDIDATE, Role.INTERVIEWER)
    if round_.shared_at:
        return together_attempt(request, id, name, mode)
    body = json_body(request)
    made = attempts.attempt(id, name, mode, body.get("code"), body.get("input"), now())
    return JsonResponse(
        {
            "id": str(made.pk),
            "number": made.number,
            "mode": made.mode,
            "events": reverse("practice:events", args=[made.pk]),
            "page": made.get_absolute_url(),
            "notice": None if made.queued_at else NOT_QUEUED,
        },
        status=202,
    )


@require_POST
@for_people
@tells
def events(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a batch of events."""
    find_round(request, id)
    return JsonResponse({"taken": happening.tell(id, json_body(request).get("events"), now())})


@login_required
@require_POST
@tells
def probe(request: HttpRequest, id: UUID, question: str) -> HttpResponse:
    """Ask for a follow-up question."""
    find_round(request, id)
    name = probing.ask(id, question, now())
    if name is None:
        raise Refused("probe.none", "That covers it: there is no follow-up left on this question.", 409)
    return redirect(f"{reverse('interviews:room', args=[id])}?q={question}#sheet-{name}")


@login_required
@require_POST
@tells
def go_on(request: HttpRequest, id: UUID, stage: int) -> HttpResponse:
    """The constraint changes: open the next stage with the code as it stands."""
    find_round(request, id)
    attempts.go_on(id, stage, now())
    return redirect("interviews:room", id)
