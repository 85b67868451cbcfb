"""Programs in real cells: what they read, what they write, how they end, and what people are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.checkers import build
from graders.diagnostics import Diagnostics
from graders.package import checker_spec as spec
from graders.package import load_package
from graders.report import for_audience
from graders.verdict import Verdict
from graders.verify.consistency import check_cases
from tests.graders.conftest import grade_job, loaded
from tests.graders.packages import PROBLEM, write_package

CELLS = pytest.mark.bubblewrap
HEAD, _, TAIL = PROBLEM.partition("[entry]")
TOML = HEAD.replace('kind = "function"', 'kind = "program"') + "[limits]" + TAIL.partition("[limits]")[2]
RIGHT = "for line in open(0):\n    print(2 * int(line))\n"
FILES = {
    "problem.toml": TOML,
    "statement.md": "Double each number.\n\n## Sample\n\n```sample\n2\n→\n4\n```\n",
    "starter.py": "import sys\n",
    "cases.py": (
        "from readyroom import Case\n\n\ndef cases(rng):\n    yield Case(stdin='2\\n')\n"
        "    yield Case(stdin='5\\n-3\\n', group='more', note='two lines')\n"
        "\n\ndef validate(stdin):\n    if not stdin.split():\n        raise ValueError('at least one number')\n"
    ),
    "checker.toml": 'type = "tokens"\n',
    "submissions/accepted/plain.py": RIGHT,
    "submissions/wrong_answer/square.py": "# group: more\nfor line in open(0):\n    print(int(line) ** 2)\n",
}


@pytest.fixture
def judged(pool, tmp_path):
    """Grade a program against the package `double` with changed files."""

    def grade(source, changes=None, **more):
        return grade_job(loaded(write_package(tmp_path, {**FILES, **(changes or {})})), pool, source, **more)[
            0
        ]

    return grade


@CELLS
@pytest.mark.parametrize(
    ("source", "verdict", "id", "text"),
    [
        (RIGHT, "AC", "ac", "All 2 cases passed."),
        ("print(*(2 * int(x) for x in open(0)), end='')\n", "AC", "ac", "All 2 cases passed."),
        (RIGHT + "raise SystemExit\n", "AC", "ac", "All 2 cases passed."),
        ("import sys\nsys.stdout.write('4')\nsys.stdout.flush()\nimport os\nos._exit(0)\n", "WA", "wa.token", "Line 1: expected “10”, got “4”."),
        ("import sys\nfor x in sys.stdin: print(int(x) + 2)\n", "WA", "wa.token", "Line 1: expected “10”, got “7”."),
        ("print(2 * int(input()))\n", "WA", "wa.missing", "The output ends after line 1; expected “-6”."),
        (RIGHT + "print('done')\n", "WA", "wa.extra", "Line 2: expected nothing more, got “done”."),
        ("pass\n", "WA", "wa.missing", "The output ends at once; expected “4”."),
        ("import sys\nsys.stdout.buffer.write(b'\\xff')\n", "WA", "wa.encoding", "The output is not UTF-8 text: invalid start byte at byte 0."),
        (RIGHT + "raise SystemExit(3)\n", "RE", "re.exit", "Ended with status 3; a program that is done ends with 0."),
        (RIGHT + "raise SystemExit('no')\n", "RE", "re.exit", "Ended with status 1; a program that is done ends with 0."),
        ("print(int('x'))\n", "RE", "re.raised", "Raised ValueError: invalid literal for int() with base 10: 'x' (line 1)"),
        ("while True: pass\n", "TLE", "tle.wall", "Still running after 1 s."),
        ("x = bytearray(1 << 30)\n", "MLE", "mle.memory", "Needed more than 256 MiB."),
        ("print('x' * 70_000)\n", "OLE", "ole.output", "Wrote more to stdout or stderr than is taken."),
        ("print(2 *\n", "CE", "ce.syntax", "Line 1, column 6: '(' was never closed\n    print(2 *\n         ^"),
    ],
)  # fmt: skip
def test_every_way_to_end_has_its_verdict_and_words(judged, source, verdict, id, text):
    report = judged(source)
    assert (str(report.verdict), report.message.id, report.message.text) == (verdict, id, text)


@CELLS
def test_failing_case_shows_both_texts_with_the_first_difference_marked(judged):
    row = judged("for x in open(0):\n    print(int(x) * 2 if int(x) > 0 else 7)\n").cases[1]
    assert (row.input.text, row.expected.text, row.actual.text) == ("5\n-3\n", "10\n-6\n", "10\n7\n")
    assert [(s.op, s.text) for s in row.difference] == [
        ("same", "10\n"),
        ("expected", "-6"),
        ("actual", "7"),
        ("same", "\n"),
    ]


@CELLS
def test_long_output_is_shown_from_a_few_lines_before_the_difference(judged):
    cases = "from readyroom import Case\n\n\ndef cases(rng):\n    yield Case(stdin='2\\n')\n    yield Case(stdin='1\\n' * 900, group='more')\n"
    source = "for n, x in enumerate(open(0)):\n    print(int(x) * 2 if n != 500 else 'x')\n"
    row = judged(source, {"cases.py": cases}).cases[1]
    assert row.message.text == "Line 501: expected “2”, got “x”."
    assert row.actual.text.startswith("… 497 lines …\n2\n2\n2\nx\n2\n")
    assert row.actual.truncated


@CELLS
def test_nothing_of_a_hidden_case_but_the_first_that_fails_reaches_the_candidate(judged):
    report = judged("print('x')\n")
    rows = for_audience(report, "candidate")["cases"]
    assert (rows[0]["input"]["text"], rows[0]["actual"]["text"]) == ("2\n", "x\n")
    assert (rows[1]["input"], rows[1]["expected"], rows[1]["stdout"]) == (None, None, "")


@CELLS
def test_run_on_an_own_input_stands_beside_the_reference(judged):
    (row,) = judged("print(9)\n", mode="run", own_input="7").cases
    assert (row.input.text, row.expected.text, row.actual.text) == ("7\n", "14\n", "9\n")
    refused = judged("print(9)\n", mode="run", own_input=" ")
    assert (refused.verdict, refused.message.text) == (
        Verdict.CANCELLED,
        "Your input was not run: at least one number",
    )


@CELLS
def test_own_input_on_which_the_reference_fails_compares_nothing(judged):
    report = judged("print(9)\n", mode="run", own_input="seven")
    assert (
        report.message.text == "The reference itself does not finish on this input, so nothing was compared."
    )


@CELLS
def test_own_checker_gets_the_input_and_both_texts(judged):
    checker = (
        "def check(case, expected, actual):\n    if actual.split() == expected.split()[::-1]:\n        return True\n"
        "    return f'{case.args[0].split()} gave {actual.split()}'\n"
    )
    changes = {"checker.toml": None, "checker.py": checker}
    assert judged("print(*(2 * int(x) for x in [*open(0)][::-1]))\n", changes).verdict is Verdict.AC
    assert judged("print(0)\n", changes).message.text == "['2'] gave ['0']"


@CELLS
def test_cases_lie_in_files_as_kattis_names_them(judged, pool, tmp_path):
    changes = {
        **FILES,
        "cases.py": None,
        "data/sample/1.in": "2\n",
        "data/sample/1.ans": "4\n",
        "data/secret/more/large.in": "1000\n",
        "data/secret/more/large.desc": "a thousand\n",
    }
    package = loaded(write_package(tmp_path, changes))
    assert check_cases(package, pool) == []
    report, _ = grade_job(package, pool, RIGHT)
    assert [(row.group, row.note, str(row.verdict)) for row in report.cases] == [
        ("samples", "1", "AC"),
        ("more", "a thousand", "AC"),
    ]


@CELLS
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"statement.md": FILES["statement.md"].replace("4", "5")}, "Line 1: expected “4”, got “5”."),
        ({"statement.md": FILES["statement.md"].replace("\n2\n", "\n3\n")}, "the input differs"),
        (
            {"cases.py": FILES["cases.py"].replace("stdin='2\\n'", "args=(2,)")},
            "case 1: a program reads text",
        ),
        ({"submissions/accepted/plain.py": "raise SystemExit(2)\n"}, "the reference ended with EXITED"),
        (
            {"cases.py": FILES["cases.py"].replace("not stdin.split()", "stdin")},
            "validate refuses case 1 (samples)",
        ),
    ],
)
def test_package_that_contradicts_itself_does_not_hold(pool, tmp_path, changes, words):
    package = loaded(write_package(tmp_path, {**FILES, **changes}))
    assert words in " ".join(text for text, _, _ in check_cases(package, pool))


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"checker.toml": 'type = "exact"\n'}, "compared by “tokens” or “lines”"),
        ({"examiner.py": "x = 1\n"}, "a program has no functions to probe"),
        ({"checker.py": "x = 1\n"}, "exactly one of checker.toml, checker.py decides"),
        ({"data/secret/none/1.in": "1\n"}, "lies in the group 'none', which problem.toml lacks"),
        ({"data/sample/1.ans": "1\n"}, "belongs to no 1.in"),
        ({"data/sample/1.txt": "1\n"}, "is neither .in nor .ans nor .desc"),
        ({"statement.md": "Double.\n\n```sample\n2 4\n```\n"}, "one line that holds nothing but → stands between"),
        ({"problem.toml": TOML + '\n[entry]\ntype = "function"\nname = "f"\nsignature = ["f()"]\n'}, "entry: a program is run as it stands"),
    ],
)  # fmt: skip
def test_package_that_is_no_program_is_refused(tmp_path, changes, note):
    assert load_package(write_package(tmp_path, {**FILES, **changes}), diagnostics := Diagnostics()) is None
    assert note.replace("“", '"').replace("”", '"') in " ".join(found.message for found in diagnostics.errors)


def test_checker_of_a_program_is_refused_for_a_function(tmp_path):
    path = write_package(tmp_path, {"checker.toml": 'type = "lines"\n'})
    assert load_package(path, diagnostics := Diagnostics()) is None
    assert [found.message for found in diagnostics.errors] == [
        "type: 'lines' compares the output of a program"
    ]


def differs(declared, expected, actual):
    found = build(declared).compare(expected, actual)
    return found and found.text


@pytest.mark.parametrize(
    ("options", "expected", "actual", "same"),
    [
        ({}, "1 2\n3\n", "1\n2\n\n3", True),
        ({}, "Yes", "yes", False),
        ({"case_sensitive": False}, "Yes", "yES", True),
        ({}, "0.5", "0.50", False),
        ({"float_tolerance": 1e-6}, "0.5", "0.5000004", True),
        ({"float_tolerance": 1e-6}, "0.5", "0.501", False),
        ({"float_tolerance": 1e-6}, "1000000", "1000000.9", True),
        ({"float_absolute_tolerance": 1e-6}, "1000000", "1000000.9", False),
        ({"float_relative_tolerance": 1e-6}, "0.0", "0.0000001", False),
        ({"float_tolerance": 1e-6}, "0.5", "nan", False),
        ({"float_tolerance": 1e-6}, "none", "none", True),
        ({"float_tolerance": 1e-6}, "1e400", "1e401", False),
    ],
)
def test_tokens_agree_by_text_or_within_a_tolerance(options, expected, actual, same):
    assert (differs(spec.Tokens(type="tokens", **options), expected, actual) is None) is same


@pytest.mark.parametrize(
    ("actual", "text"),
    [
        ("a b\nc", None),
        ("a b  \nc\n\n", None),
        ("a  b\nc\n", "line 1: expected “a b”, got “a  b”"),
        ("a b\n", "the output ends before line 2: “c”"),
        ("a b\nc\nd\n", "line 3: expected nothing more, got “d”"),
    ],
)
def test_lines_agree_but_for_space_at_their_ends(actual, text):
    assert differs(spec.Lines(type="lines"), "a b\nc\n", actual) == text


@given(
    st.lists(st.text("ab01.", min_size=1, max_size=3), max_size=6),
    st.lists(st.text(" \n\t", min_size=1), min_size=7),
)
def test_space_between_tokens_never_matters_and_a_token_always_does(tokens, spaces):
    declared = spec.Tokens(type="tokens")
    spaced = "".join(part for pair in zip(spaces, tokens, strict=False) for part in pair)
    assert differs(declared, " ".join(tokens), spaced) is None
    assert differs(declared, " ".join(tokens), spaced + " x") is not None
