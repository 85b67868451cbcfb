"""A package whose examiner runs a file of tests against the candidate's objects."""

from __future__ import annotations

from pathlib import Path

from graders.package import Package
from graders.report import Report
from sandboxes import Pool
from tests.graders.conftest import grade_job, loaded
from tests.graders.packages import PROBLEM, write_package

EXAMINER = (
    "from readyroom_tests import cases\n\n\ndef examine(candidate, *tests):\n"
    "    return cases(candidate, 'shop', 'shop_tests', tests, classes=['Clock'])\n"
)


def package_with(root: Path, tests: str, *names: str) -> Package:
    """The package `double` with these tests, of which `names` are run."""
    changes = {
        "problem.toml": PROBLEM.replace("wall_s = 1.0", "wall_s = 2.0"),
        "cases.py": f"from readyroom import Case\n\n\ndef cases(rng):\n    yield Case(args={names!r}, group='more')\n",
        "checker.toml": None,
        "examiner.py": EXAMINER,
        "shop_tests.py": tests,
    }
    return loaded(write_package(root, changes))


def graded(package: Package, pool: Pool, source: str) -> Report:
    """The report on a candidate's code."""
    return grade_job(package, pool, source)[0]


def said(report: Report) -> list[str]:
    """What the checks of the failing cases say."""
    return [check.message for row in report.cases for check in row.checks or [] if not check.passed]
