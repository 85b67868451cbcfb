"""`curves`: train the starter by a package's curves.py, and record what comes of it."""

from __future__ import annotations

import sys
from pathlib import Path

from graders.cells import ending_words
from graders.cli.pools import pool_for
from graders.diagnostics import Diagnostics
from graders.faults import Fault
from graders.package import load_package
from graders.package.curves import FILE, RECORDED
from graders.verify.curves import recording, trained
from sandboxes import Ending

WRITTEN, FAILED, UNUSABLE = 0, 1, 2


def record(path: Path) -> int:
    """Write curves.toml; 0 when it is written, 1 when curves.py fails on the starter, 2 when nothing could be run."""
    package = load_package(path.resolve(), diagnostics := Diagnostics())
    if package is None or FILE not in package.files:
        for words in [str(note) for note in diagnostics.errors] or [f"{path}: there is no {FILE}"]:
            print(words, file=sys.stderr)
        return UNUSABLE
    try:
        with pool_for([package]) as pool:
            outcome = trained(package, pool, package.starter)
    except Fault as fault:
        print(f"{fault.id}: {fault.text}", file=sys.stderr)
        return UNUSABLE
    if outcome.ending is not Ending.RETURNED:
        print(f"{FILE} {ending_words(outcome)}", file=sys.stderr)
        return FAILED
    try:
        text = recording(outcome.value)
    except (AttributeError, TypeError):
        print(f"{FILE} must give {{title: {{step: value}}}}", file=sys.stderr)
        return FAILED
    (package.path / RECORDED).write_text(text)
    print(f"{package.path / RECORDED}: {outcome.cpu_s:.2f} s CPU")
    return WRITTEN
