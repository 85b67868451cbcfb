"""Rounds of an accepted submission, time limits that stand clear, and what is told early of a rejected one."""

from __future__ import annotations

import pytest

from graders.package.manifest import CaseLimits
from graders.verify.bench import Bench, scaled
from graders.verify.older import is_numeric, numpy_of, older_pool
from graders.verify.run import Plan, verify
from graders.verify.submissions import try_submission
from tests.graders.conftest import loaded
from tests.graders.packages import FILES, PROBLEM, write_package

CASES = FILES["cases.py"]
FRESH = CASES + "\n\ndef fresh(rng):\n    yield Case(args=(rng.randrange(1000),), group='more')\n"
QUICK = PROBLEM.replace("wall_s = 1.0", "wall_s = 2.0\ncpu_s = 0.2")
BUSY = (
    "import time\n\n\ndef double(x):\n    while time.process_time() < {}:\n        pass\n    return x + x\n"
)


def result(tmp_path, pool, name, changes):
    """What became of one submission of a changed package."""
    package = loaded(write_package(tmp_path, changes))
    (submission,) = [s for s in package.submissions if s.name == name]
    return try_submission(Bench(package, pool), submission)


@pytest.mark.bubblewrap
def test_an_accepted_submission_passes_five_rounds(tmp_path, pool):
    found = result(tmp_path, pool, "accepted/plain.py", {"cases.py": FRESH})
    assert (found.verdict, found.score, found.problem) == ("AC", 100, None)
    assert 0 < found.limited_s < 0.3


@pytest.mark.bubblewrap
def test_a_submission_that_fails_in_a_later_round_is_named_with_round_and_case(tmp_path, pool):
    package = loaded(write_package(tmp_path, {"cases.py": FRESH}))
    bench = Bench(package, pool)
    drawn = [bench.report(package.starter, number).cases[-1].input.text for number in range(5)]
    third = drawn[2].removeprefix("double(").removesuffix(")")
    assert drawn.count(drawn[2]) == 1
    changes = {
        "cases.py": FRESH,
        "submissions/accepted/plain.py": "def double(x):\n    return 2 * x\n",
        "submissions/accepted/seldom.py": f"def double(x):\n    return 7 if x == {third} else x + x\n",
    }
    found = result(tmp_path, pool, "accepted/seldom.py", changes)
    assert found.problem == f"gets WA in round 3 of 5 in case 3 (more): Expected {2 * int(third)}, got 7."


@pytest.mark.bubblewrap
def test_a_limit_near_an_accepted_submission_is_found(tmp_path, pool):
    changes = {"problem.toml": QUICK, "submissions/accepted/busy.py": BUSY.format(0.12)}
    found = result(tmp_path, pool, "accepted/busy.py", changes)
    assert found.verdict == "AC"
    assert found.problem.startswith("needs 0.1")
    assert found.problem.endswith(
        "of 0.2 s CPU time in case 1 (samples): a limit must be 3 times what an accepted submission needs"
    )


@pytest.mark.bubblewrap
@pytest.mark.parametrize(
    ("seconds", "problem"),
    [(9, None), (0.25, "of 0.2 s CPU time: too slow is what needs 1.5 times the limit")],
)
def test_a_submission_that_is_hardly_too_slow_is_found(tmp_path, pool, seconds, problem):
    changes = {"problem.toml": QUICK, "submissions/time_limit_exceeded/busy.py": BUSY.format(seconds)}
    found = result(tmp_path, pool, "time_limit_exceeded/busy.py", changes)
    assert found.verdict == "TLE"
    assert (found.problem or "")[-len(problem or "") :] == (problem or "")


@pytest.mark.bubblewrap
def test_a_rejected_submission_is_graded_until_its_group_has_failed(tmp_path, pool):
    cases = CASES + "    yield Case(args=(-4,), group='more')\n"
    package = loaded(write_package(tmp_path, {"cases.py": cases}))
    (wrong,) = [s for s in package.submissions if s.verdict == "WA"]
    found = try_submission(Bench(package, pool), wrong)
    assert (found.verdict, found.group, found.score, found.problem) == ("WA", "more", None, None)


def test_a_shorter_cpu_limit_leaves_the_clock_alone():
    limits = CaseLimits(wall_s=2.0, cpu_s=0.5)
    assert (scaled(limits, 0.5).cpu_s, scaled(limits, 0.5).wall_s) == (0.25, 2.0)
    assert (scaled(limits, 2.0).cpu_s, scaled(limits, 2.0).wall_s) == (1.0, 4.0)
    assert scaled(CaseLimits(wall_s=2.0), 0.5).wall_s == 1.0


@pytest.mark.parametrize(
    ("source", "numeric"),
    [
        ("import numpy as np\n\n\ndef double(x):\n    return np.add(x, x).item()\n", True),
        ("def double(x):\n    from numpy.linalg import norm\n\n    return x + x\n", True),
        ("def double(x):\n    return x + x  # numpy\n", False),
    ],
)
def test_a_package_is_numeric_when_its_code_imports_numpy(tmp_path, source, numeric):
    package = loaded(write_package(tmp_path, {"submissions/accepted/plain.py": source}))
    assert is_numeric(package) is numeric


def test_a_package_for_pytorch_is_not_tried_elsewhere(tmp_path):
    changes = {
        "problem.toml": PROBLEM.replace("order = 1", 'order = 1\nimage = "torch"'),
        "submissions/accepted/plain.py": "import numpy\n\n\ndef double(x):\n    return x + x\n",
    }
    assert is_numeric(loaded(write_package(tmp_path, changes))) is False


@pytest.mark.bubblewrap
@pytest.mark.older_numpy
def test_what_fails_on_the_older_numpy_is_named_with_its_version(tmp_path, pool):
    source = (
        "import numpy\n\n\ndef double(x):\n    return x + x if repr(numpy.int64(1)) == 'np.int64(1)' else 0\n"
    )
    package = loaded(write_package(tmp_path, {"submissions/accepted/other.py": source}))
    with older_pool([package], 1) as older:
        (proof,) = verify([package], pool, Plan(mutants=False, fresh=True), older=older)
        version = numpy_of(older)
    assert version.startswith("1.")
    assert (proof.holds, proof.checks.older) == (False, version)
    assert [(note.message, note.file) for note in proof.notes if note.severity == "error"] == [
        (
            f"gets WA on NumPy {version} in case 1 (samples): Expected 4, got 0.",
            "submissions/accepted/other.py",
        )
    ]


def test_a_missing_environment_is_told_in_words(tmp_path, monkeypatch):
    monkeypatch.setenv("SANDBOX", "bubblewrap")
    monkeypatch.setenv("SANDBOX_ENV_OLDER", str(tmp_path / "none"))
    numeric = {"submissions/accepted/plain.py": "import numpy\n\n\ndef double(x):\n    return x + x\n"}
    with older_pool([loaded(write_package(tmp_path, numeric))], 1) as found:
        assert found.startswith("nothing was tried on another NumPy: ")
        assert found.endswith("`make setup` makes its environment, `make sandbox-images` its image")
    with older_pool([loaded(write_package(tmp_path / "plain"))], 1) as found:
        assert found is None
