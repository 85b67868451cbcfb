"""Rooms as other apps use them: open, close, read what was written and when."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from heapq import merge
from operator import attrgetter
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from pycrdt import Array, Doc, Map, Text

from webapp.accounts.models import User
from webapp.live.domain import bells
from webapp.live.domain.log import Change, append_first, changes, state_at
from webapp.live.domain.permissions import seat
from webapp.live.domain.reading import ROOT
from webapp.live.models import Document, Member, Pack, Room
from webapp.live.roles import DOCUMENTS, Kind, Role, Spec


class Moment(NamedTuple):
    """One stored change: when (the server's clock), by whom (None: the site itself), the update, and of which document."""

    at: datetime
    author: int | None
    update: bytes
    name: str


def open_room(
    owner: str,
    people: Mapping[User, Role] | None = None,
    documents: Iterable[Spec] = DOCUMENTS,
    title: str = "",
) -> Room:
    """The room of this owner, made with these documents if there is none yet, and these people seated in it.

    Refused when that would be more than two.
    """
    with transaction.atomic():
        room, new = Room.objects.get_or_create(owner=owner, defaults={"title": title})
        if new:
            _add(room, documents)
        for user, role in (people or {}).items():
            seat(room, user, role)
    return room


def add_documents(room: Room, documents: Iterable[Spec]) -> None:
    """More documents for a room that is there; whoever is in it gets them at once."""
    with transaction.atomic():
        _add(room, documents)
        bells.changed(room.pk)


def _add(room: Room, documents: Iterable[Spec]) -> None:
    for spec in documents:
        document = Document.objects.create(room=room, name=spec.name, kind=spec.kind, audience=spec.audience)
        if spec.first:
            append_first(document, spec.first)


def close_room(room: Room) -> None:
    """Nothing can be changed from now on; who is in it goes on reading."""
    if Room.objects.filter(pk=room.pk, closed_at__isnull=True).update(closed_at=timezone.now()):
        bells.changed(room.pk)


def set_role(room: Room, user: User, role: Role) -> None:
    """Change what a seated user is; whoever is connected gets in again with the new role."""
    Member.objects.filter(room=room, user=user).update(role=role)
    bells.changed(room.pk)


def remove(room: Room, user: User) -> None:
    """Take the user's seat away."""
    Member.objects.filter(room=room, user=user).delete()
    bells.changed(room.pk)


def history(room: Room, since: datetime | None = None) -> Iterator[Moment]:
    """Every change to any document of the room from `since` on, in the order of storing."""
    documents = Document.objects.filter(room=room)
    streams = [_moments(document, since) for document in documents]
    return merge(*streams, key=attrgetter("at"))


def _moments(document: Document, since: datetime | None) -> Iterator[Moment]:
    for change in changes(document.pk, since=since):
        yield Moment(change.at, change.author, change.update, document.name)


def text_of(room: Room, name: str, at: datetime | None = None) -> str:
    """What a text held at that time, or holds now; Document.DoesNotExist when there is none of that name."""
    document = Document.objects.get(room=room, name=name, kind=Kind.TEXT)
    return str(load(document, at).get(ROOT, type=Text))


def map_of(room: Room, name: str, at: datetime | None = None) -> dict[str, object]:
    """What a map held at that time, or holds now, as plain values."""
    document = Document.objects.get(room=room, name=name, kind=Kind.MAP)
    return load(document, at).get(ROOT, type=Map).to_py() or {}


def chat_of(room: Room, name: str = "chat", at: datetime | None = None) -> list[dict[str, object]]:
    """The lines of a chat: id, by (the user's id), name, at (milliseconds since 1970), text."""
    document = Document.objects.get(room=room, name=name, kind=Kind.CHAT)
    return load(document, at).get(ROOT, type=Array).to_py() or []


def standing(document: Document, after: int) -> tuple[Doc, list[Change]]:
    """The document as it was after its change number `after`, and all changes behind that one, which are not in it."""
    doc: Doc = Doc()
    pack = Pack.objects.filter(document=document, last__lte=after).defer("changes").order_by("-last").first()
    if pack:
        doc.apply_update(zlib.decompress(pack.state))
    later = []
    for change in changes(document.pk, after=pack.last if pack else 0):
        if change.seq <= after:
            doc.apply_update(change.update)
        else:
            later.append(change)
    return doc, later


def load(document: Document, at: datetime | None = None) -> Doc:
    """The document as it was at that time, or is now."""
    doc: Doc = Doc()
    for update in state_at(document.pk, at):
        doc.apply_update(update)
    return doc


__all__ = [
    "Change", "Moment", "add_documents", "chat_of", "close_room", "history", "load", "map_of", "open_room", "remove",
    "set_role", "standing", "text_of",
]  # fmt: skip
