"""A job of an exam: its candidate's cell has served nobody, and serves nobody after."""

from uuid import uuid4

import pytest

from graders.grading import grade
from graders.messages import Job
from sandboxes import Pool
from tests.graders.conftest import loaded
from tests.graders.packages import write_package

pytestmark = pytest.mark.bubblewrap
CASES = "from readyroom import Case\n\ndef cases(rng):\n    yield Case(args=(1,))\n"


def test_exam_job_has_a_cell_of_its_own(tmp_path, pool: Pool, monkeypatch):
    package, used = loaded(write_package(tmp_path, {"cases.py": CASES})), []
    take = pool.session

    def watched(image, files, **more):
        session = take(image, files, **more)
        if "solution.py" in files:  # of the candidate; the author's has none
            used.append((session._cell, session._cell.sessions))
        return session

    monkeypatch.setattr(pool, "session", watched)
    for single_use in (False, True, False):
        job = Job(
            submission=uuid4(), attempt=1, mode="grade", package=package.digest, single_use=single_use,
            files={"solution.py": "def double(x):\n    return 2 * x\n"},
        )  # fmt: skip
        assert grade(job, package, pool, lambda event: None).verdict == "AC"
    (before, _), (alone, sessions), (after, _) = used
    assert (sessions, alone not in (before, after)) == (1, True)
