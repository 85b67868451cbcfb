"""Grading functions in real cells: what candidates get wrong, and what they are told."""

from __future__ import annotations

import pytest

from graders.messages import Kind
from graders.report import for_audience
from graders.verdict import Verdict
from tests.graders.packages import PROBLEM

pytestmark = pytest.mark.bubblewrap
RIGHT = "def double(x):\n    return 2 * x\n"


@pytest.mark.parametrize(
    ("source", "verdict", "id", "text"),
    [
        (RIGHT, "AC", "ac", "All 2 cases passed."),
        ("def double(x):\n    return 2.0 * x\n", "WA", "wa.type", "Expected an int, got a float (4.0)."),
        ("def double(x):\n    return [x, x]\n", "WA", "wa.type", "Expected an int, got a list."),
        ("def double(x):\n    pass\n", "WA", "wa.type", "Expected an int, got None."),
        ("import numpy\ndef double(x):\n    return numpy.int64(2 * x)\n", "AC", "ac", "All 2 cases passed."),
        (
            "import numpy\ndef double(x):\n    return numpy.float64(2 * x)\n",
            "WA",
            "wa.type",
            "Expected an int, got a float (4.0).",
        ),
        (
            "class Same:\n    def __eq__(self, other):\n        return True\n\ndef double(x):\n    return Same()\n",
            "WA",
            "wa.type",
            "Expected an int, got an object of type solution.Same.",
        ),
        (
            "def twice(x):\n    return 2 * x\n",
            "RE",
            "re.missing",
            "There is no function double. Expected: double(x: int) -> int",
        ),
        (
            "def double():\n    return 2\n",
            "RE",
            "re.signature",
            "double cannot be called as asked: double() takes 0 positional arguments but 1 was given. "
            "Expected: double(x: int) -> int",
        ),
        (
            "double = 3\n",
            "RE",
            "re.signature",
            "double cannot be called as asked: 'int' object is not callable. Expected: double(x: int) -> int",
        ),
        (
            "def double(x):\n    return half(x)\n",
            "RE",
            "re.raised",
            "Raised NameError: name 'half' is not defined (line 2, in double)",
        ),
        (
            "def double(x):\n    raise NotImplementedError\n",
            "RE",
            "re.not_implemented",
            "double is not written yet (line 2, in double).",
        ),
        ("1 / 0\n", "RE", "re.raised", "Raised ZeroDivisionError: division by zero (line 1)"),
        (
            "import os\ndef double(x):\n    os._exit(3)\n",
            "RE",
            "re.exit",
            "Ended the process with status 3 instead of returning.",
        ),
        (
            "def double(x):\n    raise SystemExit\n",
            "RE",
            "re.exit",
            "Ended the process with status 0 instead of returning.",
        ),
        (
            "import os, signal\ndef double(x):\n    os.kill(os.getpid(), signal.SIGSEGV)\n",
            "RE",
            "re.signal",
            "The process was ended by SIGSEGV.",
        ),
        ("def double(x):\n    while True: pass\n", "TLE", "tle.wall", "Still running after 1 s."),
        ("def double(x):\n    return bytearray(1 << 30)\n", "MLE", "mle.memory", "Needed more than 256 MiB."),
        (
            "def double(x)\n    return 2 * x\n",
            "CE",
            "ce.syntax",
            "Line 1, column 14: expected ':'\n    def double(x)\n                 ^",
        ),
        (
            "def double(x):\n\treturn (2 *\n",
            "CE",
            "ce.syntax",
            "Line 2, column 9: '(' was never closed\n    return (2 *\n           ^",
        ),
        ("   \n", "CE", "ce.empty", "There is no code."),
        ("#" * 70_000, "CE", "ce.too_large", "The code is larger than 64 KiB."),
    ],
)
def test_every_way_to_fail_has_its_verdict_and_words(grade_source, source, verdict, id, text):
    report, _ = grade_source(source)
    assert (str(report.verdict), report.message.id, report.message.text) == (verdict, id, text)


def test_events_come_in_order_and_carry_no_values(grade_source):
    report, events = grade_source("print('seen')\ndef double(x):\n    return x * x\n")
    assert [(event.number, event.kind) for event in events] == [
        (1, Kind.STARTING),
        (2, Kind.CASE),
        (3, Kind.CASE),
        (4, Kind.DONE),
    ]
    assert events[0].data == {"cases": 2}
    assert events[2].data == {
        "number": 2,
        "group": "more",
        "hidden": True,
        "verdict": "WA",
        "time_s": report.cases[1].time_s,
        "cpu_s": report.cases[1].cpu_s,
        "memory_bytes": report.cases[1].memory_bytes,
        "message": {"id": "wa.value", "text": "Wrong answer"},
    }
    assert events[3].data == {"report": report.json_dict()}


def test_points_are_earned_by_groups(grade_source):
    report, _ = grade_source("def double(x):\n    return x * x\n")
    assert [(g.id, g.earned, g.passed, g.total) for g in report.groups] == [
        ("samples", 0, 1, 1),
        ("more", 0, 0, 1),
    ]
    assert (report.score, report.points, report.passed, report.total) == (0, 100, 1, 2)


def test_after_three_slow_cases_the_rest_of_the_group_is_not_run(grade_source):
    cases = "from readyroom import Case\n\n\ndef cases(rng):\n    yield Case(args=(2,))\n" + "".join(
        f"    yield Case(args=({n},), group='more')\n" for n in range(6)
    )
    manifest = PROBLEM.replace("wall_s = 1.0", "wall_s = 0.1")
    report, _ = grade_source(
        "def double(x):\n    while x != 2: pass\n    return 4\n",
        {"cases.py": cases, "problem.toml": manifest},
    )
    given = [(row.verdict, row.message and row.message.id) for row in report.cases]
    # Case 5 is the one with 2; the group's third slow case is number 5.
    assert given == [
        (Verdict.AC, None),
        (Verdict.TLE, "tle.wall"),
        (Verdict.TLE, "tle.wall"),
        (Verdict.AC, None),
        (Verdict.TLE, "tle.wall"),
        (None, "skipped.slow"),
        (None, "skipped.slow"),
    ]
    assert (report.verdict, report.score, report.total) == (Verdict.TLE, 0, 7)


def test_run_shows_every_value_of_the_visible_cases_and_counts_for_nothing(grade_source):
    report, _ = grade_source(RIGHT, mode="run")
    (row,) = for_audience(report, "candidate")["cases"]
    assert (row["input"]["text"], row["expected"]["text"], row["actual"]["text"]) == ("double(2)", "4", "4")
    assert (report.verdict, report.score, report.points, report.total) == (Verdict.AC, 0, 0, 1)


def test_an_own_input_is_answered_beside_the_reference(grade_source):
    report, _ = grade_source("def double(x):\n    return x + 2\n", mode="run", own_input="double(x=5)")
    (row,) = report.cases
    assert (row.group, row.verdict, row.input.text) == ("own", Verdict.WA, "double(5)")
    assert (row.expected.text, row.actual.text) == ("10", "7")


def test_an_own_input_on_which_the_reference_raises_shows_that(grade_source):
    report, _ = grade_source("def double(x):\n    return 0\n", mode="run", own_input="double(None)")
    (row,) = report.cases
    assert (row.verdict, row.expected.text, row.actual.text) == (Verdict.WA, "raises TypeError", "0")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("double(2, 3)", "Line 1, column 1: double takes at most 1 values: double(x: int) -> int"),
        ("double('a')", "Your input was not run: x must be a number"),
    ],
)
def test_an_own_input_that_is_not_allowed_is_not_run(grade_source, text, words):
    cases = (
        "from readyroom import Case\n\n\ndef cases(rng):\n    yield Case(args=(2,))\n    yield Case(args=(3,), group='more')\n"
        "\n\ndef validate(args, calls):\n    if not isinstance(args[0], int):\n        raise ValueError('x must be a number')\n"
    )
    report, events = grade_source(RIGHT, {"cases.py": cases}, mode="run", own_input=text)
    assert (report.verdict, report.cases, report.message.text) == (Verdict.CANCELLED, [], words)
    assert [event.kind for event in events] == [Kind.DONE]


def test_fresh_cases_follow_the_seed(grade_source, pool):
    cases = (
        "from readyroom import Case\n\n\ndef cases(rng):\n    yield Case(args=(2,))\n"
        "\n\ndef fresh(rng):\n    yield Case(args=(rng.randrange(10**9),), group='more')\n"
    )
    source = "def double(x):\n    print(x)\n    return 2 * x\n"
    first, again = (grade_source(source, {"cases.py": cases})[0] for _ in range(2))
    assert first.cases[1].stdout == again.cases[1].stdout
    assert int(first.cases[1].stdout) > 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"cases.py": "def cases(rng):\n    yield 3\n"},
            "raised TypeError: cases.py must yield readyroom.Case, not int",
        ),
        (
            {
                "cases.py": "from readyroom import Case\ndef cases(rng):\n    yield Case(args=(1,), group='x')\n"
            },
            "is in the group 'x'",
        ),
        (
            {"cases.py": "from readyroom import Case\ndef cases(rng):\n    yield Case(args=('a', 2))\n"},
            "the reference raised TypeError",
        ),
        ({"cases.py": "def cases(rng):\n    return []\n"}, "cases.py yields no case"),
        (
            {"checker.toml": None, "checker.py": "def check(case, expected, actual):\n    return 1 / 0\n"},
            "check raised ZeroDivisionError: division by zero at checker.py:2",
        ),
    ],
)
def test_a_package_that_fails_is_never_the_candidates_fault(grade_source, changes, words):
    if words.startswith("the reference"):
        words = "TypeError"
    report, _ = grade_source(RIGHT, changes)
    assert report.verdict is Verdict.IE
    assert report.message.id == "ie.package"
    assert words in report.message.text


def test_the_candidate_finds_nothing_of_the_author_in_its_cell(grade_source):
    source = (
        "import os, sys\n\ndef double(x):\n"
        "    print(sorted(os.listdir(os.path.dirname(__file__))), [m for m in sys.modules if 'readyroom' in m])\n"
        "    return 2 * x\n"
    )
    report, _ = grade_source(source)
    assert report.verdict is Verdict.AC
    assert {row.stdout for row in report.cases} == {"['solution.py'] ['_readyroom']\n"} or {
        row.stdout.split("]")[0] for row in report.cases
    } == {"['solution.py'"}
