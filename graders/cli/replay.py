"""`replay`: grade an exported submission again and hold the report against the one it had."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from pydantic import ValidationError

from graders import settings
from graders.cli.pools import pool_for
from graders.diagnostics import Diagnostics
from graders.faults import Fault
from graders.messages import Queue
from graders.package import Package, load_package
from graders.replay import Change, Record, changes, engines, replay
from graders.report import Report
from graders.store import NotStored, Store
from graders.verdict import Verdict

SAME, DIFFERS, UNUSABLE = 0, 1, 2
MOST_SHOWN = 40


class CannotReplay(Exception):
    """Why nothing can be graded again, in words for an operator."""


def run(file: Path, package: Path | None, store: Path | None, as_json: bool) -> int:
    """Grade what `file` (`-`: standard input) holds; 0 if the report is the same, 1 if not, 2 if there is none."""
    try:
        record = _record(file)
        if record.report is None:
            raise CannotReplay(
                f"{record.submission} ended without a report; there is nothing to compare with"
            )
        found = _package(record, package, store)
        with pool_for([found], device=record.job().queue is Queue.GPU) as pool:
            report = replay(record, found, pool)
        if report.verdict is Verdict.IE:
            raise CannotReplay(report.message.text if report.message else "grading failed through our fault")
    except CannotReplay as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except Fault as fault:
        print(f"{fault.id}: {fault.text}", file=sys.stderr)
        return UNUSABLE
    differing, engine = changes(record.report, report), engines(record.report, report)
    if as_json:
        print(json.dumps(_data(report, differing, engine), indent=2, ensure_ascii=False))
    else:
        _print(report, differing, engine)
    return DIFFERS if differing else SAME


def _record(file: Path) -> Record:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        return Record.model_validate_json(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotReplay(f"{file} cannot be read: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise CannotReplay(
            f"{file} is no exported submission: {where}: {first['msg']}. manage.py export_submission writes one."
        ) from None


def _package(record: Record, folder: Path | None, store: Path | None) -> Package:
    if folder is None:
        try:
            return Store(store or settings.package_store()).get(record.package)
        except NotStored as error:
            raise CannotReplay(
                f"{error}. Name another store with --store, or the folder with --package."
            ) from None
    package = load_package(folder.resolve(), diagnostics := Diagnostics())
    if package is None:
        raise CannotReplay("\n".join(str(note) for note in diagnostics.errors))
    if package.digest != record.package:
        raise CannotReplay(
            f"{folder} is {package.digest}, but {record.submission} was graded under {record.package}."
        )
    return package


def _data(report: Report, differing: list[Change], engine: list[Change]) -> dict[str, object]:
    return {
        "submission": str(report.submission),
        "same": not differing,
        "changes": [asdict(change) for change in differing],
        "engine": [asdict(change) for change in engine],
        "report": report.json_dict(),
    }


def _print(report: Report, differing: list[Change], engine: list[Change]) -> None:
    result = f"{report.verdict}, {report.score:g} of {report.points:g} points, {report.passed} of {report.total} cases"
    print(f"{'differs' if differing else 'the same'}: {report.submission}: {result}")
    for change in differing[:MOST_SHOWN]:
        print(f"  {change}")
    if len(differing) > MOST_SHOWN:
        print(f"  and {len(differing) - MOST_SHOWN} more; --json has all of them")
    for change in engine:
        print(f"  {change} (no difference of the report)")
