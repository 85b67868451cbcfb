"""Fresh cases drawn ahead: each set for one submission, and the report says from which seed it was drawn."""

from uuid import uuid4

import pytest

from graders.grading import grade
from graders.messages import Job
from graders.package.model import Package
from graders.report import Report
from graders.stock import Stock
from graders.verdict import Verdict
from sandboxes import Pool
from tests.graders.conftest import loaded
from tests.graders.packages import write_package

pytestmark = pytest.mark.bubblewrap
CASES = """
from readyroom import Case

def cases(rng):
    yield Case(args=(1,))
    yield Case(args=(2,), group="more")

def fresh(rng):
    yield Case(args=(rng.randrange(10**9),), group="more", note=f"drawn {rng.randrange(10**9)}")
"""
RIGHT = "def double(x):\n    return 2 * x\n"


@pytest.fixture
def package(tmp_path) -> Package:
    return loaded(write_package(tmp_path, {"cases.py": CASES}))


@pytest.fixture
def stock():
    made = Stock()
    yield made
    made.close()


def graded(package: Package, pool: Pool, stock: Stock | None, seed: int | None = None) -> Report:
    job = Job(
        submission=uuid4(),
        attempt=1,
        mode="grade",
        package=package.digest,
        files={"solution.py": RIGHT},
        seed=seed,
    )
    return grade(job, package, pool, lambda event: None, stock)


def test_set_in_stock_serves_one_submission(package, pool, stock):
    stock.fill(package, pool)
    seed = stock._sets[package.digest].seed
    first, second = graded(package, pool, stock), graded(package, pool, stock)
    assert (first.engine.seed, first.verdict, first.total) == (seed, Verdict.AC, 3)
    assert (second.engine.seed != seed, second.verdict, second.total) == (True, Verdict.AC, 3)


def test_report_from_stock_is_repeated_by_its_seed(package, pool, stock):
    stock.fill(package, pool)
    before = graded(package, pool, stock)
    after = graded(package, pool, None, seed=before.engine.seed)
    assert [case.note for case in after.cases] == [case.note for case in before.cases]


def test_seed_that_a_job_names_is_used_whatever_is_in_stock(package, pool, stock):
    stock.fill(package, pool)
    report = graded(package, pool, stock, seed=41)
    assert (report.engine.seed, package.digest in stock._sets) == (41, True)


def test_package_that_draws_nothing_has_no_seed_and_no_stock(tmp_path, pool, stock):
    plain = loaded(write_package(tmp_path))
    stock.fill(plain, pool)
    assert (stock.take(plain), graded(plain, pool, stock).engine.seed) == (None, None)


def test_stock_that_cannot_be_drawn_is_none_and_the_next_submission_hears_of_it(tmp_path, pool, stock):
    broken = CASES.replace(
        "def fresh(rng):", "def fresh(rng):\n    if rng.random() != 0.8444218515250481:\n        1 / 0"
    )
    package = loaded(write_package(tmp_path, {"cases.py": broken}))
    stock.fill(package, pool)
    assert (stock.take(package), graded(package, pool, stock).verdict) == (None, Verdict.IE)
