"""Assignments for those who teach: rules, items, dates of single people, the gradebook."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.accounts.models import User
from webapp.accounts.person import person
from webapp.catalog.models import Problem
from webapp.interviews.domain.drawing import loops
from webapp.practice.domain.refusals import Refused
from webapp.teaching.domain import assigning
from webapp.teaching.domain.access import candidates_of
from webapp.teaching.domain.cohorts import check_active
from webapp.teaching.forms import AssignmentForm, ExtensionForm, PointsForm, ProblemForm, QuizForm, RoundsForm
from webapp.teaching.models import Assignment, Cohort, Extension
from webapp.teaching.views.answers import LEAD, find_assignment, find_cohort, page, tells


@login_required
@require_http_methods(["GET", "POST"])
@tells
def create(request: HttpRequest, id: UUID) -> HttpResponse:
    """A new assignment of a cohort."""
    cohort, _ = find_cohort(request, id, LEAD)
    check_active(cohort)
    return take(request, cohort, Assignment(cohort=cohort), "teaching:setup")


@login_required
@require_http_methods(["GET", "POST"])
@tells
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Its rules."""
    found, _ = find_assignment(request, id, LEAD)
    return take(request, found.cohort, found, "teaching:setup")


def take(request: HttpRequest, cohort: Cohort, row: Assignment, then: str) -> HttpResponse:
    """The form of the rules; dates are read in the cohort's time zone."""
    with timezone.override(ZoneInfo(cohort.zone)):
        new = row.opens_at is None
        form = AssignmentForm(request.POST or None, instance=None if new else row)
        if request.method == "POST" and form.is_valid():
            try:
                kept = (
                    Assignment(cohort=cohort)
                    if new
                    else Assignment.objects.select_related("cohort").get(pk=row.pk)
                )
                return redirect(then, assigning.save(kept, form.cleaned_data).pk)
            except Refused as refused:
                tell_in(form, refused)
        context = {"form": form, "assignment": None if new else row, "tab": "assignments"}
        return page(request, "assignment_form", cohort, context, 400 if form.is_bound else 200)


@login_required
@require_safe
def setup(request: HttpRequest, id: UUID) -> HttpResponse:
    """Its items and extensions, and whether it is published."""
    found, _ = find_assignment(request, id, LEAD)
    return show(request, found)


def show(
    request: HttpRequest,
    found: Assignment,
    status: int = 200,
    rounds_form: Any = None,
    **more: Any,
) -> HttpResponse:
    """The page, with empty forms but for the one that was refused."""
    offered = Problem.objects.filter(retired=False, current__isnull=False).select_related("set", "current")
    with timezone.override(ZoneInfo(found.cohort.zone)):
        context = {
            "assignment": found,
            "tab": "assignments",
            "items": found.items.select_related("version__problem__set", "version__problem__current"),
            "problem_form": ProblemForm(),
            "quiz_form": QuizForm(prefix="quiz"),
            "loops": [
                (loop, rounds_form if rounds_form and rounds_form.loop == loop else RoundsForm(loop))
                for loop in loops().loops
            ],
            "rounds_refused": rounds_form is not None,
            "past": found.due_at <= timezone.now(),
            "extension_form": ExtensionForm(
                names_in(found), initial={"due_at": found.due_at}, prefix="extension"
            ),
            "extensions": found.extensions.select_related("user", "given_by").order_by("due_at"),
            "offered": offered.only("slug", "set__slug", "current__title"),
        }
        return page(request, "setup", found.cohort, context | more, status)


@login_required
@require_POST
@tells
def add_item(request: HttpRequest, id: UUID, kind: str) -> HttpResponse:
    """A problem, a quiz, or rounds of the loop named in `loop`."""
    found, _ = find_assignment(request, id, LEAD)
    form: PointsForm
    if kind == "problem":
        form, name = ProblemForm(request.POST), "problem_form"
    elif kind == "quiz":
        form, name = QuizForm(request.POST, prefix="quiz"), "quiz_form"
    elif loop := loops().find(request.POST.get("loop", "")):
        form, name = RoundsForm(loop, request.POST), "rounds_form"
    else:
        raise Http404
    again: dict[str, Any] = {name: form}
    if not form.is_valid():
        return show(request, found, 400, **again)
    sent = form.cleaned_data
    try:
        if kind == "problem":
            made = assigning.add_problem(found, sent["problem"], sent["points"])
        elif kind == "quiz":
            made = assigning.add_quiz(found, sent["topics"], sent["count"], sent["points"])
        else:
            loop_id = request.POST["loop"]
            made = assigning.add_rounds(found, loop_id, sent["level"], sent["rounds"], sent["points"])
    except Refused as refused:
        tell_in(form, refused)
        return show(request, found, 400, **again)
    messages.success(request, f"“{made.title}” is in the assignment.")
    return redirect("teaching:setup", id)


def tell_in(form: BaseForm, refused: Refused) -> None:
    """A refusal beside the field that it is about, or above the form."""
    field = refused.more.get("field")
    form.add_error(field if field in form.fields else None, refused.text)


@login_required
@require_POST
@tells
def change_item(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """Its points, or take it out: `remove`."""
    found, _ = find_assignment(request, id, LEAD)
    check_active(found.cohort)
    item = found.items.filter(number=number).first()
    if item is None:
        raise Http404
    if "remove" in request.POST:
        assigning.remove_item(item)
        return redirect("teaching:setup", id)
    form = PointsForm(request.POST)
    if form.is_valid():
        assigning.set_points(item, form.cleaned_data["points"])
    else:
        messages.error(request, "Points are a number from 0 to 10 000.")
    return redirect("teaching:setup", id)


@login_required
@require_POST
@tells
def publish(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show it to the cohort; hide or delete it while nobody has begun (`hide`, `delete`)."""
    found, _ = find_assignment(request, id, LEAD)
    if "delete" in request.POST:
        assigning.remove(found)
        messages.success(request, "The assignment is gone.")
        return redirect(found.cohort)
    if "hide" in request.POST:
        assigning.withdraw(found)
    else:
        assigning.publish(found, timezone.now())
        messages.success(request, "Published: the cohort sees it.")
    return redirect("teaching:setup", id)


@login_required
@require_POST
@tells
def copy(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same once more, unpublished, in this cohort."""
    found, _ = find_assignment(request, id, LEAD)
    made = assigning.copy(found, found.cohort)
    messages.success(request, "This is the copy: set its dates.")
    return redirect("teaching:edit_assignment", made.pk)


@login_required
@require_POST
@tells
def extend(request: HttpRequest, id: UUID) -> HttpResponse:
    """Other dates for one person; `remove` takes them back."""
    found, _ = find_assignment(request, id, LEAD)
    if "remove" in request.POST:
        check_active(found.cohort)
        if Extension.objects.filter(assignment=found, pk=_number(request.POST["remove"])).delete()[0] != 1:
            raise Http404
        return redirect("teaching:setup", id)
    with timezone.override(ZoneInfo(found.cohort.zone)):
        form = ExtensionForm(names_in(found), request.POST, prefix="extension")
        if not form.is_valid():
            return show(request, found, 400, extension_form=form)
    user = User.objects.get(pk=form.cleaned_data["user"])
    try:
        assigning.extend(found, user, form.dates(), person(request), timezone.now())
    except Refused as refused:
        tell_in(form, refused)
        return show(request, found, 400, extension_form=form)
    messages.success(request, f"{user.username} has the extension.")
    return redirect("teaching:setup", id)


def names_in(found: Assignment) -> list[tuple[int, str]]:
    """Its cohort's candidates, to choose one from."""
    rows = candidates_of(found.cohort).order_by("name", "user__username")
    return [(row.user_id, row.name or row.user.username) for row in rows]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
