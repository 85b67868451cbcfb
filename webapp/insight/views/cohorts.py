"""How one cohort does, for those who teach in it; for everybody else there is no such cohort."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from webapp.accounts.person import person
from webapp.insight.domain import cohorts
from webapp.insight.views.answers import table_csv
from webapp.practice.views.answers import private
from webapp.readiness.views.own import download
from webapp.teaching.domain.access import cohorts_taught_by, role_in
from webapp.teaching.models import Cohort


@login_required
@require_safe
def cohort(request: HttpRequest, id: UUID) -> HttpResponse:
    """Item by item."""
    found = _cohort(request, id)
    context = {"cohort": found, "rows": cohorts.rows_of(found), "role": role_in(request.user, found)}
    return private(render(request, "insight/cohort.html", context))


@login_required
@require_safe
def cohort_csv(request: HttpRequest, id: UUID) -> HttpResponse:
    """One item a line."""
    rows = [row.as_row() for row in cohorts.rows_of(_cohort(request, id))]
    return table_csv(cohorts.COLUMNS, rows, "cohort.csv")


@login_required
@require_safe
def cohort_json(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same as one document."""
    found = _cohort(request, id)
    body = {
        "taken_at": timezone.now(),
        "cohort": str(found),
        "items": [row.as_row() for row in cohorts.rows_of(found)],
    }
    return download(JsonResponse(body, json_dumps_params={"indent": 1}), "cohort.json")


def _cohort(request: HttpRequest, id: UUID) -> Cohort:
    found = cohorts_taught_by(person(request)).filter(pk=id).first()
    if found is None:
        raise Http404
    return found
