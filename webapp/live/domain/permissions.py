"""Who may enter a room. The app that a room belongs to decides, and the room's two seats.

A room's owner is "prefix:key". The app behind a prefix registers a function; a prefix without one lets nobody in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from webapp.accounts.models import User
from webapp.live.domain.refusals import Reason, Refused
from webapp.live.models import Document, Member, Room
from webapp.live.roles import Role, may_read, may_write

SEATS = 2
MayEnter = Callable[[User, str], Role | None]
MayInvite = Callable[[User, str], frozenset[Role]]
PageOf = Callable[[str], str]


@dataclass(frozen=True)
class Registered:
    """What the app behind a prefix decides: who enters, who invites whom as what, and where a room's own page is."""

    may_enter: MayEnter
    may_invite: MayInvite | None = None
    page_of: PageOf | None = None


_registered: dict[str, Registered] = {}


@dataclass(frozen=True)
class View:
    """A document as one person has it."""

    id: int
    name: str
    kind: str
    write: bool


@dataclass(frozen=True)
class Entry:
    """What somebody has who was let in; documents that they may not read are not in it."""

    room: Room
    user: User
    role: Role
    documents: tuple[View, ...]


def register(
    prefix: str, may_enter: MayEnter, may_invite: MayInvite | None = None, page_of: PageOf | None = None
) -> None:
    """Have `may_enter(user, owner)` decide on rooms whose owner begins with `prefix:`: the role, or None for nobody.

    `may_invite(user, owner)` says as what that user may invite somebody; without it who has a seat invites as either.
    `page_of(owner)` is the address of a page that stands in place of this app's own.
    """
    _registered[prefix] = Registered(may_enter, may_invite, page_of)


def behind(owner: str) -> Registered | None:
    """What was registered for this owner's prefix."""
    return _registered.get(owner.partition(":")[0])


def by_seat(user: User, owner: str) -> Role | None:
    """The role of the seat that the user has; staff look on."""
    seat = Member.objects.filter(room__owner=owner, user=user).first()
    if seat:
        return Role(seat.role)
    return Role.OBSERVER if user.is_staff else None


def role_of(room: Room, user: User) -> Role | None:
    """What the room's owner says of this user; None when nobody answers for its prefix."""
    if not user.is_active:
        return None
    found = behind(room.owner)
    return found.may_enter(user, room.owner) if found else None


def invites_as(room: Room, user: User) -> frozenset[Role]:
    """The roles that this user may invite somebody into the room as."""
    found, own = behind(room.owner), role_of(room, user)
    if found is None or own is None:
        return frozenset()
    if found.may_invite:
        return found.may_invite(user, room.owner)
    return frozenset({Role.CANDIDATE, Role.INTERVIEWER}) if own.seated else frozenset()


def enter(room_id: UUID, user: User) -> Entry:
    """Let the user in, who takes a seat if the role has one; Refused when not there for them, or full."""
    room = Room.objects.filter(pk=room_id).first()
    role = role_of(room, user) if room else None
    if room is None or role is None:
        raise Refused(Reason.NOT_THERE)
    if role.seated:
        seat(room, user, role)
    documents = tuple(
        View(one.pk, one.name, one.kind, room.closed_at is None and may_write(role, one.audience))
        for one in Document.objects.filter(room=room)
        if may_read(role, one.audience)
    )
    return Entry(room, user, role, documents)


def seat(room: Room, user: User, role: Role) -> None:
    """Give the user one of the two seats, or the seat they have another role; Refused when both are taken."""
    with transaction.atomic():
        Room.objects.select_for_update().get(
            pk=room.pk
        )  # two who come at once are looked at one after the other
        taken = {member.user_id: member for member in Member.objects.filter(room=room)}
        if user.pk in taken:
            if taken[user.pk].role != role:
                Member.objects.filter(pk=taken[user.pk].pk).update(role=role)
        elif len(taken) >= SEATS:
            raise Refused(Reason.FULL)
        else:
            Member.objects.create(room=room, user=user, role=role)
