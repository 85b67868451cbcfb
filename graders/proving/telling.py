"""Turns what the verifier finds into numbered events, as it is found."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from graders.diagnostics import Note
from graders.faults import AuthorFault, Fault
from graders.messages import Event, Kind, ProofJob
from graders.package import Package
from graders.proving.differing import Differing
from graders.verify.mutants.generate import Mutant, mutants
from graders.verify.mutants.run import PUBLISHABLE, accepted
from graders.verify.proof import Part
from graders.verify.run import Watch
from graders.verify.submissions import CLEAR, LATE, Result

COUNT_EVERY_S = 0.4
MOST_NOTES = 200
MOST_SURVIVORS = 60
"""Told of one proof: whoever has more of either begins with these."""


class Teller(Watch):
    """Hears the verifier, in several threads, and emits events. `look` may raise, which ends the verification."""

    def __init__(self, job: ProofJob, emit: Callable[[Event], None], look: Callable[[], None]) -> None:
        self._job, self._emit, self._look = job, emit, look
        self._lock, self._number = threading.Lock(), 0
        self._notes, self._survivors = 0, dict[tuple[str, str], Mutant]()
        self._counted = 0.0

    def begin(self) -> None:
        """The first event."""
        self._send(Kind.STARTING, {})

    def end(self, **summary: Any) -> None:
        """The last one."""
        self._send(Kind.DONE, summary)

    def say(self, what: str, **data: Any) -> None:
        """One finding."""
        self._send(Kind.PROGRESS, {"what": what, **data})

    def about(self, package: Package) -> None:
        """What there is to be proved, and by which measures."""
        limits = package.manifest.limits
        self.say(
            "package",
            submissions=[{"name": one.name, "declared": str(one.verdict)} for one in package.submissions],
            limit_s=limits.cpu_s or limits.wall_s,
            clock="CPU time" if limits.cpu_s else "by the clock",
            clear=CLEAR,
            late=LATE,
            publishable=PUBLISHABLE,
        )

    def note(self, note: Note) -> None:
        """Something that loading or a check has to say."""
        self._notes += 1
        if self._notes <= MOST_NOTES:
            self.say(
                "note", severity=str(note.severity), message=note.message, file=note.file, line=note.line
            )

    def killer(self, mutant: Mutant, found: Differing | None) -> None:
        """An input on which a survivor differs, or that none was found."""
        self.say("killer", id=mutant.id, file=mutant.file, found=asdict(found) if found else None)

    def survivors(self, package: Package) -> list[Mutant]:
        """The mutants that passed every case."""
        return list(self._survivors.values())

    def prepared(self, package: Package, fixed: int, fresh: int) -> None:
        """Tells how many cases there are."""
        self.say("cases", fixed=fixed, fresh=fresh)

    def noted(self, package: Package, note: Note) -> None:
        """Tells it."""
        self.note(note)

    def faulted(self, package: Package, fault: Fault) -> None:
        """What is our fault is no finding about the package: the attempt has failed."""
        if not isinstance(fault, AuthorFault):
            raise fault

    def trying(self, package: Package) -> None:
        """Nothing more is begun once the proof is called off."""
        self._look()

    def tried(self, package: Package, result: Result) -> None:
        """Tells a submission's verdict."""
        self.say("result", **asdict(result))

    def mutated(self, package: Package, done: int, total: int) -> None:
        """Counts, a few times a second."""
        self._look()
        now = time.monotonic()
        if now - self._counted >= COUNT_EVERY_S or done == total:
            self._counted = now
            self.say("mutants", done=done, total=total)

    def survived(self, package: Package, mutant: Mutant) -> None:
        """Tells its difference."""
        with self._lock:
            self._survivors[mutant.file, mutant.id] = mutant
            many = len(self._survivors) > MOST_SURVIVORS
        if not many:
            self.say(
                "survivor",
                id=mutant.id,
                file=mutant.file,
                line=mutant.line,
                operator=mutant.operator,
                function=mutant.function,
                difference=mutant.difference[:4000],
            )

    def finished(self, package: Package, part: str, outcome: Part) -> None:
        """Tells the part's figures; of one that was proved before, all that it found."""
        if outcome.cached:
            for note in outcome.notes:
                self.note(note)
            for result in outcome.results:
                self.tried(package, result)
        if part == "checks":
            self.say(
                "checks", answers=outcome.answers, inputs=outcome.inputs, attacks=outcome.attacks, clear=outcome.clear,
                older=outcome.older, holds=outcome.holds, seconds=outcome.seconds, cached=outcome.cached,
            )  # fmt: skip
        elif mutation := outcome.mutation:
            if outcome.cached and mutation.survivors:
                made = {
                    (one.file, one.id): one
                    for file, text in accepted(package).items()
                    for one in mutants(file, text)
                }
                for survivor in mutation.survivors:
                    if known := made.get((survivor.file, survivor.id)):
                        self.survived(package, known)
            self.say(
                "mutation", made=mutation.made, tried=mutation.tried, killed=mutation.killed, late=mutation.late,
                equivalent=mutation.equivalent, rate=round(mutation.rate, 4), holds=outcome.holds,
                seconds=mutation.seconds, cached=outcome.cached,
            )  # fmt: skip

    def _send(self, kind: Kind, data: dict[str, Any]) -> None:
        with self._lock:
            self._number += 1
            number = self._number
            event = Event(
                submission=self._job.proof, attempt=self._job.attempt, number=number, kind=kind, data=data
            )
            self._emit(event)
