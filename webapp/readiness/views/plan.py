"""The plan, swaps in it, and its feed for calendars."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from webapp.accounts.person import person
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import private
from webapp.readiness.domain import feeding, swapping
from webapp.readiness.domain.owning import goal_of
from webapp.readiness.domain.scheduling import plan_of
from webapp.readiness.forms import DayForm, SwapForm


@login_required
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Every day that is left."""
    return show(request)


@login_required
@require_POST
def swap(request: HttpRequest) -> HttpResponse:
    """One entry of a day for another of the same worth."""
    form = SwapForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("plan.swap", "Say which entry of which day is to be swapped. Nothing is changed.")
        day, out = form.cleaned_data["day"], form.cleaned_data["out"]
        task, title = swapping.swap(person(request), day, out, timezone.now())
    except Refused as refused:
        return show(request, refused=refused)
    messages.success(request, f"“{title}” takes the place of “{task.title}”.")
    return redirect(f"{reverse('readiness:plan')}#d{day:%Y%m%d}")


@login_required
@require_POST
def as_planned(request: HttpRequest) -> HttpResponse:
    """Take the swaps of a day back."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return show(request, refused=Refused("plan.day", "Say which day. Nothing is changed."))
    swapping.as_planned(person(request), form.cleaned_data["day"])
    messages.success(request, "That day is as it was planned.")
    return redirect("readiness:plan")


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


def show(request: HttpRequest, link: str = "", refused: Refused | None = None) -> HttpResponse:
    """The page; with a link that was just made, or with a refusal under its status."""
    goal = goal_of(person(request))
    days = plan_of(person(request), goal, timezone.now())
    context = {"goal": goal, "days": days, "link": link, "refused": refused}
    status = refused.status if refused else 200
    return private(render(request, "readiness/plan.html", context, status=status))
