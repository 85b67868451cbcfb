"""Links into a room: made by who sits in it, used by who is sent one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from webapp.accounts.person import person
from webapp.errors import error_json
from webapp.live.domain import invitations
from webapp.live.domain.permissions import role_of
from webapp.live.domain.refusals import Reason, Refused
from webapp.live.models import Room
from webapp.live.roles import Role
from webapp.live.views.answers import page_of, refused_page


@login_required
@never_cache
@require_POST
def make(request: HttpRequest, room: UUID) -> HttpResponse:
    """A new link for the role that is asked for: {url, role, expires_at, revoke}; its token is shown here only."""
    found, user = get_object_or_404(Room, pk=room), person(request)
    if role_of(found, user) is None:
        raise Http404
    role = request.POST.get("role")
    if role not in (Role.CANDIDATE, Role.INTERVIEWER):
        return error_json(400, "live.role", "A link is for a candidate or for an interviewer.")
    try:
        link, token = invitations.invite(found, user, Role(role), timezone.now())
    except Refused as refused:
        return error_json(403, refused.id, refused.reason.value)
    return JsonResponse(
        {
            "url": request.build_absolute_uri(reverse("live:join", args=[token])),
            "role": link.role,
            "expires_at": link.expires_at.isoformat(),
            "revoke": reverse("live:revoke", args=[found.pk, link.pk]),
        },
        status=201,
    )


@login_required
@never_cache
@require_POST
def revoke(request: HttpRequest, room: UUID, link: int) -> HttpResponse:
    """Withdraw one's own link that nobody has used; 404 when there is none such."""
    found = get_object_or_404(Room, pk=room)
    if not invitations.revoke(found, person(request), link, timezone.now()):
        raise Http404
    return HttpResponse(status=204)


@sensitive_variables("token")
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """GET says where the link leads, and changes nothing: what previews links uses none up. POST takes the seat."""
    user, now = person(request), timezone.now()
    try:
        if request.method == "POST":
            return redirect(page_of(invitations.accept(token, user, now)))
        link = invitations.look_up(token, user, now)
    except Refused as refused:
        return refused_page(request, refused)
    if link.room.members.filter(user=user).exists():
        return redirect(page_of(link.room))
    if link.room.members.count() >= 2:
        return refused_page(request, Refused(Reason.FULL))
    return render(request, "live/join.html", {"link": link, "room": link.room})
