"""A cell dies under a submission, at any point and from any of its processes: the grade goes on in another one."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graders.messages import Kind
from graders.package import Package
from sandboxes import Pool, open_pool
from tests.faults.misfortunes import children, full_disk, is_root, name_of, small_disk
from tests.faults.people import RIGHT
from tests.graders.conftest import grade_job, loaded
from tests.graders.packages import write_package

pytestmark = [pytest.mark.bubblewrap, pytest.mark.slow]
CASES = """
from readyroom import Case


def cases(rng):
    for x in range(12):
        yield Case(args=(x,), group="samples" if x < 2 else "more")
"""
STEADY = "import time\n\n\ndef double(x):\n    time.sleep(0.03)\n    return 2 * x\n"
FILLS = """
def double(x):
    try:
        with open("/tmp/filler", "wb") as file:
            while True:
                file.write(b"x" * 65536)
    except OSError as error:
        return 2 * x if error.errno == 28 else None
"""
FILLS_AND_FAILS = FILLS.replace("except OSError as error", "except MemoryError as error")


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """One warm cell, and those that take its place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READYROOM_DATA", str(tmp_path_factory.mktemp("data")))
        with open_pool("bubblewrap", {"python": 1}) as opened:
            yield opened


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Package:
    """Twelve cases, made and cached."""
    found = loaded(write_package(tmp_path_factory.mktemp("package"), {"cases.py": CASES}))
    grade_job(found, pool, RIGHT)
    return found


def _jail() -> int:
    """The jail of the cell that is there."""
    return next(pid for pid in children(os.getpid()) if name_of(pid) == "bwrap")


def _zygote() -> int:
    return children(_jail())[0]


def _init() -> int:
    """Pid 1 of the session."""
    return children(_zygote())[0]


def _supervisor() -> int:
    """The process that pid 1 of the session forked first."""
    return min(children(_init()))


@pytest.mark.parametrize("find", [_jail, _zygote, _init, _supervisor])
def test_cell_that_is_killed_costs_no_verdict_and_gives_none_twice(
    pool: Pool, package: Package, find: Callable[[], int]
) -> None:
    point = random.uniform(0.0, 0.3)

    def kill() -> None:
        time.sleep(point)
        try:
            os.kill(find(), signal.SIGKILL)
        except (
            StopIteration,
            IndexError,
            ValueError,
            ProcessLookupError,
        ):  # between two sessions there is none
            os.kill(_jail(), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    report, events = grade_job(package, pool, STEADY)
    killer.join()

    told = [event for event in events if event.kind is Kind.CASE]
    assert (report.verdict, report.passed, report.total) == ("AC", 12, 12), point
    assert [event.data["number"] for event in told] == list(range(1, 13))
    assert [event.kind for event in events].count(Kind.DONE) == 1
    assert grade_job(package, pool, RIGHT)[0].verdict == "AC"


def test_disk_that_is_full_in_the_cell_is_the_submissions_own_and_gone_with_it(
    pool: Pool, package: Package
) -> None:
    assert grade_job(package, pool, FILLS)[0].verdict == "AC"
    full = grade_job(package, pool, FILLS_AND_FAILS)[0]
    assert (full.verdict, full.cases[0].error and full.cases[0].error.type) == ("RE", "OSError")
    assert grade_job(package, pool, FILLS)[0].verdict == "AC"


@pytest.mark.skipif(not is_root(), reason="a small disk cannot be mounted here")
def test_disk_that_is_full_on_the_host_costs_a_grader_its_cache_and_no_verdict(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = loaded(write_package(tmp_path, {"cases.py": CASES.replace("range(12)", "range(9)")}))
    with small_disk(tmp_path / "data", 1), full_disk(tmp_path / "data"):
        monkeypatch.setenv("READYROOM_DATA", str(tmp_path / "data" / "grader"))
        assert grade_job(package, pool, RIGHT)[0].verdict == "AC"
        assert [path for path in (tmp_path / "data").rglob("*") if path.is_file()] == [
            tmp_path / "data" / "filler"
        ]
