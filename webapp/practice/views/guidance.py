"""Hints and the editorial, as fragments of the practice page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from webapp.accounts.person import person
from webapp.catalog.models import Problem, ProblemVersion
from webapp.practice.domain import guidance
from webapp.practice.domain.guidance import Standing
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.staying import version_for
from webapp.practice.views.answers import find_problem, for_people, private, tells_refusals


@require_POST
@for_people
@tells_refusals
def hint(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """Reveal one hint more and show all that are revealed."""
    found, current = find_problem(set, slug)
    version = version_for(request.user, found, current)
    revealed = guidance.reveal_next_hint(person(request), found, version)
    context = {"problem": found, "hints_total": len(version.hints), "hints_revealed": revealed}
    return private(render(request, "practice/_hints.html", context))


@require_POST
@for_people
@tells_refusals
def give_up(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """Open the editorial before solving, and show it."""
    found, current = find_problem(set, slug)
    version = version_for(request.user, found, current)
    return show_editorial(request, found, version, guidance.give_up(person(request), found))


@require_safe
@for_people
@tells_refusals
def editorial(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """The editorial, for those who have solved the problem or given up."""
    found, current = find_problem(set, slug)
    version = version_for(request.user, found, current)
    standing = guidance.standing_of(person(request), found)
    if not standing.editorial_open:
        raise Refused(
            "editorial.closed", "The editorial opens when you have solved the problem or given up.", 403
        )
    return show_editorial(request, found, version, standing)


def show_editorial(
    request: HttpRequest, found: Problem, version: ProblemVersion, standing: Standing
) -> HttpResponse:
    """The fragment."""
    context = {"problem": found, "version": version, **standing.as_context()}
    return private(render(request, "practice/_editorial.html", context))
