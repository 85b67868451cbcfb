"""A draft that came in a message, in real cells."""

import base64
from uuid import uuid4

import pytest

from graders import settings
from graders.diagnostics import Diagnostics
from graders.formats.archive import write_zip
from graders.messages import TrialJob
from graders.package.loader import load_package
from graders.store import NotStored
from graders.travelling import try_draft
from tests.graders.packages import write_package

pytestmark = pytest.mark.bubblewrap
RIGHT = "def double(x):\n    return 2 * x\n"


def job_of(tmp_path, archive: bytes | None = None, **more) -> TrialJob:
    """A run of right code on a draft that nobody has graded before."""
    package = load_package(write_package(tmp_path, {"editorial.md": f"{uuid4()}\n"}), Diagnostics())
    assert package is not None
    data = archive or write_zip({f"tests/double/{name}": data for name, data in package.files.items()})
    facts = {
        "submission": uuid4(), "attempt": 1, "mode": "run", "package": package.digest, "set": "tests",
        "problem": "double", "archive": base64.b64encode(data).decode(), "files": {"solution.py": RIGHT},
    }  # fmt: skip
    return TrialJob.model_validate(facts | more)


def tried(job, pool):
    events = []
    _, report = try_draft(job, pool, events.append, lambda job, package: None)
    return report, [event.kind for event in events]


def test_a_run_tries_the_samples_and_leaves_no_cases_on_disk(pool, tmp_path):
    before = set(settings.cache("cases").iterdir())
    report, kinds = tried(job_of(tmp_path), pool)

    assert (report.verdict, report.mode, report.passed, report.total) == ("AC", "run", 1, 1)
    assert kinds == ["starting", "case", "done"]
    assert set(settings.cache("cases").iterdir()) - before == set()


def test_an_own_input_is_run_as_in_practice(pool, tmp_path):
    report, _ = tried(job_of(tmp_path, own_input="double(21)"), pool)

    assert report.verdict == "AC"
    assert report.cases[0].actual.text == "42"


def test_a_draft_that_is_not_the_one_the_site_read_is_not_graded(pool, tmp_path):
    with pytest.raises(NotStored, match="has the digest"):
        tried(job_of(tmp_path, package="sha256:" + "0" * 64), pool)


@pytest.mark.parametrize("archive", [b"no zip", write_zip({"tests/double/statement.md": b"x"})])
def test_an_archive_without_a_package_is_not_graded(pool, tmp_path, archive):
    with pytest.raises(NotStored):
        tried(job_of(tmp_path, archive=archive), pool)
