"""What the views share: which cohort or assignment, for whom, in which time zone, and how a refusal is told."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from webapp.errors import wants_json
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import private, refusal
from webapp.teaching.domain.access import role_in
from webapp.teaching.models import Assignment, Cohort, Item, Role

View = Callable[..., HttpResponseBase]
TEACH = (Role.ASSISTANT, Role.INSTRUCTOR)
LEAD = (Role.INSTRUCTOR,)
ANYBODY = tuple(Role)


def find_cohort(request: HttpRequest, id: UUID, roles: tuple[Role, ...]) -> tuple[Cohort, Role]:
    """The cohort and the person's role in it: 404 for outsiders, 403 for those in it whose role is not one of these."""
    role = role_in(request.user, id)
    if role is None:
        raise Http404
    if role not in roles:
        raise PermissionDenied("This is for those who teach in the cohort.")
    return Cohort.objects.select_related("owner").get(pk=id), role


def find_assignment(request: HttpRequest, id: UUID, roles: tuple[Role, ...]) -> tuple[Assignment, Role]:
    """The same for an assignment. One that is not published is not there for candidates."""
    found = Assignment.objects.select_related("cohort__owner").filter(pk=id).first()
    if found is None:
        raise Http404
    _, role = find_cohort(request, found.cohort_id, ANYBODY)
    if role is Role.CANDIDATE and (found.published_at is None or found.cohort.archived_at is not None):
        raise Http404
    if role not in roles:
        raise PermissionDenied("This is for those who teach in the cohort.")
    return found, role


def find_item(request: HttpRequest, id: UUID, number: int, roles: tuple[Role, ...]) -> tuple[Item, Role]:
    """The same for one of its items, with the version it is pinned to."""
    assignment, role = find_assignment(request, id, roles)
    item = assignment.items.select_related("version__problem__set").filter(number=number).first()
    if item is None:
        raise Http404
    item.assignment = assignment
    return item, role


def page(
    request: HttpRequest, template: str, cohort: Cohort, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page, with its dates in the cohort's time zone."""
    with timezone.override(ZoneInfo(cohort.zone)):
        return private(
            render(request, f"teaching/{template}.html", {"cohort": cohort, **context}, status=status)
        )


def tells(view: View) -> View:
    """What the domain refuses becomes JSON for scripts, and for people a message on the page it came from."""

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
            return redirect(_back(request, kwargs))

    return wrapped


FORMS = {
    "setup": ("publish", "copy", "extend", "add_item", "change_item"),
    "people": ("make_link", "revoke_link", "send_again", "uninvite", "member"),
}
"""Pages with forms that are sent elsewhere, and the names of these addresses."""


def _back(request: HttpRequest, kwargs: dict[str, Any]) -> Any:
    """The page that the form stands on, else the page of what the address names."""
    sent = request.resolver_match.url_name if request.resolver_match else ""
    name = next((page for page, names in FORMS.items() if sent in names), None)
    if name is not None:
        return reverse(f"teaching:{name}", args=[kwargs["id"]])
    if "id" in kwargs and (found := Assignment.objects.filter(pk=kwargs["id"]).first()):
        return found
    cohort = Cohort.objects.filter(pk=kwargs["id"]).first() if "id" in kwargs else None
    # A candidate has no page of a cohort, only assignments.
    return cohort if cohort is not None and role_in(request.user, cohort) in TEACH else "teaching:mine"
