"""What our file does in a cell with a device, done in real cells of PyTorch on the CPU: all but the device is the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graders.authoring import DEVICE_FILE, device_files
from graders.cases import TestCase as Input
from graders.cells import Cell
from graders.device import crossing, peaks
from graders.device.crossing import arguments, unwrapped
from graders.device.peaks import measure, poison
from graders.device.timing import WARM_UP, time_calls
from graders.diagnostics import Diagnostics
from graders.grading import grade
from graders.messages import Job, Queue
from graders.package import load_package, model
from sandboxes import Call, Ending, Limits, Pool, open_pool
from tests.graders.conftest import SUBMISSION
from tools.paths import ROOT

pytestmark = pytest.mark.bubblewrap
LIMITS = Limits(wall_s=60.0, memory_bytes=2 << 30)
MASKED = ROOT / "problems" / "model-serving" / "masked-top-k"


@pytest.fixture(scope="module")
def torch_pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READYROOM_DATA", str(tmp_path_factory.mktemp("data")))
        with open_pool("bubblewrap", {"torch": 2}) as pool:
            yield pool


def cell_of(pool: Pool, source: str) -> Cell:
    return Cell(pool, "torch", {"solution.py": source.encode(), **device_files()}, LIMITS)


def tensors(count: int) -> list[Input]:
    import numpy

    return [Input(n, "large", "", (numpy.full(4, float(n)),)) for n in range(1, count + 1)]


def test_call_gives_value_and_time_and_errors_are_the_candidates_own(torch_pool: Pool) -> None:
    source = "def f(x, y=1):\n    return [x, y]\n\ndef g():\n    raise KeyError('mine')\n"
    with cell_of(torch_pool, source) as cell:
        good, seconds = unwrapped(
            cell.run(Call(DEVICE_FILE, "call", args=arguments("f", [3], {"y": (2,)}, "cpu")))
        )
        bad = cell.run(Call(DEVICE_FILE, "call", args=arguments("g", [], {}, "cpu")))
        missing = cell.run(Call(DEVICE_FILE, "call", args=arguments("h", [], {}, "cpu")))
    assert good.value == [3, (2,)]
    assert seconds is not None
    assert 0 <= seconds <= good.wall_s
    assert bad.error is not None
    assert (bad.error.type, bad.error.frames[-1].line) == ("KeyError", 5)
    assert missing.error is not None
    assert (missing.error.type, missing.error.message) == ("NameError", "solution.py defines no 'h'")


def test_memory_is_filled_and_peaks_are_rates(torch_pool: Pool) -> None:
    assert poison(torch_pool, "torch", "cpu") == 64 << 20
    peak = measure(torch_pool, "torch", "cpu")
    assert peak.bytes_s > 1e6
    assert set(peak.flops_s) == set(peaks.TYPES)


def test_every_timed_call_has_an_answer_and_the_first_ones_do_not_count(torch_pool: Pool) -> None:
    cases, seen = tensors(WARM_UP + 3), []
    source = "def double(x):\n    return 2 * x\n"
    with cell_of(torch_pool, source) as cell:
        timed = time_calls(cell, "double", cases, lambda case, outcome: not seen.append(case.number), "cpu")
    assert timed.failed is None
    assert (seen, len(timed.readings)) == ([1, 2, 3, 4, 5], 3)
    assert all(0 <= one.device_s <= one.wall_s for one in timed.readings)
    assert timed.overhead_s > 0


def test_answer_that_is_wrong_while_it_is_timed_ends_the_timing(torch_pool: Pool) -> None:
    source = "calls = 0\ndef double(x):\n    global calls\n    calls += 1\n    return calls < 3\n"
    with cell_of(torch_pool, source) as cell:
        timed = time_calls(cell, "double", tensors(5), lambda case, outcome: outcome.value is True, "cpu")
    assert timed.failed is not None
    case, outcome = timed.failed
    assert (case.number, outcome.ending, outcome.value) == (3, Ending.RETURNED, False)


def test_package_is_graded_through_the_same_doors_as_on_a_device(
    torch_pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (model, peaks):
        monkeypatch.setattr(module, "DEVICE_IMAGE", "torch")
    monkeypatch.setattr("graders.grading.DEVICE_IMAGE", "torch")
    monkeypatch.setattr("graders.grading.poison", lambda pool: poison(pool, "torch", "cpu"))
    monkeypatch.setattr("graders.kinds.function.probing.PLACE", "cpu")
    monkeypatch.setattr("graders.kinds.function.probing.peak_of", lambda pool: measure(pool, "torch", "cpu"))
    monkeypatch.setattr(crossing, "PLACE", "cpu")
    package = load_package(MASKED, Diagnostics())
    assert package is not None
    device = package.manifest.device
    assert device is not None
    small = device.model_copy(update={"size": 4_000})
    package = model.replace(package, manifest=package.manifest.model_copy(update={"device": small}))
    source = package.files["submissions/accepted/keys_that_differ.py"].decode()
    job = Job(submission=SUBMISSION, attempt=1, mode="grade", package=package.digest, files={"solution.py": source},
              queue=Queue.GPU, seed=5)  # fmt: skip

    report = grade(job, package, torch_pool, lambda event: None)

    assert report.verdict == "AC", report.message
    assert report.device is not None
    assert (report.device.ran_on, report.device.size) == ("cuda", 4_000)
    timing = report.device.timing
    assert timing is not None
    assert (timing.call, timing.repeats) == ("top_items", 4)
    assert timing.low_s <= timing.median_s <= timing.high_s
