"""How a refusal is told on a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from webapp.live.domain.refusals import Reason, Refused

STATUS = {Reason.NOT_THERE: 404, Reason.LINK_UNKNOWN: 404, Reason.LINK_EXPIRED: 410, Reason.LINK_REVOKED: 410}


def refused_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Says why not; 403 where nothing else is more exact."""
    status = STATUS.get(refused.reason, 403)
    return render(
        request, "live/refused.html", {"text": refused.reason.value, "status": status}, status=status
    )
