"""The jobs that verification has graded: submissions and mutants on seeds of its own, so that a proof can be repeated."""

from __future__ import annotations

from uuid import uuid4

from graders.messages import Job
from graders.package.model import SUBMISSION, Package

SEED = 20_231
"""Seed of the cases drawn while verifying."""


def job_of(package: Package, source: str, seed: int | None = SEED) -> Job:
    """The job of grading one file; without a seed its fresh cases come from a supply."""
    return Job(
        submission=uuid4(),
        attempt=1,
        mode="grade",
        package=package.digest,
        files={SUBMISSION: source},
        seed=seed,
    )
