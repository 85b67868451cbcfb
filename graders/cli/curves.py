"""`curves`: train the starter by a package's curves.py, and record what comes of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from graders.cells import ending_words
from graders.cli.pools import pool_for
from graders.diagnostics import Diagnostics
from graders.faults import Fault
from graders.kinds.function.drawing import number
from graders.package import load_package
from graders.package.curves import FILE, RECORDED
from graders.verify.curves import trained
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


def recording(given: Any) -> str:
    """The text of curves.toml; AttributeError or TypeError unless `given` is {title: {step: value}}."""
    parts = [f"# Written by `python -m graders curves`: what {FILE} makes of the starter.\nformat = 1\n"]
    for title, points in given.items():
        steps, values = [*points], [number(value) for value in points.values()]
        before = ", ".join("nan" if value is None else repr(value) for value in values)
        parts.append(f"\n[[curve]]\ntitle = {json.dumps(title)}\nsteps = {steps}\nbefore = [{before}]\n")
    return "".join(parts)
