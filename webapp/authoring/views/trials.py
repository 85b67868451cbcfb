"""A draft as a candidate has it: the practice page, with what is run and submitted there kept as trials."""

from typing import Any
from uuid import UUID

import structlog
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from webapp.accounts.domain.preferences import preferences_of
from webapp.accounts.models import User
from webapp.accounts.person import person
from webapp.authoring.domain.desk import desk
from webapp.authoring.domain.files import texts_of
from webapp.authoring.domain.subjects import subject_of
from webapp.authoring.domain.trials import showing
from webapp.authoring.domain.trials.sketching import replace_sketch, save_sketch, sketch_of
from webapp.authoring.domain.trials.taking import take
from webapp.authoring.models import Sketch, Trial, Workspace
from webapp.authoring.views.answers import for_pages, for_scripts, own
from webapp.catalog.models import ProblemVersion
from webapp.practice.domain.page import editor_data
from webapp.practice.domain.reports import may_come
from webapp.practice.domain.streaming import parse_cursor, stream
from webapp.practice.domain.submitting import NOT_QUEUED
from webapp.practice.views.answers import json_body, private
from webapp.practice.views.drafts import answer, base_of
from webapp.practice.views.events import as_events

ACTIONS = {"run": "try_run", "submit": "try_submit", "draft": "sketch", "submissions": "trials"}


@for_pages("authoring:index")
@require_safe
@ensure_csrf_cookie
def candidate(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The draft as a candidate has it; `?trial=` opens with the result of one."""
    found, user = own(request, id), person(request)
    desk().warm()
    subject = subject_of(found)
    template, shown = subject.candidate(found, texts_of(found))
    context = {"workspace": found, **shown}
    if subject.runs and shown["package"]:
        template = "authoring/trial.html"
        context |= practice(found, user, shown, request.GET.get("trial", ""))
    return private(render(request, template, context))


def practice(found: Workspace, user: User, shown: dict[str, Any], wanted: str) -> dict[str, Any]:
    """What the practice page needs, of a version that is in no catalogue."""
    version = ProblemVersion(
        digest=shown["package"]["digest"],
        statement_html=shown["statement"],
        editorial_html=shown["editorial"],
        hints=shown["hints"],
        **shown["version"],
    )
    mine = found.trials.filter(user=user).defer(*showing.HEAVY)
    done = mine.filter(state=Trial.State.DONE)
    chosen = done.filter(pk=wanted).first() if _is_id(wanted) else None
    last = chosen or done.filter(mode=Trial.Mode.GRADE).first()
    active = None if chosen else mine.exclude(state=Trial.State.DONE).first()
    sketch = sketch_of(found, user)
    back = urlencode({"next": reverse("authoring:candidate", args=[found.pk])})
    return {
        "version": version,
        "hints_total": len(version.hints),
        "hints_revealed": version.hints,
        "editorial_open": True,
        "submissions_count": mine.filter(mode=Trial.Mode.GRADE).count(),
        "draft": _sketch_data(sketch),
        "last_result": showing.address(last, "trial_result") if last else None,
        "page": {
            "problem": f"draft/{found.pk}",
            **editor_data(version, user, preferences_of(user)),
            "draft": _sketch_data(sketch),
            "active": showing.active_data(active) if active else None,
            "urls": {
                **{name: reverse(f"authoring:{action}", args=[found.pk]) for name, action in ACTIONS.items()},
                "files": found.get_absolute_url(),
                "login": f"{reverse('account_login')}?{back}",
            },
        },
    }


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _sketch_data(sketch: Sketch | None) -> dict[str, Any] | None:
    if sketch is None:
        return None
    return {
        "content": sketch.content,
        "revision": sketch.revision,
        "saved_at": sketch.updated_at.isoformat(),
    }


def _of_problem(request: HttpRequest, id: UUID) -> Workspace:
    """The workspace; a bank or loop holds nothing that could be run."""
    found = own(request, id)
    if not subject_of(found).runs:
        raise Http404
    return found


def _own_trial(request: HttpRequest, id: UUID, trial: UUID) -> Trial:
    """The person's own trial of a draft that they may enter; anybody else's is not there."""
    structlog.contextvars.bind_contextvars(trial=str(trial))
    rows = own(request, id).trials.filter(user=person(request), pk=trial)
    found = rows.defer("archive").first()
    if found is None:
        raise Http404
    return found


@for_scripts
@require_POST
def try_run(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Run code on the draft's samples or on an input of one's own."""
    return _take(request, id, Trial.Mode.RUN)


@for_scripts
@require_POST
def try_submit(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Grade code on all cases of the draft."""
    return _take(request, id, Trial.Mode.GRADE)


def _take(request: HttpRequest, id: UUID, mode: str) -> HttpResponseBase:
    found = _of_problem(request, id)
    body = json_body(request)
    trial = take(found, person(request), mode, body.get("code"), body.get("input"))
    notice = None if trial.queued_at else NOT_QUEUED
    return JsonResponse({**showing.active_data(trial), "notice": notice}, status=202)


@for_scripts
@require_http_methods(["PUT"])
def sketch(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """PUT {content, base} saves the editor's text, or answers 409 with the text that another device saved."""
    found = _of_problem(request, id)
    body = json_body(request)
    return answer(save_sketch(found, person(request), body.get("content"), base_of(body)))


@for_scripts
@require_safe
def trials(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """What the person has submitted to the draft, as a fragment."""
    found = _of_problem(request, id)
    context = {"workspace": found, "trials": showing.trials_of(found, person(request))}
    return private(render(request, "authoring/_trials.html", context))


@for_scripts
@require_safe
def trial_result(request: HttpRequest, id: UUID, trial: UUID) -> HttpResponseBase:
    """The report of one trial, as a fragment."""
    found = _own_trial(request, id, trial)
    context = {
        "submission": found,
        "version": found,
        "report": showing.report_for_author(found),
        "broken_draft": showing.broken(found),
        "soon": may_come(found),
    }
    return private(render(request, "practice/_result.html", context))


@for_scripts
@require_GET
def trial_events(request: HttpRequest, id: UUID, trial: UUID) -> HttpResponseBase:
    """Server-sent events of one trial; `Last-Event-ID` resumes."""
    found = _own_trial(request, id, trial)
    return as_events(stream(found.pk, parse_cursor(request.headers.get("Last-Event-ID")), showing.look))


@for_scripts
@require_POST
def trial_restore(request: HttpRequest, id: UUID, trial: UUID) -> HttpResponseBase:
    """Put the code of a trial back into the editor."""
    found = _own_trial(request, id, trial)
    saved = replace_sketch(found.workspace, person(request), found.code)
    data = {
        "content": saved.content,
        "revision": saved.revision,
        "saved_at": saved.saved_at.isoformat(),
    }
    return private(JsonResponse(data))
