"""Random evenings of two people on bad lines, through the server's own code: what is typed, lost, doubled, delayed.

Two web processes share one log. Every typed character is another one, so that a lost, doubled or displaced one shows.
"""

import itertools
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from django.utils import timezone
from pycrdt import Doc, Text

from webapp.accounts.models import User
from webapp.live.domain.log import Change
from webapp.live.domain.permissions import Entry, View
from webapp.live.domain.reading import read
from webapp.live.domain.replica import Replica, Stored
from webapp.live.models import Room
from webapp.live.roles import Kind, Role
from webapp.live.sockets import frames
from webapp.live.sockets.connection import Connection
from webapp.live.sockets.feed import Feed, Offer
from webapp.live.sockets.frames import Frame

FIRST = 0x4E00  # of the characters that are typed, three bytes each in UTF-8
WIDTH = 3
ROOM = Room(pk=UUID(int=1), owner="room:1")


@dataclass
class Log:
    """What the database would hold."""

    changes: list[Change] = field(default_factory=list)
    writers: dict[int, int | None] = field(default_factory=dict)

    def replica(self) -> Replica:
        """The document anew."""
        updates = [change.update for change in self.changes]
        return Replica(Stored(1, Kind.TEXT, updates, len(updates), self.writers))


class Process:
    """One web process."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.start()

    def start(self) -> None:
        """Begins with nothing in memory."""
        self.feed = Feed(1, self.log.replica())
        self.connections: set[Connection] = set()

    def round(self, fails: bool) -> None:
        """Stores what waits, unless the database fails; catches up and tries again where another was quicker."""
        while self.feed.offers:
            for offer, fit in self.feed.take():
                self.feed.answer(offer, fit)
            if not self.feed.storing:
                return None
            if fails:
                return self.start()
            if self.feed.confirmed != len(self.log.changes):
                since = self.log.changes[self.feed.confirmed :]
                self.feed.restart(self.log.replica(), since)
                continue
            for _, change in self.feed.storing:
                self.log.changes.append(Change(change.seq, timezone.now(), change.author, change.update))
                self.log.writers.update(dict.fromkeys(change.clients, change.writer))
            self.feed.stored()
        return None

    def hear(self) -> None:
        """A bell of the other process."""
        for change in self.log.changes[self.feed.replica.seq :]:
            self.feed.follow(change)


class Writer:
    """One person's browser: does what webapp/frontend/src/live/shared.js does."""

    def __init__(self, number: int) -> None:
        self.user = User(pk=number, username=f"user{number}")
        self.doc: Doc = Doc()
        self.text = self.doc.get("content", type=Text)
        self.process: Process | None = None
        self.there: bytes | None = None
        self.up: list[bytes] = []
        self.down: list[bytes] = []

    def connect(self, process: Process) -> None:
        self.disconnect()
        self.process = process
        self.connection = Connection(
            Entry(ROOM, self.user, Role.CANDIDATE, (View(1, "code", Kind.TEXT, True),)), ""
        )
        process.connections.add(self.connection)
        self.up = [frames.have(0, self.doc.get_state())]

    def disconnect(self) -> None:
        """What is under way is lost, in both directions."""
        if self.process:
            self.process.feed.listeners.pop(self.connection, None)
            self.process.connections.discard(self.connection)
        self.process, self.there, self.up, self.down = None, None, [], []

    @property
    def dropped(self) -> bool:
        """Whether the server is not there any more or has closed the line."""
        return bool(self.process) and (
            self.connection not in self.process.connections or self.connection.closing
        )

    def edit(self, random: Random, fresh: list[int], deleted: set[str], runs: list[str]) -> None:
        """Types a run of new characters, or removes some; sends the change when connected."""
        known, length = self.doc.get_state(), len(str(self.text))
        start = random.randint(0, length)
        if length and random.random() < 0.3:
            end = min(length, start + random.randint(1, 4))
            deleted.update(str(self.text)[start:end])
            if end > start:
                del self.text[start * WIDTH : end * WIDTH]
        else:
            run = "".join(chr(FIRST + fresh[0] + n) for n in range(random.randint(1, 4)))
            fresh[0] += len(run)
            runs.append(run)
            self.text.insert(start * WIDTH, run)
        if self.there is not None:
            self.up.append(counted(self.doc.get_update(known)))

    def to_server(self, random: Random, unruly: bool) -> None:
        """One frame arrives; unruly lines deliver any, and sometimes keep it for a second time."""
        self.fetch()
        if not self.process or not self.up:
            return
        place = random.randrange(len(self.up)) if unruly else 0
        data = self.up[place] if unruly and random.random() < 0.3 else self.up.pop(place)
        if data[0] == Frame.HAVE:
            self.process.feed.level(self.connection, 0, data[2:])
        else:
            frame = frames.parse_binary(data)
            offer = Offer(self.connection, 0, frame.count, frame.body, read(frame.body, Kind.TEXT))
            self.process.feed.offers.append(offer)

    def to_browser(self, random: Random, unruly: bool) -> None:
        """One frame arrives here."""
        self.fetch()
        if not self.down:
            return
        place = random.randrange(len(self.down)) if unruly else 0
        data = self.down[place] if unruly and random.random() < 0.3 else self.down.pop(place)
        if data[0] == Frame.UPDATE:
            self.doc.apply_update(data[6:])
        elif data[0] == Frame.HAVE:
            self.there = data[2:]
            self.up.append(counted(self.doc.get_update(self.there)))

    def fetch(self) -> None:
        while self.process and not self.connection.outbox.empty():
            frame = self.connection.outbox.get_nowait()
            if isinstance(frame, bytes):
                self.down.append(frame)


def counted(update: bytes) -> bytes:
    """As an UPDATE frame of a browser."""
    return bytes([Frame.UPDATE, 0, 0, 0, 0, 1]) + update


def evening(random: Random, steps: int) -> tuple[str, list[str], set[str]]:
    """Plays it and lets everything arrive: the text, what was typed in runs, what was removed.

    AssertionError when the documents differ in the end.
    """
    log = Log()
    processes = [Process(log), Process(log)]
    people = [Writer(1), Writer(2)]
    fresh, deleted, runs = [0], set[str](), list[str]()
    for _ in range(steps):
        one, process = random.choice(people), random.choice(processes)
        what, unruly = random.random(), random.random() < 0.5
        if what < 0.35:
            one.edit(random, fresh, deleted, runs)
        elif what < 0.55:
            one.to_server(random, unruly)
        elif what < 0.70:
            process.round(fails=random.random() < 0.1)
        elif what < 0.85:
            one.to_browser(random, unruly)
        elif what < 0.89:
            process.hear()
        elif what < 0.91:
            process.start()
        elif what < 0.95:
            one.disconnect()
        else:
            one.connect(process)
        for writer in people:
            if writer.dropped:
                writer.disconnect()
    settle(random, processes, people)
    texts = {str(writer.text) for writer in people} | {str(log.replica()._doc.get("content", type=Text))}
    assert len(texts) == 1, f"the documents differ: {texts}"
    return texts.pop(), runs, deleted


def settle(random: Random, processes: list[Process], people: list[Writer]) -> None:
    """Everybody connects once more and everything arrives."""
    for writer in people:
        writer.connect(random.choice(processes))
    for _ in range(4):
        for writer in people:
            writer.fetch()
            while writer.up or writer.down:
                while writer.up:
                    writer.to_server(random, unruly=False)
                for process in processes:
                    process.round(fails=False)
                    process.hear()
                while writer.down:
                    writer.to_browser(random, unruly=False)
                writer.fetch()


def wrongs(text: str, runs: list[str], deleted: set[str]) -> int:
    """Characters that are lost, there twice, back from being removed, or out of their order."""
    typed = {character for run in runs for character in run}
    expected, places = typed - deleted, {character: place for place, character in enumerate(text)}
    wrong = len(expected - set(text)) + len(set(text) - expected) + len(text) - len(set(text))
    for run in runs:
        left = [places[character] for character in run if character in places]
        wrong += sum(first > second for first, second in itertools.pairwise(left))
    return wrong
