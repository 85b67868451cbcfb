"""The rooms of a person, and one room."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from webapp.accounts.domain.preferences import preferences_of
from webapp.accounts.person import person
from webapp.live.domain.invitations import open_links
from webapp.live.domain.permissions import Entry, enter, invites_as
from webapp.live.domain.refusals import Reason, Refused
from webapp.live.domain.rooms import open_room
from webapp.live.models import Room
from webapp.live.roles import Role
from webapp.live.views.answers import page_of, refused_page

NEWEST = 30


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Rooms that the person sits in; POST opens one of their own, in which they interview."""
    user = person(request)
    if request.method == "POST":
        role = Role.CANDIDATE if request.POST.get("role") == Role.CANDIDATE else Role.INTERVIEWER
        title = request.POST.get("title", "").strip()[:120] or f"Room of {user.username}"
        room = open_room(f"room:{uuid4()}", {user: role}, title=title)
        return redirect("live:room", room.pk)
    rooms = Room.objects.filter(members__user=user).prefetch_related("members__user")[:NEWEST]
    return render(request, "live/index.html", {"rooms": rooms})


@login_required
@never_cache
@require_safe
def room(request: HttpRequest, room: UUID) -> HttpResponse:
    """The room's page, for the two people in it and for who may look on; for anybody else it is not there."""
    try:
        entry = enter(room, person(request))
    except Refused as refused:
        if refused.reason is Reason.NOT_THERE:
            raise Http404 from None
        return refused_page(request, refused)
    address = page_of(entry.room)
    return render(request, "live/room.html", context(entry)) if address == request.path else redirect(address)


def context(entry: Entry) -> dict[str, Any]:
    """What the room's page needs; apps with pages of their own around a room use it too."""
    room, user = entry.room, entry.user
    preferences = preferences_of(user)
    names = {view.name for view in entry.documents}
    invites = invites_as(room, user) if room.closed_at is None else frozenset()
    as_other = sorted(invites, key=lambda role: role is entry.role)  # first the one that is missing
    return {
        "room": room,
        "role": entry.role.value,
        "has": names,
        "links": open_links(room, user, timezone.now()) if invites else [],
        "seats": room.members.count(),
        "may_invite": bool(invites),
        "invite_as": [role.value for role in as_other],
        "page": {
            "room": str(room.pk),
            "user": user.pk,
            "role": entry.role.value,
            "socket": reverse("live:room", args=[room.pk]) + "socket",
            "login": f"{reverse('account_login')}?{urlencode({'next': page_of(room)})}",
            "documents": [{"name": view.name, "write": view.write} for view in entry.documents],
            "links": reverse("live:links", args=[room.pk]),
            "preferences": {"editor": preferences.editor, "keymap": preferences.keymap},
        },
    }
