"""Grade one job: the kind's grader does it, this module frames it with events and the engine's particulars."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from graders import ENGINE_VERSION
from graders.cells import Author, Cell, candidate_cell
from graders.device.peaks import poison
from graders.faults import AuthorFault, InfrastructureFault
from graders.growth.drawing import Scaled, draw_scaled
from graders.kinds import registry
from graders.messages import Event, Job, Kind, Queue
from graders.package.model import DEVICE_IMAGE, SUBMISSION, Package
from graders.report import (
    BROKEN,
    BROKEN_ID,
    CaseRow,
    DeviceRow,
    DeviceTiming,
    Engine,
    Note,
    PackageRef,
    Report,
    case_event,
    shorten,
)
from graders.stock import SEED_BITS, Drawn, Supply, draw
from graders.verdict import Verdict
from sandboxes import Pool

MAX_SOURCE = 64 * 1024
ON_CPU = (
    "Ran on the CPU at size {size:,}: the problem asks for a GPU, and no runner that has one was registered."
)
Emit = Callable[[Event], None]
Enough = Callable[[CaseRow], bool]


def whole(row: CaseRow) -> bool:
    """No case tells all there is to know."""
    return False


@dataclass
class Work:
    """One attempt in progress: what is asked, where it runs, and who listens."""

    job: Job
    package: Package
    pool: Pool
    emit: Emit
    stock: Supply | None = None
    enough: Enough = whole  # whether what is asked is known after this case
    later: bool = False  # whether curves after are drawn once the report is out
    seed: int | None = None  # of the fresh cases, once they are drawn
    _drawn: Drawn | None = None
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    number: int = 0

    def tell(self, kind: Kind, data: dict[str, Any]) -> None:
        """Emit the next event of this attempt."""
        self.number += 1
        event = Event(
            submission=self.job.submission, attempt=self.job.attempt, number=self.number, kind=kind, data=data
        )
        self.emit(event)

    def tell_case(self, row: CaseRow) -> None:
        """Emit a finished case as the candidate may see it live."""
        self.tell(Kind.CASE, case_event(row))

    def candidate_cell(self) -> Cell:
        """The candidate's files in a cell; for an exam in one of its own."""
        return candidate_cell(self.pool, self.package, self.job.files, single_use=self.job.single_use)

    def report(self, verdict: Verdict, timing: DeviceTiming | None = None, **fields: Any) -> Report:
        """A report of this attempt with the given particulars."""
        return Report(
            package=PackageRef(
                set=self.package.set_slug, problem=self.package.slug, digest=self.package.digest
            ),
            submission=self.job.submission,
            attempt=self.job.attempt,
            mode=self.job.mode,
            verdict=verdict,
            **{
                "score": 0.0,
                "points": 100.0 if self.job.mode == "grade" else 0.0,
                "passed": 0,
                "total": 0,
                **fields,
            },
            device=self.device(timing),
            engine=self.engine(),
        )

    def device(self, timing: DeviceTiming | None = None) -> DeviceRow | None:
        """Where this attempt runs, if the problem asks for a device."""
        wanted, size = self.package.manifest.device, self.package.case_size
        if wanted is None or size is None:
            return None
        if self.package.on_device:
            name = str((self.pool.describe().get("device") or {}).get("name", ""))
            return DeviceRow(wants=wanted.wants, ran_on=wanted.wants, size=size, name=name, timing=timing)
        return DeviceRow(wants=wanted.wants, ran_on="cpu", size=size, reason=ON_CPU.format(size=size))

    def fresh(self, whole: bool = False) -> Drawn:
        """The fresh cases of this attempt: from the job's seed if it names one, else a set that nobody has seen.

        Asked again, it is the same set. `whole`: with inputs of growing size, if it is drawn now.
        """
        if self._drawn is not None:
            return self._drawn
        taken = self.stock.take(self.package) if self.stock and self.job.seed is None else None
        seed = secrets.randbits(SEED_BITS) if self.job.seed is None else self.job.seed
        drawn = taken or draw(self.package, self.pool, seed, whole)
        self.seed, self._drawn = drawn.seed, drawn
        return drawn

    def scaled(self) -> list[Scaled]:
        """The inputs of growing size, drawn from the same seed."""
        drawn = self.fresh(whole=True)
        if drawn.scaled is not None:
            return drawn.scaled
        with Author(self.pool, self.package) as author:
            return draw_scaled(self.package, author, drawn.seed)

    def engine(self) -> Engine:
        """Versions, seed and times."""
        about = self.pool.describe()
        versions = about.get("versions") or {}
        return Engine(
            version=ENGINE_VERSION,
            backend=str(about.get("backend", "")),
            python=str(about.get("python") or ""),
            numpy=str(versions.get("numpy", "")),
            torch=str(versions.get("torch", "")) if self.package.manifest.image == "torch" else "",
            seed=self.seed,
            started=self.started.isoformat(timespec="milliseconds"),
            finished=datetime.now(UTC).isoformat(timespec="milliseconds"),
        )


def grade(
    job: Job,
    package: Package,
    pool: Pool,
    emit: Emit,
    stock: Supply | None = None,
    enough: Enough = whole,
    later: bool = False,
) -> Report:
    """The report of one job, every event of it told on the way, `done` last.

    The package's own failures end in IE; InfrastructureFault is raised for the caller to report. Fresh cases come
    from `stock` where it has some. Cases behind one that is `enough` are left out of the report. `later`: curves of a
    training have only what is recorded, since somebody waits for the verdict (`graders.afterwards`).
    """
    work = Work(job, placed(job, package, pool), pool, emit, stock, enough, later)
    if refused := refusal(job):
        report = work.report(Verdict.CE, message=refused)
    else:
        if work.package.on_device:
            poison(pool)
        try:
            report = registry.grader(package.manifest.kind).grade(work)
        except AuthorFault as fault:
            report = work.report(Verdict.IE, message=Note(id=BROKEN_ID, text=f"{BROKEN} {fault.text}"))
    shorten(report)
    work.tell(Kind.DONE, {"report": report.json_dict()})
    return report


def placed(job: Job, package: Package, pool: Pool) -> Package:
    """The package as this job has it graded: on the device only if the job came by that queue.

    InfrastructureFault if it did and there is none here: nothing else is measured in its place.
    """
    if package.manifest.device is None or job.queue is not Queue.GPU:
        return package
    if DEVICE_IMAGE not in pool.describe().get("images", {}):
        raise InfrastructureFault(
            f"{package.set_slug}/{package.slug} asks for {package.manifest.device.wants}, which no cell here has",
            "ie.device",
        )
    return package.with_device()


def refusal(job: Job) -> Note | None:
    """Why these files are not even run."""
    source = job.files.get(SUBMISSION)
    if source is None or not source.strip():
        return Note(id="ce.empty", text="There is no code.")
    if len(source.encode("utf-8", "surrogatepass")) > MAX_SOURCE:
        return Note(id="ce.too_large", text=f"The code is larger than {MAX_SOURCE // 1024} KiB.")
    if set(job.files) != {SUBMISSION}:
        return Note(id="ce.files", text=f"Only {SUBMISSION} can be submitted.")
    try:
        source.encode()
    except UnicodeEncodeError:
        return Note(id="ce.encoding", text="The code is not valid text.")
    return None
