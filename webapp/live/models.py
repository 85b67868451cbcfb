"""Rooms, who sits in them, their documents, and every change to these in the order of storing."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from webapp.live.roles import Audience, Kind, Role

ROLES = [(role.value, role.value.capitalize()) for role in Role]


class Room(models.Model):
    """A place for two people; `owner` says what it belongs to, as in "round:<uuid>"."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)  # from then on it is read only

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return self.title or self.owner


class Member(models.Model):
    """A taken seat; a room has two."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=ROLES)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "user"], name="live_member_once")
        ]

    def __str__(self) -> str:
        return self.role


class Document(models.Model):
    """One shared text, map or chat of a room. Each is a CRDT of its own, so that a private one never mixes in."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="documents")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    audience = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Audience])

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "name"], name="live_document_name")
        ]

    def __str__(self) -> str:
        return self.name


class RoomUpdate(models.Model):
    """One stored change, in Yjs' update format (v1). Rows are only added; packing moves them into a `Pack`."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="updates")
    seq = models.PositiveIntegerField()  # the document's n-th, from 1, without gaps
    at = models.DateTimeField()  # the server's clock
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two processes that write at once: one of them finds its number taken, catches up and tries again.
            models.UniqueConstraint(fields=["document", "seq"], name="live_update_seq")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} #{self.seq}"


class Pack(models.Model):
    """Changes `first` to `last` of a document, all of them, compressed, and its state after the last."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="packs")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    changes = models.BinaryField()  # zlib of msgpack: [microseconds since 1970, author's id or nil, update]
    state = models.BinaryField()  # zlib of one update that makes the document

    class Meta:
        ordering: ClassVar[list[str]] = ["document", "first"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "first"], name="live_pack_first")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} #{self.first} to #{self.last}"


class Writer(models.Model):
    """Whose a CRDT client id is in a document: nobody else may write under it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="writers")
    client = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "client"], name="live_writer_client")
        ]

    def __str__(self) -> str:
        return str(self.client)


class Invitation(models.Model):
    """A link into a room: for one role, until it expires or is revoked, bound to the first account that uses it."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=12, choices=ROLES)
    hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256 of the token
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.role} until {self.expires_at:%Y-%m-%d %H:%M}"
