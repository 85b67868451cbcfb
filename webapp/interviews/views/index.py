"""The loops that can be sat, one's own interviews, and one of them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from graders.package.manifest import LEVELS
from webapp.accounts.person import person
from webapp.interviews.domain.booking import plan_day
from webapp.interviews.domain.drawing import book, loops
from webapp.interviews.domain.owning import remove_interview
from webapp.interviews.domain.people import rounds_of_interviewer
from webapp.interviews.domain.rounds import bring_up
from webapp.interviews.domain.showing import now
from webapp.interviews.forms import BookForm
from webapp.interviews.models import Interview, Round
from webapp.interviews.views.answers import tells
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
        "booked": Round.objects.filter(interview__user=user, state="planned", booked_at__gte=now())
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
        messages.error(request, "Choose a level, and rounds of this loop.")
        return redirect("interviews:index")
    chosen = form.cleaned_data
    interview = book(person(request), loop, chosen["level"], tuple(chosen["rounds"]), now())
    if chosen["day"]:
        plan_day(interview, chosen["day"], chosen["break_minutes"] or 0)
    return redirect(interview)


@login_required
@require_safe
def interview(request: HttpRequest, id: UUID) -> HttpResponse:
    """Its rounds, in order."""
    found = get_object_or_404(Interview, pk=id, user=request.user)
    for round_id in found.rounds.values_list("pk", flat=True):
        bring_up(round_id, now())
    context = {"interview": found, "rounds": list(found.rounds.all()), "loop": loops().find(found.loop)}
    return private(render(request, "interviews/interview.html", context))


@login_required
@require_POST
def remove(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take an interview away, with all that was recorded."""
    remove_interview(get_object_or_404(Interview, pk=id, user=request.user))
    messages.success(request, "The interview is gone, with everything that was recorded in it.")
    return redirect("interviews:index")
