"""This engine: `grading.grade` with a warm pool, as a worker calls it."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from graders.diagnostics import Diagnostics
from graders.grading import grade
from graders.messages import Job
from graders.package import Package, load_package
from graders.report import Report
from sandboxes import Pool
from tests.benchmarks.contest.task import Task


class Engine:
    """Grades in the cells of a pool. Its cases are made before anything is timed, as a worker does at its start."""

    def __init__(self, pool: Pool, folder: Path) -> None:
        self.name, self._pool, self._folder = f"engine on {pool.backend}", pool, folder
        self._package = lru_cache(maxsize=64)(self._load)

    def close(self) -> None:
        """End its cells."""
        self._pool.close()

    def grade(self, task: Task) -> float:
        """One submission."""
        return self.report(task)[0]

    def report(self, task: Task) -> tuple[float, Report]:
        """Seconds and the report."""
        return self.of_package(self._package(task), task.source)

    def of_package(self, package: Package, source: str) -> tuple[float, Report]:
        """The same for any package, whose accepted submission `source` is."""
        job = Job(
            submission=uuid4(), attempt=1, mode="grade", package=package.digest, files={"solution.py": source}
        )
        begun = time.perf_counter()
        report = grade(job, package, self._pool, lambda event: None)
        seconds = time.perf_counter() - begun
        assert report.verdict == "AC", report.message
        return seconds, report

    def _load(self, task: Task) -> Package:
        return self.load(task.write_package(self._folder / self._pool.backend))

    def load(self, path: Path) -> Package:
        """A package whose cases are made."""
        package = load_package(path, diagnostics := Diagnostics())
        assert package is not None, [str(note) for note in diagnostics.errors]
        reference = next(iter(sorted((path / "submissions" / "accepted").glob("*.py")))).read_text()
        for _ in range(2):
            self.of_package(package, reference)
        return package
