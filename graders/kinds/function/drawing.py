"""Curves of a training: curves.py trains with the candidate's code once every case is decided; nothing but numbers is taken from it.

It runs in a cell of the candidate's, in a session of its own: while cases run, it is not there to be read. Titles, steps and the
starter's values are the package's.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any

from graders.cells import Cell, candidate_cell
from graders.faults import InfrastructureFault
from graders.package.curves import FILE, FUNCTION, Curve
from graders.package.model import Package
from graders.report import CaseRow, Report
from graders.verdict import Verdict
from sandboxes import Call, Ending, Outcome, Pool

Curves = dict[str, dict[str, list[float | None]]]
DIGITS = 6
"""Of a value that is drawn: more are not seen, and differ from machine to machine."""
_IN_TIME = (Verdict.AC, Verdict.WA, Verdict.RE)
_LEFT_OUT = ("skipped.depends", "skipped.stopped")
log = logging.getLogger(__name__)


def training_cell(pool: Pool, package: Package, files: Mapping[str, str], single_use: bool = False) -> Cell:
    """The candidate's files with what trains with them, in a session for this alone."""
    beside = {**files, FILE: package.files[FILE].decode()}
    return candidate_cell(pool, package, beside, single_use=single_use)


def train(cell: Cell) -> Outcome:
    """What became of curves.py with the code in this cell."""
    cell.expect(1)  # a session that does not say so would leave its cell ready for the usual number alone
    return cell.run(Call(FILE, FUNCTION))


def begun(package: Package, rows: Sequence[CaseRow]) -> Curves | None:
    """Each curve before; None without curves, or if a case took too much."""
    if not package.curves or not all(map(_is_within_limits, rows)):
        return None
    return {curve.title: before(curve) for curve in package.curves}


def drawn(package: Package, pool: Pool, files: Mapping[str, str], single_use: bool = False) -> Curves:
    """Each curve before and, if the candidate's code trains, after: whatever fails here leaves that out."""
    try:
        with training_cell(pool, package, files, single_use) as cell:
            outcome = train(cell)
    except InfrastructureFault as fault:
        log.warning("the curves of %s are not drawn: %s", package.slug, fault.text)
        return {curve.title: before(curve) for curve in package.curves}
    given = outcome.value if outcome.ending is Ending.RETURNED else None
    return {curve.title: before(curve) | after(curve, given) for curve in package.curves}


def is_to_be_drawn(package: Package, report: Report) -> bool:
    """Whether a report has the curves before of a package, and none after yet."""
    lines = (report.curves or {}).values()
    return bool(package.curves and lines) and not any("after" in one for one in lines)


def _is_within_limits(row: CaseRow) -> bool:
    """Whether a case was run within its limits, or left out for what failed before it: code that is slow trains for nobody."""
    if row.verdict is None:
        return row.message is not None and row.message.id in _LEFT_OUT
    return row.verdict in _IN_TIME


def before(curve: Curve) -> dict[str, list[float | None]]:
    """The recorded part of a curve."""
    return {"x": [float(step) for step in curve.steps], "before": [number(value) for value in curve.before]}


def after(curve: Curve, given: Any) -> dict[str, list[float | None]]:
    """The curve's values at its steps in what came back, which may be anything; nothing if none is a number."""
    points = given.get(curve.title) if isinstance(given, dict) else None
    if not isinstance(points, dict):
        return {}
    values = [number(points.get(step)) for step in curve.steps]
    return {"after": values} if any(value is not None for value in values) else {}


def number(value: Any) -> float | None:
    """A finite number as it is drawn; None for anything else."""
    try:
        finite = type(value) in (int, float) and math.isfinite(value)
    except OverflowError:  # an integer that no float can hold
        return None
    return float(f"{float(value):.{DIGITS}g}") if finite else None
