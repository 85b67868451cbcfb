"""Submissions: the list, one of them, its result, two side by side, back into the editor."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from graders.report import for_audience
from webapp.broker import graders_recently
from webapp.practice.domain.comparing import diff_rows
from webapp.practice.domain.drafts import replace_draft
from webapp.practice.domain.history import previous_of, submissions_of
from webapp.practice.domain.states import state_of
from webapp.practice.models import Submission
from webapp.practice.views.answers import find_problem, for_people, own_submission, private


@require_safe
@for_people
def submissions(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """The person's submissions of one problem, as a fragment."""
    found, _ = find_problem(set, slug)
    context = {"problem": found, "submissions": submissions_of(request.user, found)}
    return private(render(request, "practice/_submissions.html", context))


@login_required
@require_safe
def submission(request: HttpRequest, id: UUID) -> HttpResponse:
    """One submission: its code and its result."""
    found = own_submission(request, id)
    context = result_context(found) | {"state": state_of(found, graders_recently()).as_dict()}
    return private(render(request, "practice/submission.html", context))


@require_safe
@for_people
def result(request: HttpRequest, id: UUID) -> HttpResponse:
    """The report of one submission, as a fragment."""
    return private(render(request, "practice/_result.html", result_context(own_submission(request, id))))


def result_context(found: Submission) -> dict[str, Any]:
    """The report as its candidate may see it."""
    report = for_audience(found.report, "candidate") if found.report else None
    return {
        "submission": found,
        "problem": found.problem,
        "version": found.version,
        "report": report,
        "previous": previous_of(found),
    }


@login_required
@require_safe
def compare(request: HttpRequest, a: UUID, b: UUID) -> HttpResponse:
    """Two submissions of one problem side by side."""
    left, right = own_submission(request, a), own_submission(request, b)
    if left.problem_id != right.problem_id:
        raise Http404
    context = {"a": left, "b": right, "problem": left.problem, "diff_rows": diff_rows(left.code, right.code)}
    return private(render(request, "practice/compare.html", context))


@require_POST
@for_people
def restore(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Put a submission's code into the draft."""
    found = own_submission(request, id)
    saved = replace_draft(request.user, found.problem, found.code)
    if "text/html" in request.headers.get("Accept", ""):  # the button of a page without script
        return redirect(found.problem)
    return JsonResponse(
        {"content": saved.content, "revision": saved.revision, "saved_at": saved.saved_at.isoformat()}
    )
