"""Examiners: the author's code asks the candidate's, each in its own cell, every call through the host."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from graders import authored
from graders.authoring import DEVICE_FILE, SERVED, runs_tests
from graders.cases import TestCase, show_call
from graders.cells import Author, Cell, ending_words
from graders.checkers.base import find_opaque
from graders.device.crossing import PLACE, arguments, unwrapped
from graders.device.peaks import peak_of
from graders.device.roofline import Cost, Reading
from graders.device.timing import Timed, cost, row_of
from graders.faults import AuthorFault
from graders.outcomes import Failure, failure, wrong
from graders.package.model import SUBMISSION, Package
from graders.report import CaseRow, CheckRow, DeviceTiming, Note, Shown
from graders.rows import case_row, is_hidden
from graders.texts import clean
from graders.verdict import Verdict
from sandboxes import Answer, Ask, Ending, Outcome, Pool

PROXY_FAILED = "ProxyFailed"
FRESH, COSTS = "fresh", "costs"
"""Names that the examiner calls and that never reach the candidate: a new process; what the next call must at least do."""
OUTPUT_CAP = 64 << 10
MOST_POINTS = 50_000
PATIENCE = 1000
"""So many calls of an examiner get no answer because its time is over; then it is at fault."""


@dataclass
class Time:
    """The time of all cases of a submission: when it is over, and what the candidate's calls have had of it."""

    deadline: float
    candidate_s: float = 0.0
    unheard: int = 0  # calls of the examiner that came too late

    @property
    def over(self) -> bool:
        """Whether no further call is made."""
        return time.monotonic() > self.deadline


class Probe:
    """The candidate's side of one case: one process whose state carries over, until `fresh()` asks for another."""

    def __init__(self, package: Package, cell: Cell, clock: Time, file: str = SUBMISSION) -> None:
        self._entry, self._limits, self._cell = package.manifest.entry, package.manifest.limits, cell
        self._file = SERVED if runs_tests(package.files) else file
        self._on_device, self._asks_for_device = package.on_device, package.manifest.device is not None
        self._name = f"{package.set_slug}/{package.slug}"
        self._cost: Cost | None = None  # of the next call
        self.timed: dict[tuple[str, Cost], Timed] = {}
        self._time = clock
        self._stack = ExitStack()
        self._process: Any = None
        self.calls: list[Outcome] = []
        self.failed: Failure | None = None
        self.compiles = True

    def answer(self, ask: Ask) -> Answer:
        """Carry one call of the examiner's over to the candidate."""
        if not ask.name.isidentifier():
            raise AuthorFault(f"the examiner calls {ask.name!r}, which is no name of a function")
        if self._time.over:
            return self._late()
        if ask.name == FRESH:
            self.close()
            return Answer(value=None, meta={})
        if ask.name == COSTS and self._asks_for_device:  # without the device nobody is held against it
            self._cost = cost(dict(ask.kwargs), self._name)
            return Answer(value=None, meta={})
        outcome = self._cell.use(lambda session: self._call(session, ask), attempts=1)
        self.calls.append(outcome)
        self._time.candidate_s += outcome.wall_s
        meta: dict[str, Any] = {"wall_s": outcome.wall_s, "cpu_s": outcome.cpu_s}
        meta["memory_bytes"] = outcome.memory_bytes
        if self._on_device:
            outcome, meta["device_s"] = unwrapped(outcome)
            self._note(ask.name, meta["device_s"], outcome.wall_s)
        self._cost = None
        failed = failure(outcome, self._entry, self._limits) or _unfit(outcome.value)
        if failed is None:
            return Answer(value=outcome.value, meta=meta)
        self.failed = failed
        self.compiles &= outcome.ending is not Ending.SYNTAX
        if outcome.ending not in (Ending.RETURNED, Ending.RAISED):
            self.close()  # the process is gone; the next call starts another
        return Answer(failed=failed.note.text, meta=meta)

    def _late(self) -> Answer:
        """The answer once the time of all cases together is over: whose fault that is, their shares of it tell."""
        total = self._limits.total_wall_s
        self._time.unheard += 1
        if self._time.candidate_s < total / 2 or self._time.unheard > PATIENCE:
            raise AuthorFault(f"the examiner does not end within {total:g} s")
        text = f"The calls of all cases together took longer than {total:g} s."
        self.failed = Failure(Verdict.TLE, Note(id="tle.total", text=text))
        return Answer(failed=text)

    def close(self) -> None:
        """End the process."""
        self._process = None
        stack, self._stack = self._stack, ExitStack()
        stack.close()

    def _call(self, session: Any, ask: Ask) -> Outcome:
        if self._on_device:
            process = self._opened(session, DEVICE_FILE)
            if self._cost is not None and (ask.name, self._cost) not in self.timed:
                idle = process.call("idle", ([*ask.args], PLACE))
                self.timed[ask.name, self._cost] = Timed(overhead_s=idle.wall_s, cost=self._cost)
            return process.call("call", arguments(ask.name, ask.args, ask.kwargs))
        return self._opened(session, self._file).call(ask.name, ask.args, ask.kwargs)

    def _note(self, name: str, device_s: float | None, wall_s: float) -> None:
        """Keep the time of a call whose cost was stated."""
        if self._cost is not None and device_s is not None:
            self.timed[name, self._cost].readings.append(Reading(device_s, wall_s))

    def _opened(self, session: Any, file: str) -> Any:
        if self._process is None:  # the first call imports the module, within its limits and on its account
            self._process = self._stack.enter_context(session.open(file))
        return self._process


class Examiner:
    """examiner.py on each case, with the candidate's `file`; curves of visible cases are kept for the report."""

    def __init__(self, package: Package, author: Author, cell: Cell, file: str = SUBMISSION) -> None:
        self._package, self._author, self._cell, self._file = package, author, cell, file
        self.curves: dict[str, dict[str, list[float | None]]] = {}
        self._time = Time(time.monotonic() + package.manifest.limits.total_wall_s)
        self._timed: dict[tuple[str, Cost], Timed] = {}

    def rows(self, case: TestCase) -> Iterator[CaseRow]:
        """A row for the case; checks that name another group make a row there."""
        probe = Probe(self._package, self._cell, self._time, self._file)
        try:
            outcome = self._author.converse("examine", case.args, probe.answer)
        finally:
            probe.close()
        self._timed |= {key: timed for key, timed in probe.timed.items() if timed.readings}
        total = _total(probe.calls)
        if failed := self._failure(outcome, probe):
            row = case_row(self._package, case, total, failed.verdict, failed.note)
            row.error = failed.error
            yield self._with_input(row, case)
            return
        finding = authored.finding(self._author.value(outcome, "the examiner"), self._author.name)
        if not is_hidden(self._package, case.group):
            self.curves |= _curves(finding["curves"])
        for group in dict.fromkeys(check["group"] or case.group for check in finding["checks"]):
            yield self._checked(case, total, group, finding["checks"])

    def timing(self, pool: Pool) -> DeviceTiming | None:
        """The times of the costliest call whose cost the examiner stated; None if there was none on a device."""
        if not self._timed:
            return None
        name, most = max(self._timed, key=lambda key: (key[1].bytes, key[1].flops))
        return row_of(name, self._timed[name, most], peak_of(pool))

    def _failure(self, outcome: Outcome, probe: Probe) -> Failure | None:
        """The candidate's failure if that is what ended the examiner, or if its code does not even compile."""
        if outcome.ending is Ending.RETURNED and (probe.compiles or probe.failed is None):
            return None
        let_through = outcome.error is not None and outcome.error.type.rpartition(".")[2] == PROXY_FAILED
        if probe.failed and (let_through or not probe.compiles):
            return probe.failed
        if outcome.ending is Ending.RETURNED:
            return None
        raise AuthorFault(
            f"{self._package.set_slug}/{self._package.slug}: the examiner {ending_words(outcome)}"
        )

    def _checked(self, case: TestCase, total: Outcome, group: str, checks: list[dict[str, Any]]) -> CaseRow:
        if not self._package.manifest.group(group):
            raise AuthorFault(f"{self._package.slug}: a check names the group {group!r}, which there is not")
        mine = [check for check in checks if (check["group"] or case.group) == group]
        rows = [
            CheckRow(title=check["title"], passed=check["passed"], message=check["message"]) for check in mine
        ]
        missed = next((row for row in rows if not row.passed), None)
        failed = (
            wrong("wa.check", f"{missed.title}: {missed.message}" if missed.message else missed.title)
            if missed
            else None
        )
        moved = TestCase(case.number, group, case.note, case.args)
        verdict = failed.verdict if failed else Verdict.AC
        row = case_row(self._package, moved, total, verdict, failed.note if failed else None)
        row.checks = rows
        return self._with_input(row, case)

    def _with_input(self, row: CaseRow, case: TestCase) -> CaseRow:
        if row.verdict is not Verdict.AC or not row.hidden:
            row.input = Shown(text=show_call("examine", case.args, {}).text)
        return row


def _unfit(value: Any) -> Failure | None:
    """What returned an object, of which no examiner can make anything."""
    found = find_opaque(value)
    return wrong("wa.type", f"An object of type {found.type_name} was returned.") if found else None


def _total(calls: list[Outcome]) -> Outcome:
    """The calls of a case as one: times added, the peak of memory, output in order."""
    ending = calls[-1].ending if calls else Ending.RETURNED
    stdout, stderr = b"".join(c.stdout for c in calls), b"".join(c.stderr for c in calls)
    return Outcome(
        ending=ending,
        value=None,
        error=None,
        exit_code=None,
        signal=None,
        wall_s=sum(call.wall_s for call in calls),
        cpu_s=sum(call.cpu_s for call in calls),
        memory_bytes=max((call.memory_bytes for call in calls), default=0),
        stdout=stdout[:OUTPUT_CAP],
        stderr=stderr[:OUTPUT_CAP],
        stdout_truncated=len(stdout) > OUTPUT_CAP or any(call.stdout_truncated for call in calls),
        stderr_truncated=len(stderr) > OUTPUT_CAP or any(call.stderr_truncated for call in calls),
    )


def _curves(given: Any) -> dict[str, dict[str, list[float | None]]]:
    """Curves as lists of finite numbers or null; AuthorFault if they have another form, or too many points."""
    try:
        curves = {
            clean(str(name)): {
                clean(str(line)): [_finite(value) for value in values] for line, values in lines.items()
            }
            for name, lines in given.items()
        }
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise AuthorFault(f"the examiner's curves are no lists of numbers: {error}") from None
    if sum(len(values) for lines in curves.values() for values in lines.values()) > MOST_POINTS:
        raise AuthorFault(f"the examiner's curves have more than {MOST_POINTS} points")
    return curves


def _finite(value: Any) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None
