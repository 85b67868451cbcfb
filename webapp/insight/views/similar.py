"""Programs that share code: asked for, listed, and looked at side by side."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from webapp.accounts.person import person
from webapp.catalog.models import Problem
from webapp.insight.domain import comparing, pairs
from webapp.insight.domain.access import LEAST_PEOPLE, teachers_only
from webapp.insight.models import OPEN, State
from webapp.insight.views.answers import over
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import private


@teachers_only
@require_safe
def similar(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """The newest comparison of a problem's submissions, and how far the next one is."""
    found = _problem(set, slug)
    rows = found.comparisons.all()
    done = rows.filter(state=State.DONE).first()
    context = {
        "problem": found,
        "done": done,
        "open": rows.filter(state__in=OPEN).first(),
        "last": rows.first(),
        "listed": pairs.listed(done, person(request)) if done else None,
        "together": comparing.TOGETHER,
        "least": LEAST_PEOPLE,
    }
    return over(request, context["open"]) or private(render(request, "insight/similar.html", context))


@teachers_only
@require_POST
def compare(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """Have the submissions compared now."""
    found = _problem(set, slug)
    try:
        comparing.ask(found, person(request), timezone.now())
        messages.success(request, "Asked for; the result appears on this page.")
    except Refused as refused:
        messages.info(request, refused.text)
    return redirect("insight:similar", set, slug)


@teachers_only
@require_safe
def pair(request: HttpRequest, id: int) -> HttpResponse:
    """Two programs side by side; of somebody outside of one's cohorts no code is shown."""
    user = person(request)
    found = pairs.find(user, id)
    if found is None:
        raise Http404
    row = pairs.row_of(found, user)
    left, right, count = pairs.side_by_side(found)
    context = {
        "pair": found,
        "problem": found.comparison.problem,
        "sides": [(row.left, left if row.left.name is not None else None), (row.right, right if row.right.name is not None else None)],
        "runs": count,
    }  # fmt: skip
    return private(render(request, "insight/pair.html", context))


def _problem(set_slug: str, slug: str) -> Problem:
    return get_object_or_404(Problem.objects.select_related("set", "current"), set__slug=set_slug, slug=slug)
