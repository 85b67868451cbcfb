"""Problems that ask for a device, on a machine without one: what is checked, where they are graded, what is believed."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.device.crossing import unwrapped
from graders.device.peaks import TYPES, judged
from graders.device.roofline import CLOCK, TOO_FAST, Cost, Peak, Reading
from graders.device.runner import cell_sizes, devices_of
from graders.device.timing import Timed, cost, row_of
from graders.diagnostics import Diagnostics
from graders.faults import AuthorFault, InfrastructureFault
from graders.grading import ON_CPU, grade, placed
from graders.messages import Heartbeat, Job, Queue
from graders.package import load_package
from graders.replay import Record
from graders.report import DeviceRow, Report
from graders.tasks import require_place
from sandboxes import Ending, Outcome
from tests.graders.conftest import SUBMISSION, grade_job, loaded
from tests.graders.packages import FILES, PROBLEM, write_package

DEVICE = '[device]\nwants = "cuda"\nwithout = "{without}"\nsize = 4000\ncpu_size = 40\n\n[limits]'
SIZED = FILES["cases.py"].replace("(rng)", "(rng, size)").replace("args=(-3,)", "args=(size,)")


def files(without="cpu", **changes):
    """A package that asks for a device."""
    toml = PROBLEM.replace("[limits]", DEVICE.format(without=without)).replace(
        "order = 1", 'order = 1\nimage = "torch"'
    )
    return {"problem.toml": toml, "cases.py": SIZED, **changes}


@pytest.fixture
def package(tmp_path):
    """It, with cells that need no PyTorch: its function uses none."""
    found = loaded(write_package(tmp_path, files()))
    return replace(found, manifest=found.manifest.model_copy(update={"image": "python"}))


def job_of(package, queue, **more):
    source = {"solution.py": "def double(x):\n    return 2 * x\n"}
    return Job(
        submission=SUBMISSION,
        attempt=1,
        mode="grade",
        package=package.digest,
        files=source,
        queue=queue,
        **more,
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"problem.toml": files()["problem.toml"].replace("cpu_size = 40", "cpu_size = 4001")}, "cpu_size"),
        ({"problem.toml": files()["problem.toml"].replace('"cuda"', '"tpu"')}, "wants"),
        ({"problem.toml": files()["problem.toml"].replace('without = "cpu"\n', "")}, "without"),
        ({"problem.toml": files()["problem.toml"].replace('image = "torch"\n', "")}, 'only a function in the image "torch"'),
        ({"problem.toml": files()["problem.toml"].replace("size = 4000", "size = 4000\nrepeats = 3")}, "device.repeats: cases.py has no function timed"),
        ({"problem.toml": files()["problem.toml"].replace("size = 4000", "size = 4000\nrepeats = 3"), "examiner.py": "def examine(candidate): ...\n", "checker.toml": None}, "an examiner says what is timed"),
        ({"cases.py": FILES["cases.py"]}, "is to be called as cases(rng, size)"),
        ({"cases.py": SIZED + "\n\ndef fresh(rng):\n    yield Case(args=(1,))\n"}, "is to be called as fresh(rng, size)"),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_device_is_told(tmp_path, changes, said):
    refused = load_package(write_package(tmp_path, {**files(), **changes}), diagnostics := Diagnostics())
    assert refused is None
    assert [note.message for note in diagnostics.errors if said in note.message] != []


def test_problem_without_a_device_takes_no_size(tmp_path):
    refused = load_package(write_package(tmp_path, {"cases.py": SIZED}), diagnostics := Diagnostics())
    assert refused is None
    assert [note.message for note in diagnostics.errors] == ["is to be called as cases(rng)"]


def test_device_changes_size_image_and_what_cases_are_kept_under_and_nothing_else(package):
    there = package.with_device()
    assert (package.case_size, package.case_key, package.candidate_image) == (40, package.digest, "python")
    assert (there.case_size, there.case_key, there.candidate_image) == (
        4000,
        f"{package.digest}@4000",
        "cuda",
    )
    assert replace(there, on_device=False) == package


def test_package_that_asks_for_none_cannot_be_put_on_a_device(tmp_path):
    with pytest.raises(ValueError, match="asks for no device"):
        loaded(write_package(tmp_path)).with_device()


@pytest.mark.bubblewrap
def test_without_a_device_it_is_graded_in_its_small_size_and_says_so(package, pool):
    report, _ = grade_job(package, pool, "def double(x):\n    return 2 * x if x <= 40 else 0\n")
    assert (report.verdict, report.cases[1].number) == ("AC", 2)
    assert report.device == DeviceRow(wants="cuda", ran_on="cpu", size=40, reason=ON_CPU.format(size=40))
    report, _ = grade_job(package, pool, "def double(x):\n    return 2 * x if x < 40 else 0\n")
    assert (report.verdict, report.cases[1].input.text) == ("WA", "double(40)")


@pytest.mark.bubblewrap
def test_job_for_a_device_fails_closed_where_no_cell_has_one(package, pool):
    with pytest.raises(InfrastructureFault, match="asks for cuda, which no cell here has") as fault:
        grade(job_of(package, Queue.GPU), package, pool, lambda event: None)
    assert fault.value.id == "ie.device"
    assert placed(job_of(package, Queue.GRADE), package, pool) is package
    assert devices_of(pool) == []


def test_grader_without_a_device_takes_nothing_that_is_to_wait_for_one(tmp_path):
    waits = loaded(write_package(tmp_path, files("wait")))
    with pytest.raises(InfrastructureFault, match="is to wait for a runner with cuda"):
        require_place(job_of(waits, Queue.GRADE), waits)
    require_place(job_of(waits, Queue.GPU), waits)


def test_grader_that_can_do_without_takes_it(package):
    require_place(job_of(package, Queue.RUN), package)


@pytest.mark.parametrize(
    ("queues", "sizes"),
    [
        (["grade", "run"], {"python": 4, "torch": 2}),
        (["gpu"], {"torch": 2, "cuda": 3}),
        (["gpu", "grade", "run"], {"python": 4, "torch": 2, "cuda": 3}),
    ],
)
def test_cells_with_a_device_are_kept_by_those_who_serve_their_queue(monkeypatch, queues, sizes):
    monkeypatch.setenv("SANDBOX_DEVICE_CELLS", "3")
    assert cell_sizes(queues, 2) == sizes


@pytest.mark.parametrize(("ran_on", "queue"), [("cuda", Queue.GPU), ("cpu", Queue.GRADE)])
def test_replay_goes_where_the_report_comes_from(package, ran_on, queue):
    row = DeviceRow(wants="cuda", ran_on=ran_on, size=1)
    engine = {"version": "1", "started": "", "finished": ""}
    frame = {
        "package": {"set": "s", "problem": "p", "digest": package.digest},
        "submission": SUBMISSION,
        "attempt": 1,
    }
    report = Report(
        **frame, mode="grade", verdict="AC", score=0, points=0, passed=0, total=0, device=row, engine=engine
    )
    record = Record(submission=SUBMISSION, mode="grade", package=package.digest, files={}, report=report)
    assert record.job().queue is queue


def test_value_and_time_of_a_call_on_the_device_are_taken_apart():
    inner, seconds = unwrapped(Outcome(Ending.RETURNED, {"value": [1], "device_s": 0.5}, wall_s=1.0))
    assert (inner.value, inner.wall_s, seconds) == ([1], 1.0, 0.5)
    ended = Outcome(Ending.MEMORY)
    assert unwrapped(ended) == (ended, None)


@given(
    st.none()
    | st.integers()
    | st.text()
    | st.dictionaries(st.sampled_from(["value", "device_s", "x"]), st.none() | st.integers())
)
def test_reply_of_any_other_form_is_no_answer(value):
    outcome, seconds = unwrapped(Outcome(Ending.RETURNED, value))
    assert (outcome.ending, outcome.value, seconds) == (Ending.VALUE, None, None)


@pytest.mark.parametrize(
    "given_",
    [
        None,
        [],
        {"bytes": -1},
        {"bytes": 1.5},
        {"bytes": True},
        {"flops": 1, "time": 1},
        {"bytes": 1, "type": 2},
    ],
)
def test_cost_of_another_form_is_the_authors_fault(given_):
    with pytest.raises(AuthorFault, match=r"^s/p: cost\(args\)"):
        cost(given_, "s/p")


def test_cost_may_leave_out_what_does_not_count():
    assert (cost({"bytes": 8}, "s/p"), cost({"flops": 8, "type": "float16"}, "s/p")) == (
        Cost(8),
        Cost(0, 8, "float16"),
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"bytes_s": "fast", "flops_s": {}},
        {"bytes_s": math.inf, "flops_s": dict.fromkeys(TYPES, 1.0)},
    ],
)
def test_peaks_of_another_form_are_a_fault_of_ours(value):
    with pytest.raises(InfrastructureFault, match="peaks could not be measured"):
        judged(Outcome(Ending.RETURNED, value))


def test_forged_times_are_flagged_in_the_report_and_honest_ones_are_not():
    peak, bytes_ = Peak(1e12, {}), Cost(10**9)  # at least a millisecond

    def flagged(seconds, wall):
        row = row_of("f", Timed([Reading(seconds, wall)] * 3, 0.001, bytes_), peak)
        assert (row.least_s, row.median_s, row.repeats) == (0.001, seconds, 3)
        return [note.id for note in row.flags]

    assert [flagged(0.002, 0.003), flagged(1e-5, 0.003), flagged(0.5, 0.003)] == [[], [TOO_FAST], [CLOCK]]


def test_heartbeat_of_an_older_grader_names_no_device():
    old = Heartbeat.model_validate({"queues": ["gpu"], "ready": True})
    assert old.devices == []
