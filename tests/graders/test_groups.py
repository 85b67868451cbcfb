"""Groups that depend on others, that end at their first failure, and what they are worth, in real cells."""

from __future__ import annotations

import pytest

from graders.diagnostics import Diagnostics
from graders.messages import Kind
from graders.package import load_package
from graders.verdict import Verdict
from graders.verify.bench import Bench
from graders.verify.submissions import try_submission
from tests.graders.conftest import loaded
from tests.graders.packages import PROBLEM, write_package

CELLS = pytest.mark.bubblewrap
HEAD, _, _ = PROBLEM.partition('[[groups]]\nid = "more"')


def group(id: str, points: int, more: str = "") -> str:
    """A table of problem.toml."""
    return f'\n[[groups]]\nid = "{id}"\ntitle = "{id.title()}"\npoints = {points}\n{more}\n'


def manifest(*groups: str, top: str = "") -> str:
    """problem.toml with the samples and these groups; `top` stands before the first table."""
    return HEAD.replace("[topics]", f"{top}\n[topics]") + "".join(groups)


def cases(**groups: list[int]) -> str:
    """cases.py with one sample and the given numbers per group."""
    lines = [
        f"    yield Case(args=({n},), group={name!r})" for name, numbers in groups.items() for n in numbers
    ]
    return (
        "from readyroom import Case\n\n\ndef cases(rng):\n    yield Case(args=(2,))\n"
        + "\n".join(lines)
        + "\n"
    )


def wrong_for(*numbers: int) -> str:
    """A solution that fails exactly there."""
    return f"def double(x):\n    return 0 if x in {numbers} else 2 * x\n"


NONE = {"submissions/wrong_answer/square.py": None}
CHAIN = manifest(
    group("small", 20), group("middle", 30, 'depends = ["small"]'), group("large", 50, 'depends = ["middle"]')
)
CHAINED = cases(small=[10, 11, 12], middle=[20, 21], large=[30, 31])


def ids(report, name):
    """Per case of a group the message id, or the verdict of what ran without one."""
    return [row.message.id if row.message else str(row.verdict) for row in report.cases if row.group == name]


@CELLS
def test_group_whose_dependency_failed_is_not_run_and_says_why(grade_source):
    report, events = grade_source(wrong_for(11), {**NONE, "problem.toml": CHAIN, "cases.py": CHAINED})
    assert ids(report, "small") == ["AC", "wa.value", "AC"]
    assert ids(report, "middle") == ids(report, "large") == ["skipped.depends"] * 2
    assert {row.message.text for row in report.cases if row.verdict is None} == {
        "Not run: depends on “Small”, which did not pass."
    }
    assert [(g.id, g.earned, g.passed, g.skipped, g.reason) for g in report.groups] == [
        ("samples", 0, 1, 0, ""),
        ("small", 0, 2, 0, ""),
        ("middle", 0, 0, 2, "depends on “Small”"),
        ("large", 0, 0, 2, "depends on “Small”"),
    ]
    assert (report.verdict, report.score) == (Verdict.WA, 0)
    assert [e.data["verdict"] for e in events if e.kind is Kind.CASE] == [row.verdict for row in report.cases]


@CELLS
def test_case_begun_ahead_is_given_up_when_its_group_is_not_to_run(grade_source):
    # The wrong case is the last of its group: those of the next one are in the cell already, and one would never end.
    source = "def double(x):\n    while x == 20: pass\n    return 0 if x == 12 else 2 * x\n"
    report, _ = grade_source(source, {**NONE, "problem.toml": CHAIN, "cases.py": CHAINED})
    assert ids(report, "middle") == ["skipped.depends"] * 2
    assert report.time_s < 0.9


@CELLS
def test_later_group_runs_when_only_the_middle_one_failed(grade_source):
    toml = manifest(
        group("small", 20),
        group("middle", 30, 'depends = ["small"]'),
        group("large", 50, 'depends = ["small"]'),
    )
    report, _ = grade_source(wrong_for(20), {**NONE, "problem.toml": toml, "cases.py": CHAINED})
    assert [(g.id, g.earned) for g in report.groups] == [
        ("samples", 0),
        ("small", 20),
        ("middle", 0),
        ("large", 50),
    ]
    assert (report.verdict, report.score) == (Verdict.WA, 70)


@CELLS
def test_group_that_stops_runs_nothing_after_its_first_failure(grade_source):
    toml = manifest(group("small", 40, "stop_at_first_failure = true"), group("large", 60))
    report, _ = grade_source(
        wrong_for(11),
        {**NONE, "problem.toml": toml, "cases.py": cases(small=[10, 11, 12, 13, 14, 15, 16], large=[30])},
    )
    assert ids(report, "small") == ["AC", "wa.value", *["skipped.stopped"] * 5]
    assert ids(report, "large") == ["AC"]
    assert (report.passed, report.total, report.score) == (3, 9, 60)


@CELLS
def test_fresh_case_that_fails_takes_the_points_of_groups_that_depend_on_it(grade_source):
    fresh = "\n\ndef fresh(rng):\n    yield Case(args=(99,), group='small')\n    yield Case(args=(98,), group='large')\n"
    report, _ = grade_source(wrong_for(99), {**NONE, "problem.toml": CHAIN, "cases.py": CHAINED + fresh})
    assert [(g.id, g.earned, g.passed, g.total) for g in report.groups] == [
        ("samples", 0, 1, 1),
        ("small", 0, 3, 4),
        ("middle", 0, 2, 2),
        ("large", 0, 2, 3),
    ]
    assert ids(report, "large") == ["AC", "AC", "skipped.depends"]


@CELLS
@pytest.mark.parametrize(
    ("wrong", "verdict", "score", "words"),
    [
        ((), Verdict.AC, 100, "All 8 cases passed."),
        ((30,), Verdict.PA, 50, "50 of 100 points. Expected 60, got 0."),
        ((10,), Verdict.WA, 0, "Expected 20, got 0."),
    ],
)
def test_partial_problem_gives_pa_to_whoever_earns_some_points(grade_source, wrong, verdict, score, words):
    toml = CHAIN.replace("[topics]", "partial = true\n\n[topics]")
    report, _ = grade_source(wrong_for(*wrong), {**NONE, "problem.toml": toml, "cases.py": CHAINED})
    assert (report.verdict, report.score, report.message.text) == (verdict, score, words)


@CELLS
def test_submission_that_never_reaches_its_group_is_told_why(pool, tmp_path):
    changes = {
        "problem.toml": CHAIN,
        "cases.py": CHAINED,
        "submissions/wrong_answer/square.py": "# group: large\n" + wrong_for(10),
    }
    package = loaded(write_package(tmp_path, changes))
    result = try_submission(Bench(package, pool), next(s for s in package.submissions if s.group))
    assert (
        result.problem
        == "must fail in large, fails in small: Not run: depends on “Small”, which did not pass."
    )


@pytest.mark.parametrize(
    ("groups", "note"),
    [
        ((group("a", 100, 'depends = ["b"]'),), "groups: 'a' depends on 'b', which is no group"),
        (
            (group("a", 50, 'depends = ["b"]'), group("b", 50, 'depends = ["a"]')),
            "groups: 'a' depends on 'b', which does not come before it",
        ),
        ((group("a", 100, 'depends = ["a"]'),), "groups: 'a' depends on 'a', which does not come before it"),
    ],
)
def test_dependency_that_is_missing_or_later_is_refused(tmp_path, groups, note):
    path = write_package(tmp_path, {**NONE, "problem.toml": manifest(*groups)})
    assert load_package(path, diagnostics := Diagnostics()) is None
    assert [found.message for found in diagnostics.errors] == [note]
