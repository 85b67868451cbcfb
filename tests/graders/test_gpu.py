"""Grading on a real GPU: verdicts, times, flags, and memory that nobody can read another's results from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graders.authoring import device_files
from graders.cells import Cell
from graders.device.peaks import peak_of, poison
from graders.device.roofline import CLOCK, TOO_FAST
from graders.device.runner import devices_of
from graders.diagnostics import Diagnostics
from graders.grading import grade
from graders.messages import Job, Queue
from graders.package import Package, load_package
from graders.report import Report
from sandboxes import Call, Limits, Pool, open_pool
from tests.graders.conftest import SUBMISSION
from tools.paths import ROOT

pytestmark = pytest.mark.gpu
MASKED = ROOT / "problems" / "model-serving" / "masked-top-k"
ROOMY = Limits(wall_s=60.0, memory_bytes=3 << 30)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """Cells of whichever backend this machine has, with its device."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READYROOM_DATA", str(tmp_path_factory.mktemp("data")))
        with open_pool(sizes={"torch": 1, "cuda": 1}) as opened:
            yield opened


@pytest.fixture(scope="module")
def package() -> Package:
    found = load_package(MASKED, Diagnostics())
    assert found is not None
    return found


def graded(package: Package, pool: Pool, source: str) -> Report:
    files = {"solution.py": source}
    job = Job(
        submission=SUBMISSION,
        attempt=1,
        mode="grade",
        package=package.digest,
        files=files,
        queue=Queue.GPU,
        seed=3,
    )
    return grade(job, package, pool, lambda event: None)


def test_runner_names_its_device_and_what_it_can_do(pool: Pool) -> None:
    (device,) = devices_of(pool)
    assert device.memory_bytes > 1 << 30
    assert device.bytes_s > 1e10
    assert device.flops_s["float16"] > 1e11


@pytest.mark.parametrize("name", ["stable_sort", "keys_that_differ"])
def test_accepted_submissions_are_accepted_on_the_device_without_a_flag(
    package: Package, pool: Pool, name: str
) -> None:
    report = graded(package, pool, package.files[f"submissions/accepted/{name}.py"].decode())
    assert report.verdict == "AC", report.message
    assert report.device is not None
    assert (report.device.ran_on, report.device.size) == ("cuda", 50_000)
    assert report.device.timing is not None
    assert report.device.timing.flags == []


@pytest.mark.parametrize("said", ["0.0", "1e9"])
def test_forged_clock_of_the_device_is_flagged(package: Package, pool: Pool, said: str) -> None:
    source = package.files["submissions/accepted/keys_that_differ.py"].decode()
    report = graded(package, pool, source + f"\ntorch.cuda.Event.elapsed_time = lambda self, end: {said}\n")
    assert report.verdict == "AC"
    assert report.device is not None
    assert report.device.timing is not None
    assert {flag.id for flag in report.device.timing.flags} in ({TOO_FAST}, {CLOCK})


def test_peak_is_measured_once(pool: Pool) -> None:
    assert peak_of(pool) is peak_of(pool)


def test_nobody_finds_in_device_memory_what_another_left(pool: Pool) -> None:
    left = b"import torch\nkept = []\ndef leave():\n    for _ in range(64):\n        kept.append(torch.full((1 << 22,), 1234.5, device='cuda'))\n    torch.cuda.synchronize()\n"
    found = b"import torch\ndef look():\n    return sum(int((torch.empty(1 << 22, device='cuda') == 1234.5).sum()) for _ in range(256))\n"
    with Cell(pool, "cuda", {"solution.py": left}, ROOMY) as cell:
        cell.run(Call("solution.py", "leave"))
    assert poison(pool) > 1 << 30
    with Cell(pool, "cuda", {"solution.py": found, **device_files()}, ROOMY) as cell:
        assert cell.run(Call("solution.py", "look")).value == 0
