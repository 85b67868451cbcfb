"""`grade`: one file against one package, as a table on a terminal or as JSON."""

from __future__ import annotations

import json
import secrets
import sys
from pathlib import Path
from uuid import uuid4

from rich.console import Console
from rich.status import Status

from graders.cli.pools import pool_for
from graders.cli.table import print_report
from graders.diagnostics import Diagnostics
from graders.faults import Fault
from graders.grading import grade as grade_job
from graders.messages import Event, Job, Kind, Queue
from graders.package import SUBMISSION, load_package
from graders.verdict import Verdict
from graders.verify.submissions import read_source

PASSED, FAILED, UNUSABLE = 0, 1, 2


def grade(
    path: Path,
    file: Path,
    as_json: bool,
    run: bool,
    own_input: Path | None,
    seed: int | None,
    device: bool = False,
) -> int:
    """Print the report; 0 for AC, 1 for any other verdict, 2 when nothing could be graded. `device`: on the one it asks for."""
    diagnostics = Diagnostics()
    package = load_package(path.resolve(), diagnostics)
    if package is None:
        for note in diagnostics.errors:
            print(note, file=sys.stderr)
        return UNUSABLE
    try:
        source = read_source(file)
        typed = read_source(own_input) if own_input else None
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    job = Job(
        submission=uuid4(),
        attempt=1,
        mode="run" if run or typed is not None else "grade",
        package=package.digest,
        files={SUBMISSION: source},
        own_input=typed,
        seed=secrets.randbits(48) if seed is None else seed,
        queue=Queue.GPU if device else Queue.GRADE,
    )
    if device and package.manifest.device is None:
        print(f"{path}: the problem asks for no device, so --device says nothing", file=sys.stderr)
        return UNUSABLE
    table = sys.stdout.isatty() and not as_json
    console = Console()
    try:
        with pool_for([package], device=device) as pool, _status(console, table) as status:
            report = grade_job(job, package, pool, lambda event: _tell(status, event))
    except Fault as fault:
        print(f"{fault.id}: {fault.text}", file=sys.stderr)
        return UNUSABLE
    if table:
        print_report(console, package.manifest.title, report)
    else:
        print(json.dumps(report.json_dict(), indent=2, ensure_ascii=False))
    return {Verdict.AC: PASSED, Verdict.IE: UNUSABLE}.get(report.verdict, FAILED)


def _status(console: Console, shown: bool) -> Status:
    return Status("Waiting for a cell …", console=console if shown else Console(quiet=True))


def _tell(status: Status, event: Event) -> None:
    match event.kind:
        case Kind.CASE:
            status.update(f"Case {event.data['number']}: {event.data['verdict'] or 'not run'}")
        case Kind.PROGRESS:
            status.update(f"{event.data['done']} of {event.data['total']} requests")
