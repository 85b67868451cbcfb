"""Failing inputs made smaller: what simpler means, and what is found in real cells."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.afterwards import NUMBER, Afterwards
from graders.messages import Job, Kind
from graders.report import Report
from graders.shrinking import can_shrink, smaller
from graders.shrinking import search as searching
from graders.shrinking.values import simpler, simpler_input
from tests.graders.conftest import GOLDEN, grade_job, loaded
from tests.graders.packages import PROBLEM, write_package

CELLS = pytest.mark.bubblewrap
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.binary(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES, st.data())
def test_simplifying_keeps_the_type_and_ends_whatever_is_chosen(value, data):
    for _ in range(400):
        choices = list(islice(simpler(value), 6))
        if not choices:
            return
        chosen = data.draw(st.sampled_from(choices)) if len(choices) < 3 else choices[0]
        assert type(chosen) is type(value)
        value = chosen
    pytest.fail("it goes on for ever")


@given(st.lists(st.integers(), min_size=1, max_size=20), st.integers(0, 19))
def test_any_single_element_can_be_left_out(values, place):
    place %= len(values)
    assert values[:place] + values[place + 1 :] in list(simpler(values))


def test_calls_after_the_failing_one_go_first():
    calls = (("put", 1), ("get",), ("put", 2))
    assert next(simpler_input((), calls, failing=1)) == ((), calls[:2])
    assert next(simpler_input((), calls, failing=-1)) == ((), ())
    assert next(simpler_input((), calls, failing=2)) == ((), ())  # nothing is behind it: cuts as usual


def test_calls_lose_calls_or_get_simpler_arguments_and_keep_their_names():
    found = list(simpler_input((2,), (("put", 4), ("get",))))
    assert ((2,), (("get",),)) in found
    assert ((0,), (("put", 4), ("get",))) in found
    assert ((2,), (("put", 2), ("get",))) in found
    assert {call[0] for _, calls in found for call in calls} == {"put", "get"}


NUMBERS = [n % 10 for n in range(40)]
CASES = f"""from readyroom import Case


def cases(rng):
    yield Case(args=([2],))
    yield Case(args=({[*NUMBERS, 57, *NUMBERS]},), group='more')


def validate(args, calls):
    if type(args[0]) is not list or len(args[0]) < LEAST:
        raise ValueError('too short')
    if not all(type(n) is int and n >= 0 for n in args[0]):
        raise ValueError('numbers')
"""
TOML = PROBLEM.replace('["double(x: int) -> int"]', '["double(x: list[int]) -> list[int]"]')
PACKAGE: dict[str, Any] = {
    "problem.toml": TOML,
    "cases.py": CASES.replace("LEAST", "1"),
    "statement.md": "Double each.\n\n```sample\ndouble([2]) → [4]\n```\n",
    "submissions/accepted/plain.py": "def double(x):\n    return [2 * n for n in x]\n",
}
WRONG = "def double(x):\n    return [2 * n if n <= 10 else 0 for n in x]\n"


@pytest.fixture
def search(pool, tmp_path, monkeypatch):
    """The smaller input for a source against the package with changed files; there is time enough on a busy machine."""
    monkeypatch.setattr(searching, "BUDGET_S", 60.0)

    def found(source, changes=None):
        package = loaded(write_package(tmp_path, {**PACKAGE, **(changes or {})}))
        report, _ = grade_job(package, pool, source)
        return smaller(job_of(package, source, report), package, pool, report), package, report

    return found


def job_of(package, source, report):
    files = {"solution.py": source}
    return Job(submission=report.submission, attempt=1, mode="grade", package=package.digest, files=files)


@CELLS
def test_wrong_answer_is_shrunk_to_the_one_number_that_matters(search):
    found, _, report = search(WRONG)
    assert found.number == report.cases[1].number == 2
    assert (found.input.text, found.expected.text, found.actual.text) == ("double([11])", "[22]", "[0]")
    assert found.message == "At [0]: expected 22, got 0."


@CELLS
def test_nothing_is_tried_that_the_validator_refuses(search):
    found, _, _ = search(
        WRONG, {"cases.py": CASES.replace("LEAST", "3"), "statement.md": PACKAGE["statement.md"]}
    )
    assert sorted(map(int, found.input.text.strip("double([])").split(", "))) == [0, 0, 11]


@CELLS
def test_error_is_shrunk_to_the_same_error(search):
    source = "def double(x):\n    if not x[1:]: raise KeyError(1)\n    return [2 * n if n <= 10 else 1 // 0 for n in x]\n"
    found, _, report = search(source, {"cases.py": PACKAGE["cases.py"].replace("args=([2],)", "args=([2, 3],)"),
                                       "statement.md": PACKAGE["statement.md"].replace("[2]) → [4]", "[2, 3]) → [4, 6]")})  # fmt: skip
    assert report.cases[1].error.type == "ZeroDivisionError"
    assert "ZeroDivisionError" in found.message
    assert sorted(map(int, found.input.text.strip("double([])").split(", "))) == [0, 11]


@CELLS
def test_case_that_was_drawn_for_this_submission_is_shrunk_too(search):
    fresh = "\n\ndef fresh(rng):\n    yield Case(args=([rng.randrange(100, 200) for _ in range(9)],), group='more')\n"
    found, _, report = search(
        "def double(x):\n    return [2 * n if n < 60 else 0 for n in x]\n",
        {"cases.py": PACKAGE["cases.py"] + fresh},
    )
    assert (found.number, found.input.text) == (3, "double([60])")
    assert report.cases[1].verdict == "AC"


@CELLS
def test_without_a_validator_nobody_knows_what_may_be_tried(search):
    bare = PACKAGE["cases.py"].partition("\n\ndef validate")[0] + "\n"
    found, package, report = search(WRONG, {"cases.py": bare})
    assert (found, can_shrink(package, report)) == (None, False)


@CELLS
def test_search_ends_with_its_time(search, pool, monkeypatch):
    found, package, report = search(WRONG)
    assert found is not None
    monkeypatch.setattr(searching, "BUDGET_S", 0.0)
    assert smaller(job_of(package, WRONG, report), package, pool, report) is None


@CELLS
@pytest.mark.parametrize(("idle", "kinds"), [(True, [Kind.SMALLER]), (False, [])])
def test_worker_looks_afterwards_only_while_nobody_waits(search, pool, idle, kinds):
    _, package, report = search(WRONG)
    sent = []
    afterwards = Afterwards(lambda: idle, rest_s=0)
    afterwards.look(
        job_of(package, WRONG, report), package, pool, report, lambda batch: sent.extend(batch.events)
    )
    afterwards._thread.shutdown(wait=True)
    assert [event.kind for event in sent] == kinds
    assert [event.number for event in sent] == [NUMBER] * len(kinds)


def test_accepted_report_asks_for_no_search(tmp_path):
    package = loaded(write_package(tmp_path))
    (file,) = (GOLDEN / "reports" / "add-up").glob("accepted-*.json")
    text = file.read_text().replace('"seed": "…"', '"seed": null')
    assert can_shrink(package, Report.model_validate_json(text)) is False
