"""What the views of marking share: who asks, and how a refusal is told."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from webapp.accounts.models import User
from webapp.accounts.person import person
from webapp.marking.domain import access
from webapp.marking.models import Pile, Script
from webapp.practice.domain.refusals import Refused
from webapp.teaching.domain.access import cohorts_taught_by
from webapp.teaching.models import Cohort, Item

View = Callable[..., HttpResponseBase]


def tells(back: Callable[..., str]) -> Callable[[View], View]:
    """Turns what the domain refuses into words on the page that `back` gives the address of."""

    def wrap(view: View) -> View:
        @login_required
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except Refused as refused:
                messages.error(request, refused.text)
                return redirect(back(*args, **kwargs))

        return wrapped

    return wrap


def find_cohort(user: User, wanted: str) -> Cohort:
    """A cohort that the person teaches in, by what stands in the address, or 404."""
    try:
        found = cohorts_taught_by(user).filter(pk=UUID(wanted)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def find_item(request: HttpRequest, pk: int) -> Item:
    """An item that the person may mark, or 404."""
    found = access.item_for(person(request), pk)
    if found is None:
        raise Http404
    return found


def find_pile(request: HttpRequest, pk: int) -> Pile:
    """Its pile, or 404."""
    found = find_item(request, pk)
    pile = Pile.objects.select_related("item__assignment__cohort").filter(item=found).first()
    if pile is None:
        raise Http404
    return pile


def find_script(request: HttpRequest, id: UUID) -> Script:
    """A script that the person may mark, or 404."""
    found = access.script_for_marker(person(request), id)
    if found is None:
        raise Http404
    return found


def find_own(request: HttpRequest, id: UUID) -> Script:
    """The person's own script once its marks are released, or 404."""
    found = access.own_scripts(person(request)).filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def sent_levels(request: HttpRequest) -> dict[str, str]:
    """The levels in a form, by the criterion's key: fields are called `level:<key>`."""
    rows = {name: value for name, value in request.POST.items() if name.startswith("level:")}
    return {name.removeprefix("level:"): str(value) for name, value in rows.items()}
