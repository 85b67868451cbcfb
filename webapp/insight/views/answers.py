"""What views share: tables as files, and the end of waiting."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRefresh

from webapp.readiness.views.own import cell, download


def over(request: HttpRequest, open_: object) -> HttpResponse | None:
    """What a page that waits for a result is told when it asks again and nothing is open any more: load anew."""
    return HttpResponseClientRefresh() if request.headers.get("HX-Request") and not open_ else None


def table_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], name: str) -> HttpResponse:
    """Rows as CSV in which no text is computed by a spreadsheet."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: cell(value) for key, value in row.items()})
    return download(HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8"), name)
