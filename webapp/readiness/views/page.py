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
from webapp.readiness.forms import GoalForm

SHOWN = 7
"""Pieces of evidence that the page lists before it folds the smaller ones."""


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where somebody stands, how sure that is, and what moved it."""
    user, now = person(request), timezone.now()
    goal = goal_of(user)
    seen = overview(user, goal, now)
    days = (goal.interview_on - timezone.localdate(now)).days if goal.interview_on else None
    context = {
        "seen": seen,
        "goal": goal,
        "goal_form": GoalForm(instance=goal),
        "days_left": days,
        "heavy": seen.moved[:SHOWN],
        "light": seen.moved[SHOWN:],
        "open_check": open_check(user),
    }
    return private(render(request, "readiness/index.html", context))
