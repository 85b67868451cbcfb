"""Failing inputs of programs and classes made smaller in real cells: allowed, failing alike, and no larger."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graders.messages import Job
from graders.shrinking import search as searching
from graders.shrinking import smaller
from tests.graders.conftest import grade_job, loaded
from tests.graders.packages import PROBLEM, write_package
from tests.graders.test_program import FILES as PROGRAM

pytestmark = pytest.mark.bubblewrap
COUNTED = {
    **PROGRAM,
    "statement.md": "The first line says how many numbers follow.\n\n```sample\n1\n2\n→\n4\n```\n",
    "submissions/accepted/plain.py": "for _ in range(int(input())):\n    print(2 * int(input()))\n",
    "submissions/wrong_answer/square.py": None,
}
CASES = """from readyroom import Case


def cases(rng):
    yield Case(stdin='1\\n2\\n')
    yield Case(stdin={text!r}, group='more')


def validate(stdin):
    count, *rows = stdin.split('\\n')
    if not 1 <= int(count) == len(rows) - 1 or rows.pop() != '':
        raise ValueError('the first line says how many follow')
    if not all(0 <= int(row) <= 999 for row in rows):
        raise ValueError('numbers up to 999')
"""
STACK = PROBLEM.replace('type = "function"', 'type = "class"').replace('name = "double"', 'name = "Stack"')
STACK = STACK.replace(
    'signature = ["double(x: int) -> int"]',
    'methods = ["push", "top"]\nsignature = ["Stack(size: int)", "push(x: int) -> None", "top() -> int"]',
)
CALLS = [("push", n) for n in range(30)] + [("top",)] + [("push", 77), ("top",), ("push", 5), ("top",)]
CLASS = {
    "problem.toml": STACK,
    "statement.md": "A stack.\n\n```sample\nStack(9)\npush(4)\ntop() → 4\n```\n",
    "starter.py": "class Stack:\n    pass\n",
    "checker.toml": 'type = "exact"\n',
    "cases.py": f"""from readyroom import Case


def cases(rng):
    yield Case(args=(9,), calls=[('push', 4), ('top',)])
    yield Case(args=(64,), calls={CALLS}, group='more')


def validate(args, calls):
    if not 3 <= args[0] <= 99:
        raise ValueError('between 3 and 99')
    pushed = 0
    for name, *given in calls:
        pushed += name == 'push'
        if not pushed:
            raise ValueError('nothing is on the stack')
""",
    "submissions/accepted/plain.py": (
        "class Stack:\n    def __init__(self, size):\n        self.rows = []\n"
        "    def push(self, x):\n        self.rows.append(x)\n    def top(self):\n        return self.rows[-1]\n"
    ),
    "submissions/wrong_answer/square.py": None,
}


@pytest.fixture
def search(pool, tmp_path, monkeypatch):
    """(smaller input, package, report) for a source against a package of these files; time is enough."""
    monkeypatch.setattr(searching, "BUDGET_S", 60.0)

    def found(source, files, **fields):
        package = loaded(write_package(tmp_path, files))
        report, _ = grade_job(package, pool, source)
        job = Job(
            submission=report.submission,
            attempt=1,
            mode="grade",
            package=package.digest,
            files={"solution.py": source},
            **fields,
        )
        return smaller(job, package, pool, report), package, report

    return found


@settings(
    max_examples=2,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.integers(0, 999), max_size=8), st.integers(2, 400), st.booleans())
def test_what_is_shown_is_allowed_fails_alike_and_is_no_larger(search, pool, numbers, limit, raises):
    text = f"{len(numbers) + 1}\n" + "".join(f"{n}\n" for n in numbers) + "999\n"
    other = "1 // 0" if raises else "0"
    source = f"for _ in range(int(input())):\n    n = int(input())\n    print(2 * n if n <= {limit} else {other})\n"
    found, package, report = search(source, {**COUNTED, "cases.py": CASES.format(text=text)})
    # It is the smallest there is: one number, the first that is wrong.
    assert found is not None
    assert found.input.text == f"1\n{limit + 1}\n"
    again, _ = grade_job(package, pool, source, mode="run", own_input=found.input.text)
    before = report.cases[1].message
    after = again.cases[0].message  # a refused input would have no case
    assert after is not None
    assert before is not None
    assert (again.verdict, after.id) == (report.verdict, before.id)
    assert len(found.input.text) <= len(text)


def test_program_that_misses_the_end_is_shown_the_least_that_it_misses(search):
    source = "for _ in range(min(3, int(input()))):\n    print(2 * int(input()))\n"
    rows = [41, 17, 333, 24, 90, 112]
    text = f"{len(rows)}\n" + "".join(f"{n}\n" for n in rows)
    found, _, _ = search(source, {**COUNTED, "cases.py": CASES.format(text=text)})
    assert found.input.text == "4\n0\n0\n0\n0\n"
    assert found.message == "The output ends after line 3; expected “0”."


def test_trace_loses_calls_then_its_arguments_get_simpler(search):
    source = CLASS["submissions/accepted/plain.py"].replace("append(x)", "append(x if x < 50 else 0)")
    found, _, report = search(source, CLASS)
    assert report.cases[1].message.text.startswith("Call 33, top():")
    assert (found.input.text, found.expected.text, found.actual.text) == (
        "size=3 · push(50) · top()",
        "50",
        "0",
    )


def test_trace_keeps_the_calls_that_an_error_needs(search):
    source = CLASS["submissions/accepted/plain.py"].replace(
        "return self.rows[-1]", "return self.rows.pop() if len(self.rows) < 3 else {}[0]"
    )
    found, _, _ = search(source, CLASS)
    assert found.input.text == "size=3 · push(0) push(0) push(0) · top()"
    assert "KeyError" in found.message


def test_search_ends_with_its_runs(search, monkeypatch):
    monkeypatch.setattr(searching, "MOST_RUNS", 1)
    found, _, _ = search("print(0)\n", {**COUNTED, "cases.py": CASES.format(text="2\n1\n1\n")})
    assert found is None


def test_nothing_is_looked_for_where_only_the_verdict_is_told(search):
    files = {**COUNTED, "cases.py": CASES.format(text="2\n1\n1\n")}
    source = "input()\nprint(4)\n"
    assert search(source, files)[0] is not None
    assert search(source, files, smaller=False)[0] is None
