"""Sessions for grading: opened when first needed, opened again when their cell is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar

from graders import authored
from graders.authoring import beside_candidate, device_files, shipped_files
from graders.cases import TestCase
from graders.faults import AuthorFault, InfrastructureFault
from graders.package.manifest import CaseLimits, Entry, Manifest
from graders.package.model import SUBMISSION, Package
from sandboxes import (
    Answer,
    Ask,
    Batch,
    Call,
    CellLost,
    Ending,
    Finished,
    Limits,
    Outcome,
    Packed,
    Pool,
    Process,
    SandboxUnavailable,
    Script,
    Session,
    Trace,
)

T = TypeVar("T")
ATTEMPTS = 3
PROCESSES = 2  # that an author's session comes to: the driver, and the reference
DRIVER = "readyroom_driver.py"
REFERENCE = "reference.py"
AUTHOR_VALUE_BYTES = 64 << 20
AUTHOR_FLOOD_BYTES = 4 << 20
DEVICE_HOST_BYTES = 2 << 30
"""Of the host's memory for the context of a device, beside what the problem allows."""
DEVICE_START_S = 10.0
"""Wall and CPU seconds for that context, and for loading kernels."""
AUTHOR_TOTAL_S = 600
"""Seconds of one session of an author's code, all its calls together."""


class Cell:
    """One session with fixed files and limits. A lost cell costs a retry, then an InfrastructureFault."""

    def __init__(
        self, pool: Pool, image: str, files: Mapping[str, bytes], limits: Limits, single_use: bool = False
    ) -> None:
        self._pool, self._image, self._files, self._limits = pool, image, dict(files), limits
        self._single_use = single_use
        self.runs: int | None = None  # how many there will be, once that is known
        self._stack = ExitStack()
        self._session: Session | None = None
        self._begun: list[Call | Trace | Script | Batch] = []  # not finished yet
        self._known = 0  # how many of them the session has begun

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._stack.close()

    def use(self, action: Callable[[Session], T], attempts: int = ATTEMPTS) -> T:
        """Run `action` with the session, again with a fresh one if the cell is lost on the way.

        What carries state from run to run allows one attempt only.
        """
        for attempt in range(1, attempts + 1):
            try:
                if self._session is None:
                    opened = self._pool.session(
                        self._image,
                        files=self._files,
                        limits=self._limits,
                        single_use=self._single_use,
                        runs=self.runs,
                    )
                    self._session = self._stack.enter_context(opened)
                return action(self._session)
            except CellLost as error:
                self._forget()
                if attempt == attempts:
                    raise InfrastructureFault(
                        f"the cell was lost ({attempt} of {attempts}): {error}"
                    ) from error
            except SandboxUnavailable as error:
                raise InfrastructureFault(f"no sandbox: {error}", "ie.sandbox") from error
        raise AssertionError("unreachable")

    def expect(self, runs: int) -> None:
        """Open the session now, and have processes made for so many runs."""
        self.runs = runs
        self.use(lambda session: session)

    def renew(self, limits: Limits, runs: int) -> None:
        """Go on in a fresh session with other limits, for so many runs."""
        self._forget()
        self._begun.clear()
        self._limits = limits
        self.expect(runs)

    def run(self, work: Call | Trace | Script | Batch) -> Outcome:
        """Do `work` in a process of its own."""
        return self.use(lambda session: session.run(work))

    def begin(self, work: Call | Trace | Script | Batch) -> None:
        """Have `work` done after what was begun before, without waiting; `finish` returns what became of it."""
        self._begun.append(work)
        self.use(self._catch_up)

    def finish(self) -> Finished:
        """Wait for the first work that was begun; what a lost cell leaves undone is done again in another."""

        def first(session: Session) -> Finished:
            self._catch_up(session)
            return session.finish()

        finished = self.use(first)
        del self._begun[0]
        self._known -= 1
        return finished

    def abandon(self) -> None:
        """End and forget the work that was begun and is not finished."""
        self._begun.clear()
        self._known = 0
        self.use(lambda session: session.abandon())

    def _catch_up(self, session: Session) -> None:
        while self._known < len(self._begun):
            session.begin(self._begun[self._known])
            self._known += 1

    def _forget(self) -> None:
        self._session, self._known = None, 0
        stack, self._stack = self._stack, ExitStack()
        with suppress(CellLost):  # its end is what brought us here
            stack.close()


def candidate_limits(manifest: Manifest) -> Limits:
    """What a case of the candidate's may use. A program's output is its answer: all of it is kept, or it is too much."""
    limits = manifest.limits
    usual = Limits(
        wall_s=limits.wall_s,
        cpu_s=limits.cpu_s,
        memory_bytes=limits.memory_mib << 20,
        output_bytes=limits.output_kib << 10,
    )
    return replace(usual, flood_bytes=usual.output_bytes) if manifest.entry.type == "program" else usual


def with_driver(limits: Limits) -> Limits:
    """The limits with what the driver takes in every process that uses a device: memory for its books, time to start."""
    return replace(
        limits,
        wall_s=limits.wall_s + DEVICE_START_S,
        cpu_s=None if limits.cpu_s is None else limits.cpu_s + DEVICE_START_S,
        memory_bytes=limits.memory_bytes + DEVICE_HOST_BYTES,
    )


def author_limits(limits: CaseLimits) -> Limits:
    """What generators, references, examiners and simulators may use."""
    return Limits(
        wall_s=limits.author_wall_s,
        memory_bytes=limits.author_memory_mib << 20,
        value_bytes=AUTHOR_VALUE_BYTES,
        output_bytes=limits.output_kib << 10,
        flood_bytes=AUTHOR_FLOOD_BYTES,
    )


def candidate_cell(
    pool: Pool,
    package: Package,
    files: Mapping[str, str],
    limits: Limits | None = None,
    single_use: bool = False,
) -> Cell:
    """The candidate's files, what the package puts beside them, and nothing else that is not our own."""
    encoded = package.included | {name: text.encode() for name, text in files.items()}
    encoded |= beside_candidate(package.files)
    limits = limits or candidate_limits(package.manifest)
    if package.on_device:
        encoded |= device_files()
        limits = with_driver(limits)
    return Cell(pool, package.candidate_image, encoded, limits, single_use)


def evaluation(file: str, entry: Entry, case: TestCase) -> Call | Trace | Script:
    """One case as work for a sandbox, on a file that defines the entry or is the program."""
    if entry.type == "program":
        return Script(file, stdin=case.args[0].encode())
    return calls(file, entry, case)


def evaluations(file: str, entry: Entry, cases: Sequence[TestCase]) -> Batch:
    """Cases one after another in one process, on a file that defines the entry."""
    return Batch(file, [calls(file, entry, case) for case in cases])


def calls(file: str, entry: Entry, case: TestCase) -> Call | Trace:
    """What a case calls of the entry."""
    args = Packed(case.packed_args)
    if entry.type == "function":
        return Call(file, entry.name, args=args, kwargs=case.kwargs)
    return Trace(file, entry.name, args, calls=Packed(case.packed_calls))


class Author:
    """The package's own code in a cell of its own; whatever fails there is an AuthorFault."""

    def __init__(self, pool: Pool, package: Package, limits: Limits | None = None) -> None:
        files = {**package.author_files(), **shipped_files(package.files)}
        self.package = package
        usual = author_limits(package.manifest.limits)
        self.cell = Cell(pool, package.manifest.image, files, limits or usual)
        self.cell.runs = PROCESSES
        self._driver: Process | None = None
        self._of: Session | None = None
        self._spent = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.cell.__exit__(kind, error, tb)

    @property
    def name(self) -> str:
        """Whose code it is, for faults."""
        return f"{self.package.set_slug}/{self.package.slug}"

    def call(self, function: str, *args: Any) -> Any:
        """The value that a function of the driver returns."""
        return self.value(
            self.cell.use(lambda session: self._process(session).call(function, args)), function
        )

    def cases(self, which: str, seed: int | str) -> list[dict[str, Any]] | None:
        """What `cases` or `fresh` of cases.py yields; None if there is no such function."""
        if "cases.py" not in self.package.files:
            return None
        made = self.call("generate", which, seed, self.package.case_size)
        return None if made is None else authored.cases(made, self.name)

    def scaled(self, which: str, seed: str, asked: list[tuple[int, int]]) -> list[list[dict[str, Any]]]:
        """For each (size, count) so many cases that the function `which` of cases.py gives for the size."""
        made = self.call("scale", which, seed, asked)
        if not isinstance(made, list) or len(made) != len(asked):
            raise AuthorFault(f"{self.name}: what came of {which} in cases.py is no list of cases")
        return [authored.cases(cases, self.name) for cases in made]

    def batch(self, cases: Sequence[TestCase], what: str) -> list[Any]:
        """What the reference gives for each case, in one run for all of them."""
        work = evaluations(REFERENCE, self.package.manifest.entry, cases)
        values = self.value(self.cell.run(work), f"{what}: the reference")
        if not isinstance(values, list) or len(values) != len(cases):
            raise AuthorFault(f"{self.name}: {what}: the reference gave no answer to some of the cases")
        return values

    def refusal(self, args: tuple[Any, ...], kwargs: dict[str, Any], calls: list[Any] | None) -> str | None:
        """What `validate` of cases.py has against an input, if there is such a function and it has anything."""
        if "cases.py" not in self.package.files:
            return None
        return authored.refusal(self.call("validate", args, kwargs, calls), self.name)

    def converse(self, function: str, args: tuple[Any, ...], answer: Callable[[Ask], Answer]) -> Outcome:
        """Run a function of the driver whose first argument is a proxy that `answer` stands behind."""
        return self.cell.use(
            lambda session: self._process(session).call(function, args, answer=answer), attempts=1
        )

    def _process(self, session: Session) -> Process:
        """The one process that all calls are made in: it is the author's own, and each fork would import anew."""
        if self._driver is None or not self._driver.alive or self._of is not session:
            self._driver, self._of = session.open(DRIVER), session
        return self._driver

    def references(self, cases: Sequence[TestCase]) -> list[Outcome]:
        """The reference on each case, all in one process: it is the author's own, and each fork would cost more.

        A program is run anew for each.
        """

        def run(session: Session) -> list[Outcome]:
            if self.package.manifest.entry.type == "program":
                return [self._ran(session, case) for case in cases]
            with session.open(REFERENCE) as process:
                return [self._returned_or_raised(process, case) for case in cases]

        return self.cell.use(run)

    def _ran(self, session: Session, case: TestCase) -> Outcome:
        outcome = session.run(evaluation(REFERENCE, self.package.manifest.entry, case))
        self._count(outcome)
        return outcome

    def _returned_or_raised(self, process: Process, case: TestCase) -> Outcome:
        work = evaluation(REFERENCE, self.package.manifest.entry, case)
        assert not isinstance(work, Script)
        outcome = process.run(work)
        if not process.alive:
            self.value(outcome, "the reference")
        self._count(outcome)
        return outcome

    def value(self, outcome: Outcome, what: str) -> Any:
        """The value of an outcome that must have returned."""
        self._count(outcome)
        if outcome.ending is Ending.RETURNED:
            return outcome.value
        raise AuthorFault(f"{self.name}: {what} {ending_words(outcome)}")

    def _count(self, outcome: Outcome) -> None:
        """AuthorFault once all calls together have taken so long that the worker would be held up."""
        self._spent += outcome.wall_s
        if self._spent > AUTHOR_TOTAL_S:
            raise AuthorFault(f"{self.name}: the author's code took longer than {AUTHOR_TOTAL_S} s in all")


def ending_words(outcome: Outcome) -> str:
    """ "raised KeyError: 'x' at cases.py:12", "ended with WALL_TIME after 30.0 s"."""
    if outcome.error is None:
        return f"ended with {outcome.ending.name} after {outcome.wall_s:.1f} s"
    frames = [frame for frame in outcome.error.frames if frame.file.rpartition("/")[2] != DRIVER]
    where = f" at {frames[-1].file.rpartition('/')[2]}:{frames[-1].line}" if frames else ""
    return f"raised {outcome.error.type}: {outcome.error.message}{where}"


__all__ = [
    "SUBMISSION",
    "Author",
    "Cell",
    "author_limits",
    "candidate_cell",
    "candidate_limits",
    "ending_words",
    "evaluation",
    "evaluations",
]
