"""A document in memory, built from its log and changed only by what is stored there or about to be."""

import zlib
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pycrdt import Array, Doc

from webapp.live.domain.log import changes, writers_of
from webapp.live.domain.reading import ROOT, Update, covers, read, read_state
from webapp.live.models import Document, Pack
from webapp.live.roles import Kind

LARGEST = 16 * 1024 * 1024  # bytes of updates behind one document


class Fit(Enum):
    """How an update meets a document."""

    NEW = "new"
    KNOWN = "known"  # all of it is there already
    GAP = "gap"  # something that it stands on is missing
    FOREIGN = "foreign"  # it writes under somebody else's client id
    TOO_MUCH = "too much"  # the document has as much behind it as one may have


class Broken(Exception):
    """The library could not apply an update; the replica must not be used any more."""


@dataclass(frozen=True)
class Stored:
    """What the database holds of a document: read in some thread, while the CRDT itself has to stay in one."""

    document: int
    kind: Kind
    updates: list[bytes]
    last: int
    writers: dict[int, int | None]

    @property
    def size(self) -> int:
        """Bytes of all updates."""
        return sum(map(len, self.updates))


def fetch(document: int) -> Stored:
    """All that a replica is built from."""
    kind = Kind(Document.objects.values_list("kind", flat=True).get(pk=document))
    pack = Pack.objects.filter(document_id=document).defer("changes").order_by("-last").first()
    later = list(changes(document, after=pack.last if pack else 0))
    updates = [zlib.decompress(pack.state)] if pack else []
    updates += [change.update for change in later]
    last = later[-1].seq if later else pack.last if pack else 0
    return Stored(document, kind, updates, last, writers_of(document))


class Replica:
    """`seq` is the last change in it. Made and used in one thread."""

    def __init__(self, stored: Stored) -> None:
        self.document, self.kind, self.seq = stored.document, stored.kind, stored.last
        self.writers, self.size = dict(stored.writers), stored.size
        self._doc: Doc = Doc()
        for update in stored.updates:
            self._apply(update)
        self.clocks = read_state(self._doc.get_state())

    def writer(self, author: int | None) -> int | None:
        """Under whose client ids an author writes here: the own ones; lines of a chat are added by the site."""
        return None if self.kind is Kind.CHAT else author

    def fit(self, update: Update, author: int | None, size: int = 0) -> Fit:
        """Whether the update of `size` bytes can be stored next, for this author."""
        writer = self.writer(author)
        for client, (_, end) in update.adds.items():
            # What is known already may come from anybody: a difference that was taken too early holds it.
            if self.writers.get(client, writer) != writer and end > self.clocks.get(client, 0):
                return Fit.FOREIGN
        if any(start > self.clocks.get(client, 0) for client, (start, _) in update.adds.items()):
            return Fit.GAP
        for client, clock in update.needs.items():
            if clock > max(self.clocks.get(client, 0), update.adds.get(client, (0, 0))[1]):
                return Fit.GAP
        if all(end <= self.clocks.get(client, 0) for client, (_, end) in update.adds.items()):
            deleted = read(self._doc.get_update(self._doc.get_state()), self.kind).deletes
            if covers(deleted, update.deletes):
                return Fit.KNOWN
        return Fit.NEW if self.size + size <= LARGEST else Fit.TOO_MUCH

    def take(self, data: bytes, update: Update, author: int | None) -> tuple[int, ...]:
        """Apply a NEW update as the next change; the client ids in it that nobody had before. Broken if it cannot be."""
        self._apply(data)
        self.seq += 1
        self.size += len(data)
        fresh = tuple(client for client in update.adds if client not in self.writers)
        self.writers.update(dict.fromkeys(fresh, self.writer(author)))
        for client, (_, end) in update.adds.items():
            self.clocks[client] = max(end, self.clocks.get(client, 0))
        return fresh

    def follow(self, data: bytes, author: int | None) -> None:
        """Apply what the log has next."""
        self.take(data, read(data, self.kind), author)

    def state(self) -> bytes:
        """The state vector."""
        return self._doc.get_state()

    def missing(self, state: bytes) -> bytes:
        """The update for somebody whose state vector this is."""
        return self._doc.get_update(state)

    def line(self, line: dict[str, Any]) -> bytes | None:
        """The update that adds this line to a chat, which is not applied yet; None if the author's line is there."""
        said = self._doc.get(ROOT, type=Array)
        if any((old.get("id"), old.get("by")) == (line["id"], line["by"]) for old in said.to_py() or []):
            return None
        other: Doc = Doc()
        other.apply_update(self._doc.get_update())
        before = other.get_state()
        other.get(ROOT, type=Array).append(line)
        return other.get_update(before)

    def _apply(self, update: bytes) -> None:
        try:
            self._doc.apply_update(update)
        except Exception as error:
            raise Broken(str(error)) from error
        except BaseException as error:  # a panic of the library derives from this, and only this
            if type(error).__name__ != "PanicException":
                raise
            raise Broken(str(error)) from None
