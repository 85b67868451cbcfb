"""Tables as files."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse

from webapp.readiness.views.own import cell, download


def table_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], name: str) -> HttpResponse:
    """Rows as CSV in which no text is computed by a spreadsheet."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: cell(value) for key, value in row.items()})
    return download(HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8"), name)
