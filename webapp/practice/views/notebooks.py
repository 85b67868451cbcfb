"""The notebook of one problem: download it, hand it in."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from webapp.accounts.person import person
from webapp.catalog.models import Problem
from webapp.practice.domain.drafts import replace_draft
from webapp.practice.domain.holding import check_not_held
from webapp.practice.domain.notebooks import code_of, notebook_of
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.staying import version_for
from webapp.practice.domain.submitting import NOT_QUEUED, submit
from webapp.practice.models import Submission
from webapp.practice.views.answers import find_problem, tells_refusals


@require_http_methods(["GET", "POST"])
@tells_refusals
def notebook(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """GET the notebook; POST one as the file `notebook` of a form, which leads to the submission."""
    found, current = find_problem(set, slug)
    if request.method == "POST":
        return take_notebook(request, found)
    if request.user.is_authenticated:
        check_not_held(person(request), found)
    version = version_for(request.user, found, current)
    response = HttpResponse(notebook_of(version), content_type="application/x-ipynb+json")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.ipynb"'
    return response


def take_notebook(request: HttpRequest, found: Problem) -> HttpResponse:
    """Submit what is in the solution cells and make it the draft; a refusal leads back with its reason."""
    if not request.user.is_authenticated:
        return redirect_to_login(found.get_absolute_url())
    assert found.current is not None
    try:
        code = code_of(found, request.FILES.get("notebook"))
        version = version_for(person(request), found, found.current)
        submission = submit(person(request), version, Submission.Mode.GRADE, code)
    except Refused as refused:
        messages.error(request, refused.text)
        return redirect(found)
    replace_draft(person(request), found, code)
    if not submission.queued_at:
        messages.warning(request, NOT_QUEUED)
    return redirect(submission)
