"""What a candidate sees of marking: nothing before it is released, then all that was said, and a way to ask."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from webapp.accounts.person import person
from webapp.marking.domain import access, marks, reading, regrades
from webapp.marking.domain.rubrics import lines_of, share_of
from webapp.marking.views.answers import find_own, tells
from webapp.practice.views.answers import private


@login_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Everything of one's own that was marked."""
    rows = (
        access.own_scripts(person(request))
        .order_by("-pile__released_at", "number")
        .prefetch_related("regrades")
    )
    return private(render(request, "marking/results.html", {"scripts": rows}))


@login_required
@require_safe
def result(request: HttpRequest, id: UUID) -> HttpResponse:
    """Marks with their words, comments, and requests with their answers."""
    found = find_own(request, id)
    levels = marks.final_levels(found) or {}
    context = {
        "script": found,
        "item": found.pile.item,
        "lines": reading.shown(found, levels),
        "share": share_of(lines_of(found), levels),
        "notes": reading.notes(found),
        "texts": reading.texts(found, mine=None),
        "history": found.regrades.all(),
        "open": found.regrades.filter(state="open").exists(),
        "most": regrades.MOST,
    }
    return private(render(request, "marking/result.html", context))


@tells(lambda id: reverse("marking:result", args=[id]))
@require_POST
def ask(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask to look again."""
    regrades.ask(find_own(request, id), request.POST.get("reason", ""), timezone.now())
    messages.success(request, "Asked. The answer appears here.")
    return redirect("marking:result", id)
