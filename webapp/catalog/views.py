"""The catalogue."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from webapp.catalog.domain.listing import Filters, Listing, list_problems
from webapp.catalog.forms import FilterForm


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every problem set, filtered by the query string."""
    form = FilterForm(request.GET)
    form.is_valid()  # an unknown value is as good as none
    filters = Filters.of(form.cleaned_data)
    listing = list_problems(request.user, filters)
    context = {
        "sets": listing.sets,
        "filters": filter_context(form, filters, listing),
        "continue_": listing.continue_,
        "totals": listing.totals,
    }
    return render(request, "catalog/index.html", context)


def filter_context(form: FilterForm, filters: Filters, listing: Listing) -> dict[str, Any]:
    """Per field its choices with counts and whether chosen, plus the plain values."""
    fields: dict[str, Any] = {"set": filters.set, "q": form.data.get("q", "").strip(), "sort": filters.sort}
    for name in ("topic", "kind", "level", "status"):
        chosen, counts = getattr(filters, name), listing.counts[name]
        fields[name] = [
            {"value": value, "label": label, "count": counts.get(value, 0), "chosen": value in chosen}
            for value, label in form.fields[name].choices  # type: ignore[attr-defined]
        ]
    fields["sorts"] = [
        {"value": value, "label": label, "chosen": value == filters.sort}
        for value, label in form.fields["sort"].choices  # type: ignore[attr-defined]
    ]
    fields["active"] = bool(filters.set or filters.q or any(getattr(filters, n) for n in ("topic", "kind", "level", "status")))
    return fields
