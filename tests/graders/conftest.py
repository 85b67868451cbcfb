"""Real cells for the tests of what runs in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from graders.diagnostics import Diagnostics
from graders.grading import grade
from graders.messages import Event, Job
from graders.package import Package, load_package
from graders.report import Report
from sandboxes import Pool, open_pool
from tests.graders.packages import write_package

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
SUBMISSION = UUID(int=1)


@pytest.fixture(scope="session")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """Bubblewrap cells for this run of the tests, with a case cache of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READYROOM_DATA", str(tmp_path_factory.mktemp("data")))
        opened = open_pool("bubblewrap", sizes={"python": 2})
        yield opened
        opened.close()


@pytest.fixture
def grade_source(pool: Pool, tmp_path: Path) -> Callable[..., tuple[Report, list[Event]]]:
    """Grade source code against the package `double` with changed files."""

    def graded(
        source: str,
        changes: dict[str, str | None] | None = None,
        mode: str = "grade",
        own_input: str | None = None,
    ) -> tuple[Report, list[Event]]:
        package = loaded(write_package(tmp_path, changes))
        return grade_job(package, pool, source, mode=mode, own_input=own_input)

    return graded


def loaded(path: Path) -> Package:
    """The package at `path`, which must load."""
    package = load_package(path, diagnostics := Diagnostics())
    assert package is not None, [str(note) for note in diagnostics.errors]
    return package


def grade_job(
    package: Package,
    pool: Pool,
    source: str,
    mode: str = "grade",
    own_input: str | None = None,
    seed: int = 7,
) -> tuple[Report, list[Event]]:
    """The report on `source` and the events on the way."""
    events: list[Event] = []
    job = Job(
        submission=SUBMISSION,
        attempt=1,
        mode=mode,
        package=package.digest,
        files={"solution.py": source},
        own_input=own_input,
        seed=seed,
    )
    return grade(job, package, pool, events.append), events
