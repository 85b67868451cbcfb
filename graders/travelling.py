"""Drafts that came in a message: laid out in a folder and read, and graded like any package."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable
from pathlib import Path

from graders.caseset import is_on_disk, take_off_disk
from graders.diagnostics import Diagnostics
from graders.formats.archive import ArchiveRefused, read_zip
from graders.formats.writing import write
from graders.grading import grade, placed
from graders.messages import Event, Travelling, TrialJob
from graders.package import Package, load_package
from graders.report import Report
from graders.store import NotStored
from sandboxes import Pool

Check = Callable[[TrialJob, Package], None]


def read_draft(job: Travelling, folder: Path, diagnostics: Diagnostics) -> Package | None:
    """The package, laid out in `folder`; None where it does not load, which `diagnostics` hears. Raises ArchiveRefused."""
    try:
        data = base64.b64decode(job.archive, validate=True)
        write(read_zip(data), folder)
    except ValueError as error:  # of base 64, or refused
        raise ArchiveRefused(str(error)) from None
    return load_package(folder / job.set / job.problem, diagnostics)


def try_draft(
    job: TrialJob, pool: Pool, emit: Callable[[Event], None], check: Check
) -> tuple[Package, Report]:
    """Grade code against the draft that came with it, as it would be graded against what is published.

    `check` may refuse the package by raising a Fault. NotStored where the draft is not the one that the site has read:
    another attempt is made, and if graders and site are of different releases, it says so.
    """
    with tempfile.TemporaryDirectory(prefix="trial-") as folder:
        diagnostics = Diagnostics(f"{job.set}/{job.problem}")
        try:
            package = read_draft(job, Path(folder), diagnostics)
        except ArchiveRefused as error:
            raise NotStored(f"the archive cannot be read: {error}") from None
        if package is None:
            raise NotStored("; ".join(str(note) for note in diagnostics.errors))
        if package.digest != job.package:
            raise NotStored(f"what came as {job.package} has the digest {package.digest}")
        check(job, package)
        here = placed(job, package, pool)
        kept = is_on_disk(here)
        try:
            return package, grade(job, package, pool, emit)
        finally:
            if not kept:  # else each change of a text would leave a set of cases for good
                take_off_disk(here)
