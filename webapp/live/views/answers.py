"""How a refusal is told on a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from webapp.live.domain.permissions import behind
from webapp.live.domain.refusals import Reason, Refused
from webapp.live.models import Room

STATUS = {Reason.NOT_THERE: 404, Reason.LINK_UNKNOWN: 404, Reason.LINK_EXPIRED: 410, Reason.LINK_REVOKED: 410}


def page_of(room: Room) -> str:
    """Where the room is shown: by the app that it belongs to, or by this one."""
    found = behind(room.owner)
    return found.page_of(room.owner) if found and found.page_of else reverse("live:room", args=[room.pk])


def refused_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Says why not; 403 where nothing else is more exact."""
    status = STATUS.get(refused.reason, 403)
    return render(
        request, "live/refused.html", {"text": refused.reason.value, "status": status}, status=status
    )
