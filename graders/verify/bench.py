"""Where a package's submissions are tried: every one meets the same fresh cases, under the limits that are asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from graders.grading import Enough, grade, whole
from graders.package.manifest import CaseLimits
from graders.package.model import Package
from graders.report import CaseRow, Report
from graders.stock import Drawn, draw
from graders.verdict import Verdict
from graders.verify.jobs import SEED, job_of
from sandboxes import Pool


def failed(row: CaseRow) -> bool:
    """Whether a case ran and did not pass."""
    return row.verdict not in (None, Verdict.AC)


@dataclass
class Round:
    """The supply of one round of grades: the fresh cases of its seed, drawn by whoever needs them first."""

    pool: Pool
    seed: int
    lock: threading.Lock = field(default_factory=threading.Lock)
    drawn: Drawn | None = None

    def take(self, package: Package) -> Drawn:
        """The same set each time."""
        with self.lock:
            if self.drawn is None:
                self.drawn = draw(package, self.pool, self.seed)
            return self.drawn


class Bench:
    """One package on a pool, with its time limits held to stand clear or not. Used by several threads at once."""

    def __init__(self, package: Package, pool: Pool, margins: bool = True) -> None:
        self.package, self.pool, self.margins = package, pool, margins
        self._rounds: dict[int, Round] = {}

    def report(
        self,
        source: str,
        number: int = 0,
        enough: Enough = whole,
        times: float = 1.0,
        growing: bool = True,
    ) -> Report:
        """The report on a file in a round, whose number counts from 0, with time limits so many `times` as long.

        Without `growing` its growth is not measured.
        """
        package = self.package if growing else replace(self.package, growths=())
        if times != 1.0:
            limits = scaled(package.manifest.limits, times)
            package = replace(package, manifest=package.manifest.model_copy(update={"limits": limits}))
        supply = self._rounds.setdefault(number, Round(self.pool, SEED + number))
        return grade(job_of(package, source, None), package, self.pool, _unheard, supply, enough)


def scaled(limits: CaseLimits, times: float) -> CaseLimits:
    """Time limits so many times as long; where CPU time is limited, the clock's limit is not made shorter."""
    clock = times if limits.cpu_s is None else max(times, 1.0)
    changed = {"wall_s": limits.wall_s * clock, "total_wall_s": limits.total_wall_s * max(times, 1.0)}
    if limits.cpu_s is not None:
        changed["cpu_s"] = limits.cpu_s * times
    return limits.model_copy(update=changed)


_unheard: Callable[[object], None] = lambda event: None  # noqa: E731
