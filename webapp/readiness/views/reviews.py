"""The review queue: what is due today, one after another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from webapp.accounts.person import person
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import private
from webapp.readiness import planning
from webapp.readiness.domain import remembering
from webapp.readiness.domain.presenting import order_of, present, review, source_of
from webapp.readiness.forms import AnswerForm, GradeForm
from webapp.readiness.models import Review


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The review that is due first, and the load of the coming days."""
    return show(request)


@login_required
@require_POST
def answer(request: HttpRequest, memory_id: int) -> HttpResponse:
    """Review by answering."""
    user, now = person(request), timezone.now()
    try:
        memory = remembering.own(user, memory_id, now)
        given = None
        if "unknown" not in request.POST:
            item = source_of(remembering.version_of(memory))
            form = AnswerForm(item, order_of(remembering.showing_of(memory), item), request.POST)
            if not form.is_valid():
                raise Refused("answer.incomplete", f"{form.complaint()} Nothing is counted yet.")
            given = form.cleaned_data["answer"]
        done = remembering.answer(user, memory_id, given, now)
    except Refused as refused:
        return show(request, refused, memory_id)
    return redirect("readiness:reviewed", done.pk)


@login_required
@require_POST
def grade(request: HttpRequest, memory_id: int) -> HttpResponse:
    """Review by hand."""
    form = GradeForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("review.grade", "Choose forgot, hard, good or easy. Nothing is counted yet.")
        remembering.grade(person(request), memory_id, form.cleaned_data["grade"], timezone.now())
    except Refused as refused:
        return show(request, refused, memory_id)
    return redirect("readiness:reviews")


@login_required
@require_safe
def reviewed(request: HttpRequest, review_id: int) -> HttpResponse:
    """What there is to learn from the review that was just done, and its grade, which may be changed."""
    found = own_review(request, review_id)
    context = {
        "done": found,
        "review": review(remembering.shown(found), found.version) if found.version else None,
        "grades": Review.Grade.choices,
        "left": len(remembering.due(person(request), timezone.now())),
    }
    return private(render(request, "readiness/reviewed.html", context))


@login_required
@require_POST
def regrade(request: HttpRequest, review_id: int) -> HttpResponse:
    """The person knows better than the answer."""
    found, form = own_review(request, review_id), GradeForm(request.POST)
    if found != found.memory.reviews.last():
        messages.error(request, "Something newer is known of this question; the old grade stays.")
    elif form.is_valid():
        remembering.regrade(found, form.cleaned_data["grade"])
    else:
        messages.error(request, "Choose forgot, hard, good or easy. The grade stays.")
    return redirect("readiness:reviewed", review_id)


def own_review(request: HttpRequest, review_id: int) -> Review:
    """The person's own review; somebody else's is not there."""
    rows = Review.objects.select_related("memory", "version")
    return get_object_or_404(rows, pk=review_id, memory__user=request.user)


def show(request: HttpRequest, refused: Refused | None = None, memory_id: int | None = None) -> HttpResponse:
    """The queue as it stands; with a refusal, under its status, and with what was sent to review `memory_id`."""
    user, now = person(request), timezone.now()
    due = remembering.due(user, now)
    memory = due[0] if due else None
    question = None
    if memory and memory.item_id:
        question = present(remembering.showing_of(memory), remembering.version_of(memory))
    context = {
        "due": due,
        "per_day": planning.PER_DAY,
        "memory": memory,
        "question": question,
        "recall": remembering.recall_of(memory, now) if memory else None,
        "load": remembering.load_of(user, now),
        "grades": Review.Grade.choices,
        "refused": refused,
        "sent": request.POST if memory and memory.pk == memory_id else QueryDict(),
    }
    status = refused.status if refused else 200
    response = private(render(request, "readiness/reviews.html", context, status=status))
    if refused:  # else the address would stay that of what was refused, which nobody can load again
        response.headers["HX-Push-Url"] = reverse("readiness:reviews")
    return response
