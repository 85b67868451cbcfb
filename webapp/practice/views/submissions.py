"""Submissions: the list, one of them, its result, two side by side, back into the editor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from webapp.accounts.person import person
from webapp.broker import graders_recently
from webapp.practice.domain.comparing import diff_rows
from webapp.practice.domain.drafts import replace_draft
from webapp.practice.domain.history import previous_of, replaced_results, submissions_of
from webapp.practice.domain.page import active_data
from webapp.practice.domain.reports import report_for_candidate, still_comes
from webapp.practice.domain.stages import next_stage
from webapp.practice.domain.states import state_of
from webapp.practice.domain.withdrawing import withdraw
from webapp.practice.models import Submission
from webapp.practice.views.answers import find_problem, for_people, own_submission, private


@require_safe
@for_people
def submissions(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """The person's submissions of one problem, as a fragment."""
    found, _ = find_problem(set, slug)
    context = {"problem": found, "submissions": submissions_of(person(request), found)}
    return private(render(request, "practice/_submissions.html", context))


@login_required
@require_safe
def submission(request: HttpRequest, id: UUID) -> HttpResponse:
    """One submission: its code and its result."""
    found = own_submission(request, id)
    state = state_of(found, graders_recently() if found.state == "queued" else None)
    context = result_context(found) | {
        "state": state.as_dict(),
        "page": {"active": active_data(found), "urls": {}},
        "replaced": replaced_results(found),
    }
    return private(render(request, "practice/submission.html", context))


@require_safe
@for_people
def result(request: HttpRequest, id: UUID) -> HttpResponse:
    """The report of one submission, as a fragment."""
    return private(render(request, "practice/_result.html", result_context(own_submission(request, id))))


def result_context(found: Submission) -> dict[str, Any]:
    """The report as its candidate may see it."""
    return {
        "submission": found,
        "problem": found.problem,
        "version": found.version,
        "report": report_for_candidate(found),
        "previous": previous_of(found),
        "next_stage": next_stage(found),
        "soon": still_comes(found),
    }


@login_required
@require_safe
def compare(request: HttpRequest, a: UUID, b: UUID) -> HttpResponse:
    """Two submissions of one problem side by side."""
    left, right = own_submission(request, a), own_submission(request, b)
    if left.problem_id != right.problem_id:
        raise Http404
    if left.created_at > right.created_at:
        left, right = right, left
    context = {
        "a": left,
        "b": right,
        "problem": left.problem,
        "report_a": report_for_candidate(left),
        "report_b": report_for_candidate(right),
        "diff_rows": diff_rows(left.code, right.code),
    }
    return private(render(request, "practice/compare.html", context))


@login_required
@require_POST
def take_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take back a submission that nobody has begun with; its page says what it has come to, whatever that is."""
    found = own_submission(request, id)
    if not withdraw(found):
        messages.info(request, "A grader has begun with it, or it is graded already; it was not taken back.")
    return redirect(found)


@require_POST
@for_people
def restore(request: HttpRequest, id: UUID) -> JsonResponse:
    """Put a submission's code into the draft."""
    found = own_submission(request, id)
    saved = replace_draft(person(request), found.problem, found.code)
    return JsonResponse(
        {"content": saved.content, "revision": saved.revision, "saved_at": saved.saved_at.isoformat()}
    )
