"""The catalogue."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from webapp.catalog.domain.listing import Filters, Listing, list_problems
from webapp.catalog.forms import FilterForm

MANY = {"topic": "topics", "kind": "kinds", "level": "levels", "status": "statuses"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every problem set, filtered by the query string."""
    form = FilterForm(request.GET)
    form.is_valid()  # an unknown value is as good as none
    filters = Filters.of(form.cleaned_data)
    listing = list_problems(request.user, filters)
    context = {
        "sets": listing.sets,
        "rows": listing.rows,
        "filters": filter_context(form, filters, listing),
        "continue_": listing.continue_,
        "totals": listing.totals,
    }
    return render(request, "catalog/index.html", context)


def filter_context(form: FilterForm, filters: Filters, listing: Listing) -> dict[str, Any]:
    """The chosen values, and for each field its options with how many problems each would show."""
    context: dict[str, Any] = {
        "q": form.cleaned_data.get("q", ""),
        "set": filters.set,
        "sort": filters.sort,
        "active": filters.active,
        "sorts": [{"value": v, "title": t, "on": v == filters.sort} for v, t in choices(form, "sort")],
    }
    for name, plural in MANY.items():
        chosen, counts = getattr(filters, name), listing.counts[name]
        context[plural] = [
            {"value": value, "title": title, "count": counts.get(value, 0), "on": value in chosen}
            for value, title in choices(form, name)
        ]
    return context


def choices(form: FilterForm, name: str) -> list[tuple[str, str]]:
    """(value, title) of a field's choices."""
    return list(form.fields[name].choices)  # type: ignore[attr-defined]
