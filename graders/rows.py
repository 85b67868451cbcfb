"""Rows and totals of a report, from what happened to each case."""

from __future__ import annotations

from graders.cases import TestCase
from graders.package.model import Package
from graders.report import CaseRow, Error, GroupRow, Note
from graders.texts import captured
from graders.verdict import Verdict
from sandboxes import Outcome

OUTPUT_SHOWN, OUTPUT_KEPT = 16 << 10, 2 << 10
"""Bytes of captured output in a row that is shown to the candidate, and in one that passed unseen."""


def case_row(
    package: Package, case: TestCase, outcome: Outcome, verdict: Verdict, note: Note | None
) -> CaseRow:
    """The row of a case that ran, without its values."""
    hidden = is_hidden(package, case.group)
    limit = OUTPUT_KEPT if hidden and verdict is Verdict.AC else OUTPUT_SHOWN
    stdout, cut_out = captured(outcome.stdout, limit)
    stderr, cut_err = captured(outcome.stderr, limit)
    return CaseRow(
        number=case.number,
        group=case.group,
        note=case.note,
        hidden=hidden,
        verdict=verdict,
        time_s=round(outcome.wall_s, 6),
        cpu_s=round(outcome.cpu_s, 6),
        memory_bytes=outcome.memory_bytes,
        message=note,
        stdout=stdout,
        stderr=stderr,
        output_truncated=cut_out or cut_err or outcome.stdout_truncated or outcome.stderr_truncated,
    )


def skipped_row(package: Package, case: TestCase, why: Note) -> CaseRow:
    """The row of a case that was not run."""
    hidden = is_hidden(package, case.group)
    return CaseRow(
        number=case.number, group=case.group, note=case.note, hidden=hidden, verdict=None, message=why
    )


def is_hidden(package: Package, group_id: str) -> bool:
    """Whether the group's values are kept from candidates; groups the manifest lacks are the candidate's own."""
    group = package.manifest.group(group_id)
    return group.hidden if group else False


def group_rows(package: Package, rows: list[CaseRow]) -> list[GroupRow]:
    """Each group that has cases: its points are earned when all of them passed, and all of what it depends on."""
    result = []
    failed = {row.group for row in rows if row.verdict is not Verdict.AC}
    for group in package.manifest.groups:
        mine = [row for row in rows if row.group == group.id]
        if not mine:
            continue
        passed = sum(row.verdict is Verdict.AC for row in mine)
        blocking = next(
            (other for other in package.manifest.required_by(group.id) if other.id in failed), None
        )
        earned = group.points if passed == len(mine) and not blocking else 0.0
        result.append(
            GroupRow(
                id=group.id,
                title=group.title,
                points=group.points,
                earned=earned,
                passed=passed,
                total=len(mine),
                skipped=sum(row.verdict is None for row in mine),
                reason=f"depends on “{blocking.title}”" if blocking else "",
            )
        )
    return result


def overall(rows: list[CaseRow]) -> tuple[Verdict, Note, Error | None]:
    """The verdict of the first failing case with its words, or AC."""
    failing = [row for row in rows if row.verdict is not Verdict.AC]
    first = next((row for row in failing if row.verdict is not None), None)
    if first is None or first.verdict is None:
        count = "The case" if len(rows) == 1 else f"All {len(rows)} cases"
        return Verdict.AC, Note(id="ac", text=f"{count} passed."), None
    words = first.message.text if first.message else first.verdict.title
    return first.verdict, Note(id=first.message.id if first.message else "", text=words), first.error
