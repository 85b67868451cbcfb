"""What the views share: which round, for whom, and how a refusal is told to people and to scripts."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

import structlog
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from webapp.errors import wants_json
from webapp.interviews.domain.access import Role, may_enter
from webapp.interviews.domain.rounds import bring_up
from webapp.interviews.domain.showing import now
from webapp.interviews.models import Round
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import refusal

View = Callable[..., HttpResponseBase]


def find_round(request: HttpRequest, id: UUID, *roles: Role) -> tuple[Round, Role]:
    """The round, brought up to date, and the person's role in it; 404 for everybody else (roles: the candidate's alone)."""
    structlog.contextvars.bind_contextvars(round=str(id))
    role = may_enter(request.user, id)
    if role is None or role not in (roles or (Role.CANDIDATE,)):
        raise Http404
    bring_up(id, now())
    return Round.objects.select_related("interview__user").get(pk=id), role


def tells(view: View) -> View:
    """What the domain refuses becomes JSON for scripts, and for people a message on the round's page."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            if wants_json(request):
                return refusal(refused)
            if refused.status == 404:
                raise Http404 from None
            messages.error(request, refused.text)
            return (
                redirect("interviews:room", kwargs["id"]) if "id" in kwargs else redirect("interviews:index")
            )

    return wrapped
