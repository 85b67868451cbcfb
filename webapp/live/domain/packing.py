"""Rows that nobody is waiting for any more become packs: a tenth of the space, and nothing of the replay is lost."""

import zlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from pycrdt import Doc

from webapp.live.domain.log import Change, packed
from webapp.live.models import Document, Pack, RoomUpdate

RESTED = timedelta(minutes=5)  # a row is left loose until it is that old
WORTHWHILE = 200  # rows
LARGEST = 20_000  # rows in one pack


def pack_rested(now: datetime) -> int:
    """Pack every document that has enough rested rows; how many packs were made."""
    loose = RoomUpdate.objects.filter(at__lt=now - RESTED).values_list("document_id")
    worth = loose.annotate(rows=Count("pk")).filter(rows__gt=WORTHWHILE).order_by()
    return sum(pack(document, now - RESTED) for document, _ in worth)


def pack(document: int, before: datetime) -> bool:
    """Move the document's rows that are older into a pack; False when there are none to move."""
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document)  # two packers, one after the other
        rows = list(RoomUpdate.objects.filter(document_id=document).order_by("seq")[: LARGEST + 1])
        moved = [row for row in rows[:-1] if row.at < before]
        if not moved:
            return False
        doc: Doc = Doc()
        last = Pack.objects.filter(document_id=document).order_by("-last").first()
        if last:
            doc.apply_update(zlib.decompress(last.state))
        changes = [Change(row.seq, row.at, row.author_id, bytes(row.data)) for row in moved]
        for change in changes:
            doc.apply_update(change.update)
        Pack.objects.create(
            document_id=document,
            first=moved[0].seq,
            last=moved[-1].seq,
            begun_at=moved[0].at,
            ended_at=moved[-1].at,
            changes=packed(changes),
            state=zlib.compress(doc.get_update(), 9),
        )
        RoomUpdate.objects.filter(document_id=document, seq__lte=moved[-1].seq).delete()
    return True
