"""The loops that can be sat, one's own interviews, and one of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from graders.package.manifest import LEVELS
from webapp.accounts.person import person
from webapp.interviews.domain.booking import SHOWN_FOR, check_day, free_day, plan_day
from webapp.interviews.domain.drawing import book, loops
from webapp.interviews.domain.owning import remove_interview
from webapp.interviews.domain.people import rounds_of_interviewer
from webapp.interviews.domain.rounds import bring_up
from webapp.interviews.domain.showing import now
from webapp.interviews.forms import BookForm, DayForm
from webapp.interviews.models import Interview, Round
from webapp.interviews.views.answers import tells
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import private
from webapp.readiness.domain.owning import goal_of

SHOWN = 20


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be sat, what runs, and what was sat."""
    user = person(request)
    rows = Interview.objects.filter(user=user).annotate(
        count=Count("rounds"), done=Count("rounds", filter=Q(rounds__state="done"))
    )
    running = Round.objects.filter(interview__user=user, state__in=("open", "paused")).defer("content")
    context = {
        "loops": loops().loops,
        "levels": LEVELS,
        "level": goal_of(user).level,
        "running": list(running),
        "booked": Round.objects.filter(
            interview__user=user, state="planned", booked_at__gte=now() - SHOWN_FOR
        )
        .defer("content")
        .order_by("booked_at")[:5],
        "interviews": rows[:SHOWN],
        "interviewing": list(
            Round.objects.filter(pk__in=rounds_of_interviewer(user)[:SHOWN])
            .select_related("interview__user")
            .defer("content")
            .order_by("-shared_at")
        ),
        "stories": user.stories.count(),
    }
    return private(render(request, "interviews/index.html", context))


@login_required
@require_POST
@tells
def start(request: HttpRequest, loop: str) -> HttpResponse:
    """Draw the chosen rounds."""
    found = loops().find(loop)
    if found is None:
        raise Http404
    form = BookForm(found, request.POST)
    if not form.is_valid():
        return complain(request, form, "interviews:index")
    chosen = form.cleaned_data
    if chosen["day"]:
        check_day(chosen["day"], now())
    interview = book(person(request), loop, chosen["level"], tuple(chosen["rounds"]), now())
    if chosen["day"]:
        plan_day(interview, chosen["day"], chosen["break_minutes"] or 0, now())
    return redirect(interview)


def complain(request: HttpRequest, form: Form, *to: Any) -> HttpResponse:
    """Say what is wrong with a form, where it stands."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect(*to)


@login_required
@require_POST
@tells
def plan(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Book a day for the rounds still to come; an empty day takes the booking back."""
    found = get_object_or_404(Interview, pk=interview_id, user=request.user)
    form = DayForm(request.POST)
    if not form.is_valid():
        return complain(request, form, found)
    if form.cleaned_data["day"] is None:
        free_day(found)
        return redirect(found)
    try:
        plan_day(found, form.cleaned_data["day"], form.cleaned_data["break_minutes"] or 0, now())
    except Refused as refused:
        messages.error(request, refused.text)
    return redirect(found)


@login_required
@require_safe
def interview(request: HttpRequest, id: UUID) -> HttpResponse:
    """Its rounds, in order."""
    found = get_object_or_404(Interview, pk=id, user=request.user)
    for round_id in found.rounds.values_list("pk", flat=True):
        bring_up(round_id, now())
    rounds = list(found.rounds.all())
    planned = [one for one in rounds if one.state == Round.State.PLANNED]
    context = {
        "interview": found,
        "rounds": rounds,
        "planned": planned,
        "coming": next((one for one in rounds if one.running), planned[0] if planned else None),
        "booked": any(one.booked_at for one in planned),
    }
    return private(render(request, "interviews/interview.html", context))


@login_required
@require_POST
def remove(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take an interview away, with all that was recorded."""
    remove_interview(get_object_or_404(Interview, pk=id, user=request.user))
    messages.success(request, "The interview is gone, with everything that was recorded in it.")
    return redirect("interviews:index")
