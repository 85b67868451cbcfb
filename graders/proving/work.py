"""One proof from a draft's archive to its last event."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from redis.exceptions import RedisError

from graders.diagnostics import Diagnostics, Note, Severity
from graders.faults import AuthorFault
from graders.formats.archive import ArchiveRefused
from graders.messages import STOP_KEY, Event, ProofJob
from graders.package import Package
from graders.package.curves import FILE, RECORDED
from graders.proving.differing import search
from graders.proving.telling import Teller
from graders.travelling import read_draft
from graders.verify.curves import recording, trained
from graders.verify.older import older_pool
from graders.verify.proof import Proof
from graders.verify.run import Plan, verify
from sandboxes import Ending, Pool

LONGEST_S = 1200
"""Of one proof, so that no draft keeps a worker from others: below what a grade may take."""
ASK_EVERY_S = 1.0
MOST_RECORDED = 128 << 10
"""Characters of curves that are told."""
WITHOUT_OLDER = (
    "It uses NumPy, and was tried on the present one alone: the grader has no older one. Whoever runs the site can add it "
    "(Operations, The older NumPy)."
)
log = logging.getLogger(__name__)


class Stopped(Exception):
    """The proof is not wanted any more, or has taken too long; the text says which."""


class Flags(Protocol):
    """What is asked of the broker."""

    def exists(self, *names: str) -> Any:
        """How many of the keys there are."""


class Stop:
    """Raises Stopped where somebody has called the proof off, or it goes on for too long. For several threads."""

    def __init__(self, broker: Flags, proof: UUID, longest_s: float = LONGEST_S) -> None:
        self._broker, self._key = broker, f"{STOP_KEY}{proof}"
        self._until = time.monotonic() + longest_s
        self._longest_s, self._asked = longest_s, 0.0
        self._said: str | None = None

    def look(self) -> None:
        """Asks the broker at most once a second; while that is away, the proof goes on."""
        now = time.monotonic()
        if now > self._until:
            self._said = f"It took longer than {self._longest_s / 60:g} minutes."
        elif now - self._asked >= ASK_EVERY_S and self._said is None:
            self._asked = now
            try:
                if self._broker.exists(self._key):
                    self._said = "cancelled"
            except (RedisError, OSError):
                pass
        if self._said:
            raise Stopped(self._said)


def prove(job: ProofJob, pool: Pool, emit: Callable[[Event], None], stop: Stop) -> None:
    """Prove the draft and tell everything; the last event says whether it holds. A Fault of ours is raised."""
    began = time.monotonic()
    teller = Teller(job, emit, stop.look)
    teller.begin()
    with tempfile.TemporaryDirectory(prefix="proof-") as folder:
        package = _read(job, Path(folder), teller)
        holds, rate = False, None
        if package is not None:
            teller.about(package)
            try:
                with older_pool([package], 1) as older:
                    (proof,) = verify([package], pool, Plan(), teller, _cells(older, teller))
                _record_curves(package, pool, proof, teller)
                holds, rate = proof.holds, proof.mutation.rate if proof.mutation else None
                search(package, pool, teller.survivors(package), teller.killer, stop.look)
            except AuthorFault as fault:
                holds = False
                teller.say("note", severity="error", message=fault.text, file=None, line=None)
            except Stopped as stopped:
                holds = False
                teller.say("note", severity="error", message=str(stopped), file=None, line=None)
        teller.end(
            holds=holds,
            digest=package.digest if package else "",
            rate=rate,
            seconds=round(time.monotonic() - began, 1),
        )


def _cells(older: Pool | str | None, teller: Teller) -> Pool | None:
    """Cells with the older NumPy; None where there are none, which is told unless none are needed."""
    if not isinstance(older, str):
        return older
    log.info(older)  # what this machine lacks is for whoever runs it
    teller.note(Note(Severity.WARNING, WITHOUT_OLDER))
    return None


def _record_curves(package: Package, pool: Pool, proof: Proof, teller: Teller) -> None:
    """Tells what curves.toml has to say where it says something else, or is not there: an author in a browser runs no command."""
    wrong = any(note.severity is Severity.ERROR and note.file in (FILE, RECORDED) for note in proof.notes)
    if FILE not in package.files or not wrong:
        return
    outcome = trained(package, pool, package.starter)
    try:
        text = recording(outcome.value) if outcome.ending is Ending.RETURNED else ""
    except (AttributeError, TypeError):  # it gives no curves, which loading the package says of them then
        return
    if 0 < len(text) <= MOST_RECORDED and text.encode() != package.files.get(RECORDED):
        teller.say("recorded", file=RECORDED, text=text)


def _read(job: ProofJob, folder: Path, teller: Teller) -> Package | None:
    """The package, laid out in `folder`; None after telling why it cannot be read."""
    try:
        return read_draft(job, folder, Diagnostics(f"{job.set}/{job.problem}", hear=teller.note))
    except ArchiveRefused as error:
        teller.say(
            "note", severity="error", message=f"the archive cannot be read: {error}", file=None, line=None
        )
        return None


__all__ = ["Stop", "Stopped", "prove"]
