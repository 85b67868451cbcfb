"""Function problems as JSON: which forms their tests take, and that they grade as they do under plain Python."""

from __future__ import annotations

import gzip
import json

import pytest

from graders.diagnostics import Diagnostics
from graders.formats.model import Examined, Problem, Typed, distinct
from graders.formats.proving import place
from graders.formats.registry import Unreadable, read
from graders.package import load_library
from graders.verify.run import Plan
from tests.graders.conftest import grade_job, loaded

PROMPT = 'def double(x: int) -> int:\n    """Twice x.\n\n    >>> double(2)\n    4\n    """\n'
CHECKED = {
    "task_id": "Made/0",
    "prompt": PROMPT,
    "entry_point": "double",
    "canonical_solution": "    return x + x\n",
    "test": "METADATA = {}\n\ndef check(candidate):\n    assert candidate(2) == 4\n    assert candidate(-3) == -6, 'no'\n    assert True\n",
}
LISTED = {
    "task_id": 7,
    "text": "Write a function that doubles.",
    "code": "def double(x):\r\n  return x + x",
    "test_list": ["assert double(2) == 4", "assert double(x=[1]) == [1, 1]", "assert double('a') == 'aa'"],
    "test_setup_code": "",
}
FOLDER = {
    "description.md": "Double it.\n",
    "starter_code.py": "def double(x):\n\tpass\n",
    "solution.py": "import numpy as np\n\ndef double(x):\n    return np.array(x) * 2\n",
    "tests.json": json.dumps(
        [
            {"test": "print(double([1, 2]))", "expected_output": "[2 4]"},
            {"test": "print(np.round(double([0.26]), 1))", "expected_output": "[0.5]"},
            {"test": "print(type(double(3)).__name__)", "expected_output": "int64"},
        ]
    ),
    "meta.json": json.dumps({"title": "Double it", "difficulty": "easy", "category": "Deep Learning"}),
    "example.json": json.dumps({"input": "double([1])", "output": "[2]", "reasoning": "1 + 1"}),
    "learn.md": "Adding is doubling.\n",
}


def problem(record: dict, tmp_path) -> Problem:
    (tmp_path / "one.json").write_text(json.dumps([record]))
    (found,) = read("json", tmp_path / "one.json")
    assert isinstance(found, Problem), found
    return found


def folder(tmp_path, **changes):
    for name, text in {**FOLDER, **changes}.items():
        (tmp_path / "questions" / "1_double").mkdir(parents=True, exist_ok=True)
        (tmp_path / "questions" / "1_double" / name).write_text(text)
    return tmp_path / "questions"


def test_check_of_literal_comparisons_becomes_typed_cases(tmp_path):
    found = problem(CHECKED, tmp_path)
    assert (found.slug, found.entry, found.signature) == ("double", "double", "double(x: int) -> int")
    assert found.statement == "Twice x.\n\n\n```python\n>>> double(2)\n4\n```"
    assert found.starter == PROMPT
    assert found.reference == PROMPT + "    return x + x\n"
    typed, examined = found.forms
    assert isinstance(typed, Typed)
    assert [(case.call, case.claim) for case in typed.cases] == [("double(2)", "4"), ("double(-3)", "-6")]
    assert isinstance(examined, Examined)


def test_list_of_assertions_becomes_typed_cases_with_keywords(tmp_path):
    typed = problem(LISTED, tmp_path).forms[0]
    assert [(case.arguments, case.outcome) for case in typed.cases] == [
        ("args=(2,)", "expected=4"),
        ("args=(), kwargs={'x': [1]}", "expected=[1, 1]"),
        ("args=('a',)", "expected='aa'"),
    ]


@pytest.mark.parametrize(
    "test",
    [
        "assert double(2)",
        "assert not double(0)",
        "assert abs(double(2) - 4) < 1e-6",
        "assert double({1}) == 4",
        "assert double(2) == {4}",
        "assert double(2) != 5",
        "assert double(2) == 2 + 2",
        "assert double(double(1)) == 4",
        "assert sorted(double([2])) == [4]",
        "assert double(*[2]) == 4",
        "assert double(2) is 4",
        "assert double(inf) == 4",
        "x = double(2)\nassert x == 4",
        "for x in [1]:\n    assert double(x) == 2",
    ],
)
def test_what_is_no_literal_comparison_stays_code(tmp_path, test):
    record = LISTED | {"test_list": ["assert double(2) == 4", test]}
    assert [type(form) for form in problem(record, tmp_path).forms] == [Examined]


@pytest.mark.bubblewrap
@pytest.mark.parametrize("form", [0, 1])
def test_both_forms_tell_right_from_wrong(tmp_path, pool, form):
    from dataclasses import replace

    found = problem(CHECKED, tmp_path)
    placed = place(
        replace(found, forms=(found.forms[form],)), tmp_path, "made", lambda _: pool, Plan(mutants=False)
    )
    assert (placed.solved, placed.form) == (True, ["typed", "examiner"][form])
    package = loaded(placed.folder)
    assert grade_job(package, pool, "def double(x):\n    return abs(2 * x)\n")[0].verdict == "WA"
    assert grade_job(package, pool, "def twice(x):\n    return 2 * x\n")[0].verdict in ("RE", "WA")


@pytest.mark.bubblewrap
def test_a_reference_that_gives_what_only_python_takes_for_equal_is_examined(tmp_path, pool):
    found = problem(CHECKED | {"canonical_solution": "    return 2.0 * x\n"}, tmp_path)
    placed = place(found, tmp_path, "made", lambda _: pool, Plan(mutants=False))
    assert (placed.solved, placed.form) == (True, "examiner")


@pytest.mark.bubblewrap
def test_a_reference_that_fails_its_own_tests_is_a_draft_that_says_so(tmp_path, pool):
    found = problem(CHECKED | {"canonical_solution": "    return x * x\n"}, tmp_path)
    placed = place(found, tmp_path, "made", lambda _: pool, Plan(mutants=False))
    assert (placed.state, placed.solved, placed.folder) == (
        "draft",
        False,
        tmp_path / "drafts" / "made" / "double",
    )
    assert load_library(tmp_path, Diagnostics()) == []
    assert placed.findings[0].startswith("accepted/imported.py: declares AC, gets WA in case 1 (samples): ")
    assert (
        json.loads((tmp_path / "drafts/made/double.findings.json").read_text())["findings"] == placed.findings
    )


@pytest.mark.bubblewrap
def test_folder_with_calls_and_what_they_print(tmp_path, pool):
    (found,) = read("json", folder(tmp_path))
    assert (found.name, found.title, found.difficulty) == ("1_double", "Double it", -1.0)
    assert found.topics == {"deep-learning": 1.0}
    assert found.statement.endswith("## Example\n\nInput: `double([1])`\n\nOutput: `[2]`\n\n1 + 1")
    placed = place(found, tmp_path, "made", lambda _: pool, Plan(mutants=False))
    assert (placed.solved, placed.findings) == (True, ["its mutants were not tried"])
    cheat = "np = type('np', (), {'round': lambda *a: '[0.5]'})\n\nclass Same:\n    def __str__(self):\n        return '[2 4]'\n\ndef double(x):\n    return Same()\n"
    report = grade_job(loaded(placed.folder), pool, cheat)[0]
    assert report.verdict == "WA"


@pytest.mark.bubblewrap
def test_a_problem_that_proves_itself_is_published_and_not_touched_again(tmp_path, pool):
    record = CHECKED | {
        "test": "def check(candidate):\n"
        + "".join(f"    assert candidate({n}) == {2 * n}\n" for n in (2, -3, 0, 1, 10))
    }
    found = problem(record, tmp_path)
    placed = place(found, tmp_path, "made", lambda _: pool, Plan())
    assert (placed.state, placed.folder, placed.findings) == (
        "proved",
        tmp_path / "made" / "double",
        [
            "made/double/cases.py: warning: has no validate(args, calls): inputs that people type are not looked at"
        ],
    )
    assert not (tmp_path / "drafts" / "made" / "double").exists()
    again = place(found, tmp_path, "made", lambda _: pool, Plan())
    assert (again.state, again.findings) == ("refused", [f"{placed.folder} exists"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"canonical_solution": ""}, "it has no reference solution"),
        ({"canonical_solution": "    return ("}, "the reference is not Python: line 7: '(' was never closed"),
        ({"test": ""}, "it has no tests"),
        ({"test": None}, "it has no tests"),
        ({"test": "def check("}, "the tests is not Python: line 1: '(' was never closed"),
        ({"test": [7]}, "a test is neither code nor a call with what it prints"),
        ({"entry_point": "triple"}, "the reference does not define triple"),
    ],
)
def test_a_record_that_lacks_something_is_named_with_the_reason(tmp_path, change, why):
    (tmp_path / "one.jsonl").write_text(json.dumps(CHECKED | change))
    assert list(read("json", tmp_path)) == [Unreadable("Made/0", why)]


def test_files_are_read_packed_and_not_and_what_is_none_is_named(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(CHECKED).encode()))
    (tmp_path / "b.json").write_text(json.dumps([LISTED, 7]))
    (tmp_path / "c.json").write_text("{")
    (tmp_path / "d.json.gz").write_bytes(gzip.compress(bytes(65 << 20)))
    found = list(read("json", tmp_path))
    assert [one.name for one in found] == ["Made/0", "7", "b.json:2", "c.json", "d.json.gz"]
    assert [one.why for one in found[2:]] == [
        "is no JSON object",
        "cannot be read: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "d.json.gz is larger than 64 MiB",
    ]


def test_a_long_name_that_is_there_twice_stays_a_name(tmp_path):
    title = "Sum of the squares of all of the numbers that are in it a list"
    (tmp_path / "two.json").write_text(json.dumps([LISTED | {"title": title}] * 2))
    taken: set[str] = set()
    for found in read("json", tmp_path / "two.json"):
        slug = distinct(found.slug, taken)
        taken.add(slug)
        placed = place(found.renamed(slug), tmp_path, "made", None, Plan())
        assert (placed.state, placed.folder.name) == ("draft", slug)
    assert taken == {
        "sum-of-the-squares-of-all-of-the-numbers-that-are-in-it-a-li",
        "sum-of-the-squares-of-all-of-the-numbers-that-are-in-it-2",
    }
