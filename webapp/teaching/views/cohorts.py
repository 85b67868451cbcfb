"""Cohorts for those who teach: the list, one of them, its rules, its end."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.accounts.person import person
from webapp.accounts.roles import instructors_only, is_instructor
from webapp.practice.views.answers import private
from webapp.teaching.domain import cohorts
from webapp.teaching.domain.access import candidates_of, cohorts_taught_by
from webapp.teaching.forms import CohortForm
from webapp.teaching.views.answers import LEAD, TEACH, find_cohort, page, tells


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The cohorts that the person teaches in."""
    rows = cohorts_taught_by(person(request)).select_related("owner")
    if not is_instructor(request.user) and not rows.exists():
        raise PermissionDenied("This page is for those who teach.")
    candidates = Count(
        "memberships", filter=Q(memberships__role="candidate", memberships__left_at=None), distinct=True
    )
    rows = rows.annotate(people=candidates, tasks=Count("assignments", distinct=True)).order_by("-created_at")
    context = {
        "running": [row for row in rows if row.archived_at is None],
        "archived": [row for row in rows if row.archived_at is not None],
        "may_create": is_instructor(request.user),
    }
    return private(render(request, "teaching/index.html", context))


@instructors_only
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new cohort."""
    form = CohortForm(request.POST or None, initial={"zone": timezone.get_current_timezone_name()})
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        return redirect(cohorts.create(person(request), sent["title"], sent["term"], sent["zone"]))
    status = 400 if form.is_bound else 200
    return private(render(request, "teaching/cohort_form.html", {"form": form}, status=status))


@login_required
@require_safe
def cohort(request: HttpRequest, id: UUID) -> HttpResponse:
    """Its assignments."""
    found, role = find_cohort(request, id, TEACH)
    context = {
        "role": role,
        "tab": "assignments",
        "assignments": found.assignments.annotate(count=Count("items")).order_by("due_at", "title"),
        "candidates": candidates_of(found).exists(),
        "now": timezone.now(),
    }
    return page(request, "cohort", found, context)


@login_required
@require_http_methods(["GET", "POST"])
@tells
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Its title, term and time zone; archiving."""
    found, role = find_cohort(request, id, LEAD)
    cohorts.check_active(found) if request.method == "POST" else None
    form = CohortForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect(found)
    context = {"form": form, "role": role, "tab": "settings"}
    return page(request, "cohort_form", found, context, 400 if form.is_bound else 200)


@login_required
@require_POST
@tells
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Archive it, or restore one that is."""
    found, _ = find_cohort(request, id, LEAD)
    if found.archived_at is None:
        cohorts.archive(found, timezone.now())
        messages.success(request, "The cohort is archived: it can be read, and nothing is taken any more.")
    else:
        cohorts.restore(found)
        messages.success(request, "The cohort is taught again.")
    return redirect(found)
