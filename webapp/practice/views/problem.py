"""The practice page, and the two things one does on it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from webapp.accounts.domain.preferences import preferences_of
from webapp.accounts.models import User
from webapp.accounts.person import person
from webapp.catalog.models import Problem, ProblemVersion
from webapp.practice.domain import guidance, keeping
from webapp.practice.domain.drafts import find_draft, replace_draft
from webapp.practice.domain.history import active_of, count_of, submissions_of
from webapp.practice.domain.page import draft_data, page_data
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.stages import carry_on, code_to_carry, stage_of
from webapp.practice.domain.staying import move_on, version_for
from webapp.practice.domain.submitting import NOT_QUEUED, submit
from webapp.practice.models import Submission
from webapp.practice.views.answers import find_problem, json_body, login_needed, private, refusal


@require_safe
@ensure_csrf_cookie
def problem(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """Statement, editor and results of one problem."""
    found, current = find_problem(set, slug)
    user = request.user
    version = version_for(user, found, current)
    context: dict[str, Any] = {
        "problem": found,
        "version": version,
        "earlier": version.pk != current.pk,
        "set": found.set,
        **place(found),
    }
    context |= personal(request, user, found, version) if user.is_authenticated else anonymous(version)
    context["page"] = page_data(
        found, version, user, preferences_of(user), context.pop("draft_row"), context.pop("active")
    )
    return private(render(request, "practice/problem.html", context))


def personal(request: HttpRequest, user: User, found: Problem, version: ProblemVersion) -> dict[str, Any]:
    """What the page shows of the person's own."""
    keeping.take_up(request.session, user, found)
    draft, submissions = find_draft(user, found), submissions_of(user, found)
    standing = guidance.standing_of(user, found)
    return {
        "hints_total": len(version.hints),
        "hints_revealed": guidance.revealed_hints(user, found, version, standing),
        **standing.as_context(),
        "submissions": submissions,
        "submissions_count": count_of(user, found),
        "draft": draft_data(draft),
        "draft_row": draft,
        "last": next((one for one in submissions if one.done), None),
        "active": active_of(user, found),
        "can_carry": code_to_carry(user, found) is not None,
    }


def anonymous(version: ProblemVersion) -> dict[str, Any]:
    """The same for somebody who is not logged in."""
    return {
        "hints_total": len(version.hints),
        "hints_revealed": [],
        **guidance.Standing().as_context(),
        "submissions": [],
        "submissions_count": 0,
        "draft": None,
        "draft_row": None,
        "last": None,
        "active": None,
    }


def place(found: Problem) -> dict[str, Any]:
    """Which problem of its set this is, 1-based, its neighbours, and its stage in a chain of follow-ups."""
    others = list(
        Problem.objects.filter(set=found.set_id, retired=False, current__isnull=False)
        .select_related("set", "current")
        .defer("current__statement_html", "current__editorial_html", "current__hints", "current__starter")
        .order_by("order", "slug")
    )
    index = others.index(found) if found in others else None
    neighbours = {
        "index": None if index is None else index + 1,
        "of": len(others),
        "previous": others[index - 1] if index else None,
        "next": others[index + 1] if index is not None and index + 1 < len(others) else None,
    }
    return {"position": neighbours, "stage": stage_of(found, others) if index is not None else None}


@require_POST
def run(request: HttpRequest, set: str, slug: str) -> HttpResponseBase:
    """Run code on the samples or on an input of one's own."""
    return take(request, set, slug, Submission.Mode.RUN)


@require_POST
def hand_in(request: HttpRequest, set: str, slug: str) -> HttpResponseBase:
    """Submit code to be graded."""
    return take(request, set, slug, Submission.Mode.GRADE)


@login_required
@require_POST
def carry(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """Go on with the code that was accepted in the stage before."""
    found, version = find_problem(set, slug)
    try:
        carry_on(person(request), found, version)
    except Refused as refused:
        messages.error(request, refused.text)
    else:
        messages.info(
            request, "Your accepted code is in the editor. What stood there is kept in its history."
        )
    return redirect(found)


@login_required
@require_POST
def move(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """Go on with the current version of a problem whose draft was begun on an earlier one."""
    found, _ = find_problem(set, slug)
    if move_on(person(request), found):
        messages.info(request, "This is the current version. Your code is in the editor as it was.")
    return redirect(found)


def take(request: HttpRequest, set: str, slug: str, mode: str) -> HttpResponseBase:
    """JSON from the page's script, or a plain form where no script runs."""
    found, current = find_problem(set, slug, texts=False)
    version = version_for(request.user, found, current)
    by_form = request.content_type != "application/json"
    if not request.user.is_authenticated:
        return anonymous_form(request, found) if by_form else login_needed(request, set=set, slug=slug)
    try:
        if by_form:
            return take_form(request, found, version, mode)
        body = json_body(request)
        submission = submit(person(request), version, mode, body.get("code"), body.get("input"))
    except Refused as refused:
        return refusal(refused)
    return JsonResponse(accepted(submission), status=202)


def accepted(submission: Submission) -> dict[str, Any]:
    """Where to follow the submission; `notice` says so when it could not be queued yet."""
    return {
        "id": str(submission.pk),
        "number": submission.number,
        "mode": submission.mode,
        "events": reverse("practice:events", args=[submission.pk]),
        "page": submission.get_absolute_url(),
        "notice": None if submission.queued_at else NOT_QUEUED,
    }


def anonymous_form(request: HttpRequest, found: Problem) -> HttpResponse:
    """To the login and back, with the code kept meanwhile."""
    keeping.keep(request.session, found, request.POST.get("code"))
    return redirect_to_login(found.get_absolute_url())


def take_form(request: HttpRequest, found: Problem, version: ProblemVersion, mode: str) -> HttpResponse:
    """The same without script: the answer is a page."""
    # A form's lines end in CRLF; Python does not mind, but diffs and digests would.
    code = request.POST.get("code", "").replace("\r\n", "\n")
    try:
        submission = submit(person(request), version, mode, code, request.POST.get("input"))
    except Refused as refused:
        if refused.status == 413:  # too large to be kept; the browser still has it one step back
            raise
        replace_draft(person(request), found, code.replace("\0", ""))
        messages.error(request, refused.text)
        return redirect(found)
    replace_draft(person(request), found, code)
    if not submission.queued_at:
        messages.warning(request, NOT_QUEUED)
    return redirect(submission)
