"""Links into a room: made, used once, expired, revoked. Only the hash of a token is kept."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from webapp.accounts.domain.tokens import digest
from webapp.accounts.models import User
from webapp.live.domain.permissions import invites_as, seat
from webapp.live.domain.refusals import Reason, Refused
from webapp.live.models import Invitation, Room
from webapp.live.roles import Role

VALID = timedelta(hours=48)


def invite(
    room: Room, maker: User, role: Role, now: datetime, valid: timedelta = VALID
) -> tuple[Invitation, str]:
    """A new link for one seat, and the token in it, which exists nowhere else; Refused for who may not invite so."""
    if not role.seated or role not in invites_as(room, maker):
        raise Refused(Reason.MAY_NOT_INVITE)
    if room.closed_at:
        raise Refused(Reason.CLOSED)
    token = secrets.token_urlsafe(32)
    link = Invitation.objects.create(
        room=room, role=role, hash=digest(token), made_by=maker, made_at=now, expires_at=now + valid
    )
    return link, token


def look_up(token: str, user: User, now: datetime) -> Invitation:
    """The link of this token if this user can use it; Refused with the reason if not."""
    link = Invitation.objects.select_related("room", "made_by").filter(hash=digest(token)).first()
    if link is None:
        raise Refused(Reason.LINK_UNKNOWN)
    if link.revoked_at:
        raise Refused(Reason.LINK_REVOKED)
    if link.used_by_id not in (None, user.pk):
        raise Refused(Reason.LINK_TAKEN)
    if link.used_by_id is None and link.expires_at <= now:
        raise Refused(Reason.LINK_EXPIRED)
    if link.used_by_id is None and link.room.closed_at:
        raise Refused(Reason.CLOSED)
    return link


def accept(token: str, user: User, now: datetime) -> Room:
    """Bind the link to this user and give them the seat; the room. Using one's own link again only leads there."""
    with transaction.atomic():
        link = look_up(token, user, now)
        if link.used_by_id == user.pk:
            return link.room
        free = Invitation.objects.filter(pk=link.pk, used_by=None, revoked_at=None)
        if free.update(used_by=user, used_at=now) != 1:
            raise Refused(Reason.LINK_TAKEN)
        if not link.room.members.filter(user=user).exists():  # whoever sits there keeps the role they have
            seat(link.room, user, Role(link.role))
    return link.room


def revoke(room: Room, user: User, invitation: int, now: datetime) -> bool:
    """Withdraw a link that nobody has used; False when there is none such in this room, or its maker is another."""
    links = Invitation.objects.filter(pk=invitation, room=room, made_by=user, used_by=None, revoked_at=None)
    return links.update(revoked_at=now) == 1


def open_links(room: Room, user: User, now: datetime) -> list[Invitation]:
    """What the user has sent that still works and nobody has used."""
    live = Q(revoked_at=None, used_by=None, expires_at__gt=now)
    return list(Invitation.objects.filter(live, room=room, made_by=user))
