"""One document in one process: its replica, who listens, and what waits to be stored."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import structlog

from webapp.live.domain.log import Change, NewChange
from webapp.live.domain.reading import Update, read
from webapp.live.domain.replica import Broken, Fit, Replica
from webapp.live.sockets import frames
from webapp.live.sockets.closing import Close
from webapp.live.sockets.connection import Connection

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Offer:
    """An update that a browser sent, or a chat line, which becomes one when its turn comes."""

    connection: Connection
    place: int  # of the document, in what this connection was told
    count: int = 0
    data: bytes = b""
    update: Update | None = None
    line: dict[str, Any] | None = None

    @property
    def author(self) -> int:
        """The user's id, by the session and not by what was sent."""
        return self.connection.entry.user.pk

    def confirm(self, seq: int) -> None:
        """Tell whoever offered it that it is in the database."""
        if self.line is not None:
            self.connection.tell({"type": "said", "id": self.line["id"]})
        else:
            self.connection.tell(frames.stored(self.place, self.count, seq))


@dataclass(eq=False)
class Feed:
    """`listeners` have what the replica has, but for what is being stored at the moment."""

    document: int
    replica: Replica
    users: set[Connection] = field(default_factory=set)
    listeners: dict[Connection, int] = field(default_factory=dict)  # to the document's place there
    offers: deque[Offer] = field(default_factory=deque)
    storing: list[tuple[Offer, NewChange]] = field(default_factory=list)
    known: list[Offer] = field(default_factory=list)
    there: int = 0  # a sequence number that the database is known to have
    catching_up: bool = False
    failures: int = 0  # to store, one after the other

    def take(self) -> Iterator[tuple[Offer, Fit]]:
        """Go through what waits: what is NEW goes into the replica and into `storing`; how each one fitted.

        Broken passes through, without the offer that broke it; the replica must then be built anew.
        """
        while self.offers:
            offer = self.offers.popleft()
            data, update = offer.data, offer.update
            if offer.line is not None:
                data = self.replica.line(offer.line) or b""
                update = read(data, self.replica.kind) if data else None
            fit = self.replica.fit(update, offer.author, len(data)) if update else Fit.KNOWN
            if fit is Fit.NEW and update:
                try:
                    clients = self.replica.take(data, update, offer.author)
                except Broken:
                    offer.connection.close(Close.REFUSED)
                    raise
                writer = self.replica.writer(offer.author)
                change = NewChange(self.document, self.replica.seq, offer.author, data, clients, writer)
                self.storing.append((offer, change))
            yield offer, fit

    def level(self, connection: Connection, place: int, state: bytes) -> None:
        """Bring a browser that is at `state` up to date, and let it hear of every change from here on."""
        connection.tell(frames.update(place, self.replica.seq, self.replica.missing(state)))
        connection.tell(frames.have(place, self.replica.state()))
        self.listeners[connection] = place

    def answer(self, offer: Offer, fit: Fit) -> None:
        """Tell whoever offered it, unless it is being stored."""
        if fit is Fit.KNOWN:
            self.known.append(offer)  # perhaps by what is only about to be stored
            if not self.storing:
                self._confirm_known()
        elif fit is Fit.GAP:
            # Not kept until the rest comes: asked for again, as one piece.
            offer.connection.tell(frames.have(offer.place, self.replica.state()))
        elif fit is Fit.TOO_MUCH:
            offer.connection.close(Close.TOO_LARGE)
        elif fit is Fit.FOREIGN:
            log.warning(
                "an update under somebody else's client id", document=self.document, user=offer.author
            )
            offer.connection.close(Close.REFUSED)

    @property
    def confirmed(self) -> int:
        """The last sequence number that is in the database for sure."""
        return self.storing[0][1].seq - 1 if self.storing else self.replica.seq

    def stored(self) -> None:
        """What was being stored is in the database: give it to all others, and tell whoever wrote it."""
        for offer, change in self.storing:
            self._spread(change.seq, change.update, None if offer.line is not None else offer.connection)
            offer.confirm(change.seq)
        self.storing.clear()
        self.failures = 0
        self._confirm_known()

    def follow(self, change: Change) -> None:
        """The log's next change, which another process has stored."""
        if not self.storing and change.seq == self.replica.seq + 1:
            self.replica.follow(change.update, change.author)
            self._spread(change.seq, change.update, None)

    def restart(self, replica: Replica, since: list[Change]) -> None:
        """Go on with a replica that was built anew; `since` is what the log has behind `confirmed`, or more."""
        self.offers.extendleft(reversed([*(offer for offer, _ in self.storing), *self.known]))
        self.storing.clear()
        self.known.clear()
        self.replica = replica
        for change in since:
            if change.seq <= replica.seq:
                self._spread(change.seq, change.update, None)

    def _confirm_known(self) -> None:
        for offer in self.known:
            offer.confirm(self.replica.seq)
        self.known.clear()

    def _spread(self, seq: int, update: bytes, source: Connection | None) -> None:
        for listener, place in self.listeners.items():
            if listener is not source:
                listener.tell(frames.update(place, seq, update))
