"""The readiness page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from webapp.accounts.person import person
from webapp.practice.views.answers import private
from webapp.readiness.domain.checking import open_check
from webapp.readiness.domain.overview import overview
from webapp.readiness.domain.owning import goal_of
from webapp.readiness.domain.remembering import load_of
from webapp.readiness.domain.scheduling import plan_of

SHOWN = 7
"""Pieces of evidence that the page lists before it folds the smaller ones."""


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where somebody stands, how sure that is, and what moved it."""
    user, now = person(request), timezone.now()
    goal = goal_of(user)
    seen = overview(user, goal, now)
    left = (goal.interview_on - timezone.localdate(now)).days if goal.interview_on else None
    days = plan_of(user, goal, now)
    context = {
        "today": days[0] if days else None,
        "next_days": days[1:4],
        "load": load_of(user, now),
        "seen": seen,
        "goal": goal,
        "days_left": left,
        "heavy": seen.moved[:SHOWN],
        "light": seen.moved[SHOWN:],
        "open_check": open_check(user),
    }
    return private(render(request, "readiness/index.html", context))
