"""What a person decides about their readiness data: the goal, taking it along, taking it away."""

import csv
import io
import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from webapp.accounts.person import person
from webapp.practice.views.answers import private
from webapp.readiness.domain import owning
from webapp.readiness.forms import GoalForm

TABLES = {
    "evidence": (owning.COLUMNS, owning.evidence_rows),
    "answers": (owning.ANSWERS, owning.answer_rows),
    "reviews": (owning.REVIEWS, owning.review_rows),
}
"""Columns and rows of what can be had as CSV."""
# A cell that starts with one of these would be computed by a spreadsheet instead of shown.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@login_required
@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest) -> HttpResponse:
    """Level, date and hours."""
    form = GoalForm(sent(request), instance=owning.goal_of(person(request)))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("readiness:index")
    status = 400 if form.is_bound else 200
    return private(render(request, "readiness/goal.html", {"form": form}, status=status))


@login_required
@require_safe
def export_json(request: HttpRequest) -> HttpResponse:
    """Everything, as one JSON document."""
    response = JsonResponse(owning.export(person(request), timezone.now()), json_dumps_params={"indent": 1})
    return download(response, "readiness.json")


@login_required
@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """The evidence, one piece a line; with `of` the answers or the reviews."""
    name = request.GET.get("of", "evidence")
    if name not in TABLES:
        raise Http404
    columns, rows = TABLES[name]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    for row in rows(person(request)):
        writer.writerow({name: cell(value) for name, value in row.items()})
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    return download(response, f"readiness-{name}.csv")


@login_required
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask, then take everything away."""
    if request.method == "POST":
        owning.erase(person(request), timezone.now())
        messages.success(request, "Everything about your readiness is erased.")
        return redirect("readiness:index")
    return private(render(request, "readiness/erase.html"))


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also to nothing, if that is what was sent."""
    return request.POST if request.method == "POST" else None


def cell(value: Any) -> Any:
    """A value for a CSV cell: structures as JSON, and no text that a spreadsheet would compute."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def download(response: HttpResponse, name: str) -> HttpResponse:
    """To be saved under that name, and kept by no cache."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(response)
