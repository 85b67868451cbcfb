"""Finding a peer: the waiting list, and where two who were matched meet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from graders.package.manifest import LEVELS
from webapp.accounts.person import person
from webapp.interviews.domain import peers
from webapp.interviews.domain.showing import now
from webapp.interviews.models import Pairing
from webapp.interviews.views.answers import tells
from webapp.practice.views.answers import for_people, private
from webapp.readiness.domain.owning import goal_of


@login_required
@require_http_methods(["GET", "POST"])
@tells
def index(request: HttpRequest) -> HttpResponse:
    """Wait for a peer, or see how the wait stands; POST begins to wait."""
    user = person(request)
    if request.method == "POST":
        made = peers.seek(user, request.POST.get("level", ""), request.POST.get("kind", ""), now())
        return redirect(made or "interviews:peers")
    standing = peers.look(user, now())
    if isinstance(standing, Pairing):
        return redirect(standing)
    context: dict[str, Any] = {
        "wait": standing,
        "kinds": peers.kinds(),
        "levels": LEVELS,
        "level": goal_of(user).level,
        "title": {kind: title for kind, title, _ in peers.kinds()}.get(standing.seeker.kind)
        if standing
        else "",
        "comes": int(peers.COMES.total_seconds() // 60),
    }
    return private(render(request, "interviews/peers.html", context))


@require_safe
@for_people
def state(request: HttpRequest) -> HttpResponse:
    """{state, href, elsewhere, lately, waited_s}: how the wait stands; to ask keeps it alive."""
    standing = peers.look(person(request), now())
    if isinstance(standing, Pairing):
        return private(JsonResponse({"state": "matched", "href": standing.get_absolute_url()}))
    if standing is None:
        return private(JsonResponse({"state": "none"}))
    waited = (now() - standing.seeker.since).total_seconds()
    data = {
        "state": "waiting",
        "elsewhere": standing.elsewhere,
        "lately": standing.lately,
        "waited_s": int(waited),
    }
    return private(JsonResponse(data))


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Wait no longer, or leave a match that has not begun."""
    peers.withdraw(person(request), now())
    messages.success(request, "You wait no longer.")
    return redirect("interviews:peers")


def find(request: HttpRequest, id: UUID) -> Pairing:
    """The match, for the two in it."""
    user = person(request)
    peers.bring_up(get_object_or_404(Pairing, Q(first=user) | Q(second=user), pk=id).pk, now())
    return Pairing.objects.select_related("first", "second", "first_round", "second_round").get(pk=id)


@login_required
@require_http_methods(["GET", "POST"])
@tells
def pairing(request: HttpRequest, id: UUID) -> HttpResponse:
    """Where the two meet, and their two rounds; POST says that one is there."""
    row, user = find(request, id), person(request)
    if request.method == "POST":
        peers.arrive(id, user, now())
        return redirect(row)
    first = user.pk == row.first_id
    context = {
        "row": row,
        "other": row.second if first else row.first,
        "here": row.first_here if first else row.second_here,
        "other_here": row.second_here if first else row.first_here,
        "sits_first": first,
        "comes": int(peers.COMES.total_seconds() // 60),
        "until": row.made_at + peers.COMES,
    }
    return private(render(request, "interviews/pairing.html", context))


@require_safe
@for_people
def pairing_state(request: HttpRequest, id: UUID) -> HttpResponse:
    """{state, here}: whether the other has come, or the match is over."""
    row = find(request, id)
    here = sum(one is not None for one in (row.first_here, row.second_here))
    return private(JsonResponse({"state": row.state, "here": here}))
