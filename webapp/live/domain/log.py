"""The log of a document: changes in the order of storing, as loose rows and, once they are older, in packs.

Sequence numbers begin at 1 and have no gaps. The newest row is never packed, so it says how far the log goes.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgpack
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from pycrdt import Doc, Text

from webapp.live.domain.reading import ROOT
from webapp.live.models import Document, Pack, RoomUpdate, Writer

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Change:
    """One stored change of a document; `author` is a user's id, None for the site itself."""

    seq: int
    at: datetime
    author: int | None
    update: bytes


@dataclass(frozen=True)
class NewChange:
    """A change to be stored as the document's `seq`-th.

    `clients` are CRDT client ids that nobody had before, and `writer` has them from now on: the author, or None for
    the site, which alone writes chats.
    """

    document: int
    seq: int
    author: int | None
    update: bytes
    clients: tuple[int, ...] = ()
    writer: int | None = None


class Behind(Exception):
    """Others have stored changes to these documents in the meantime; nothing was stored."""

    def __init__(self, documents: Iterable[int]) -> None:
        super().__init__("others have written")
        self.documents = frozenset(documents)


def append(new: Sequence[NewChange]) -> datetime:
    """Store changes to any number of documents, all or none; the time they got. Behind when a number is taken."""
    firsts: dict[int, int] = {}
    for change in new:
        firsts.setdefault(change.document, change.seq)
    with transaction.atomic():
        heads = heads_of(firsts)
        behind = [document for document, first in firsts.items() if heads.get(document, 0) != first - 1]
        if behind:
            raise Behind(behind)
        now = timezone.now()
        RoomUpdate.objects.bulk_create(
            RoomUpdate(document_id=one.document, seq=one.seq, at=now, author_id=one.author, data=one.update)
            for one in new
        )
        Writer.objects.bulk_create(
            Writer(document_id=one.document, client=client, user_id=one.writer)
            for one in new
            for client in one.clients
        )
    return now


def append_first(document: Document, text: str) -> None:
    """Begin a new text document with this text, as a change by the site."""
    doc: Doc = Doc()
    doc.get(ROOT, type=Text).insert(0, text)
    append([NewChange(document.pk, 1, None, doc.get_update(), (doc.client_id,))])


def heads_of(documents: Iterable[int]) -> dict[int, int]:
    """The last sequence number of each of these that has any."""
    rows = RoomUpdate.objects.filter(document_id__in=list(documents)).values_list("document_id")
    return dict(rows.annotate(Max("seq")).order_by())


def writers_of(document: int) -> dict[int, int | None]:
    """Whose each CRDT client id in the document is."""
    return dict(Writer.objects.filter(document_id=document).values_list("client", "user_id"))


def changes(document: int, after: int = 0, since: datetime | None = None) -> Iterator[Change]:
    """What was stored behind `after`, or from `since` on, in order.

    Read in one transaction's view where the database has one: packing moves rows, and none may be missed meanwhile.
    """
    packs = Pack.objects.filter(document_id=document, last__gt=after).defer("state").order_by("first")
    if since:
        packs = packs.filter(ended_at__gte=since)
    at = after
    rows = _rows(document, after, since)
    for pack in packs:
        for change in unpacked(pack):
            if change.seq > at and (since is None or change.at >= since):
                yield change
                at = change.seq
    for row in rows:
        if row.seq > at:
            yield row


def _rows(document: int, after: int, since: datetime | None) -> list[Change]:
    # Read before the packs are: what is packed in between is then in both, and counted once.
    rows = RoomUpdate.objects.filter(document_id=document, seq__gt=after).order_by("seq")
    if since:
        rows = rows.filter(at__gte=since)
    return [Change(row.seq, row.at, row.author_id, bytes(row.data)) for row in rows]


def state_at(document: int, at: datetime | None = None) -> Iterator[bytes]:
    """Updates that together make the document as it was at that time, or as it is now."""
    packs = Pack.objects.filter(document_id=document).order_by("-last")
    if at:
        packs = packs.filter(ended_at__lte=at)
    pack = packs.defer("changes").first()
    if pack:
        yield zlib.decompress(pack.state)
    for change in changes(document, after=pack.last if pack else 0):
        if at and change.at > at:
            return
        yield change.update


def unpacked(pack: Pack) -> Iterator[Change]:
    """The changes in a pack."""
    rows = msgpack.unpackb(zlib.decompress(pack.changes), use_list=False)
    for number, (at, author, update) in enumerate(rows, start=pack.first):
        yield Change(number, _EPOCH + timedelta(microseconds=at), author, update)


def packed(changes: Sequence[Change]) -> bytes:
    """The bytes of a pack's changes."""
    rows = [((change.at - _EPOCH) // _MICROSECOND, change.author, change.update) for change in changes]
    return zlib.compress(msgpack.packb(rows), 9)
