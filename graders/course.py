"""The rows of a submission as they come, and which cases are not run because of what came before."""

from __future__ import annotations

import time
from collections import Counter

from graders.cases import TestCase
from graders.grading import Work
from graders.report import CaseRow, Note
from graders.verdict import Verdict

SLOW_CASES = 3
"""After so many cases over time in one group the rest of the group is not run."""


class Course:
    """The rows so far, what failed in them, and so what is left out."""

    def __init__(self, work: Work) -> None:
        self.work, self.package = work, work.package
        self.rows: list[CaseRow] = []
        self.slow: Counter[str] = Counter()
        self.failed: set[str] = set()
        self.deadline = time.monotonic() + work.package.manifest.limits.total_wall_s

    def add(self, row: CaseRow) -> bool:
        """Take the next row, and tell of it; whether it is the first of its group that did not pass."""
        row.number = len(self.rows) + 1
        self.rows.append(row)
        self.work.tell_case(row)
        if row.verdict is Verdict.AC or row.group in self.failed:
            return False
        self.failed.add(row.group)
        return True

    def skips(self, case: TestCase) -> Note | None:
        """Why a case is not run: what its group depends on failed, its group is over, or the time is."""
        manifest = self.package.manifest
        group = manifest.group(case.group)
        for needed in manifest.required_by(case.group) if self.failed else ():
            if needed.id in self.failed:
                return Note(
                    id="skipped.depends", text=f"Not run: depends on “{needed.title}”, which did not pass."
                )
        if group and group.stop_at_first_failure and group.id in self.failed:
            return Note(id="skipped.stopped", text="Not run: this group ends at its first failure.")
        if self.slow[case.group] >= SLOW_CASES:
            return Note(id="skipped.slow", text=f"Not run: {SLOW_CASES} cases of this group ran out of time.")
        if time.monotonic() > self.deadline:
            total = manifest.limits.total_wall_s
            return Note(
                id="skipped.total", text=f"Not run: the submission used its {total:g} s for all cases."
            )
        return None
