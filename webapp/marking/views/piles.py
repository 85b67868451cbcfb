"""Piles: what there is to mark, how far it is, and releasing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from graders.loops import HANDED_IN
from webapp.accounts.person import person
from webapp.insight.domain.access import teachers_only
from webapp.marking.domain import access, piles
from webapp.marking.domain.rubrics import offered, rubric_of
from webapp.marking.models import Pile
from webapp.marking.views.answers import find_cohort, find_item, find_pile, tells
from webapp.practice.views.answers import private
from webapp.teaching.domain.access import role_in
from webapp.teaching.models import Item


def _pile_page(pk: int) -> str:
    return reverse("marking:pile", args=[pk])


@teachers_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be marked in the cohorts that one teaches in, or in the one named in `cohort`."""
    user, wanted = person(request), request.GET.get("cohort", "")
    cohort = find_cohort(user, wanted) if wanted else None
    rows = piles.standings(access.items_marked_by(user, cohort), user)
    context = {
        "rows": rows,
        "cohort": cohort,
        "tab": "marking",
        "role": role_in(user, cohort) if cohort else None,
    }
    return private(render(request, "marking/index.html", context))


@login_required
@require_safe
def pile(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: its scripts by number, and how far markers agree."""
    user, item = person(request), find_item(request, pk)
    found = Pile.objects.filter(item=item).first()
    weighted, plain = piles.agreement_of(found) if found and found.markers == 2 else (None, None)
    rows = piles.rows_of(found, user) if found else []
    context = {
        "item": item,
        "pile": found,
        "rows": rows,
        "final": sum(row.final for row in rows),
        "left": found is not None and any(row.mine == "begun" or row.open for row in rows),
        "leads": access.may_lead(user, item),
        "cohort": item.assignment.cohort,
        "differing": sum(row.differs for row in rows),
        "asked": [row.script for row in rows if row.asked],
        "rubrics": offered() if found is None and item.kind == Item.Kind.PROBLEM else [],
        "rubric": rubric_of(found) if found and item.kind == Item.Kind.PROBLEM else None,
        "weighted": weighted,
        "plain": plain,
    }
    return private(render(request, "marking/pile.html", context))


@tells(_pile_page)
@require_POST
def open_pile(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to mark an item, or take in what was handed in since."""
    user, item = person(request), find_item(request, pk)
    _lead_only(access.may_lead(user, item))
    markers = request.POST.get("markers", "1")
    rubric = request.POST.get("rubric", HANDED_IN)[:60]
    made = piles.open_pile(item, user, int(markers) if markers in ("1", "2") else 0, timezone.now(), rubric)
    count = made.scripts.count()
    messages.success(request, f"{count} script{'' if count == 1 else 's'} to mark.")
    return redirect("marking:pile", pk)


@tells(_pile_page)
@require_POST
def deal(request: HttpRequest, pk: int) -> HttpResponse:
    """The next script for this marker."""
    script = piles.deal(find_pile(request, pk), person(request), timezone.now())
    if script is None:
        messages.info(request, "There is no script left for you in this pile.")
        return redirect("marking:pile", pk)
    return redirect("marking:script", script.pk)


@tells(_pile_page)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody's marks at once."""
    user, item = person(request), find_item(request, pk)
    _lead_only(access.may_lead(user, item))
    piles.release(find_pile(request, pk), user, timezone.now())
    messages.success(request, "The marks are released: candidates see them now.")
    return redirect("marking:pile", pk)


def _lead_only(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied("Instructors of the cohort open and release marking; ask one of them.")
