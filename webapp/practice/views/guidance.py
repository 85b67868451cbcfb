"""Hints and the editorial, as fragments of the practice page."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from webapp.practice.domain import guidance
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import find_problem, for_people, private, tells_refusals


@require_POST
@for_people
def hint(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """Reveal one hint more and show all that are revealed."""
    found, version = find_problem(set, slug)
    revealed = guidance.reveal_next_hint(request.user, found, version)
    context = {"problem": found, "hints_total": len(version.hints), "hints_revealed": revealed}
    return private(render(request, "practice/_hints.html", context))


@require_POST
@for_people
def give_up(request: HttpRequest, set: str, slug: str) -> HttpResponseBase:
    """Open the editorial before solving."""
    found, version = find_problem(set, slug)
    guidance.give_up(request.user, found)
    if request.htmx or request.headers.get("X-Requested-With"):
        return private(render(request, "practice/_editorial.html", {"problem": found, "version": version}))
    return redirect(found)


@require_safe
@for_people
@tells_refusals
def editorial(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """The editorial, for those who have solved the problem or given up."""
    found, version = find_problem(set, slug)
    if not guidance.editorial_open(request.user, found):
        raise Refused("editorial.closed", "The editorial opens when you have solved the problem or given up.", 403)
    return private(render(request, "practice/_editorial.html", {"problem": found, "version": version}))
