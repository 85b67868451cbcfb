"""The plan, and its feed for calendars."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from webapp.accounts.person import person
from webapp.practice.views.answers import private
from webapp.readiness.domain import feeding
from webapp.readiness.domain.owning import goal_of
from webapp.readiness.domain.scheduling import plan_of


@login_required
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Every day that is left."""
    return show(request)


@login_required
@require_POST
def make_feed(request: HttpRequest) -> HttpResponse:
    """A new link; it is in this answer and nowhere else."""
    secret = feeding.make_link(person(request))
    return show(request, link=request.build_absolute_uri(reverse("readiness:feed", args=[secret])))


@login_required
@require_POST
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """The link stops working."""
    feeding.revoke_link(person(request))
    messages.success(request, "The link no longer works.")
    return redirect("readiness:plan")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The plan for a calendar, which cannot log in: whoever has the link may read it."""
    goal = feeding.owner_of(secret)
    if goal is None:
        raise Http404
    now = timezone.now()
    text = feeding.calendar(plan_of(goal.user, goal, now), goal, now)
    response = private(HttpResponse(text, content_type="text/calendar; charset=utf-8"))
    response.headers["Content-Disposition"] = 'inline; filename="readyroom.ics"'
    return response


def show(request: HttpRequest, link: str = "") -> HttpResponse:
    """The page; with a link that was just made."""
    goal = goal_of(person(request))
    days = plan_of(person(request), goal, timezone.now())
    context = {"goal": goal, "days": days, "link": link, "minutes": sum(day.minutes for day in days)}
    return private(render(request, "readiness/plan.html", context))
