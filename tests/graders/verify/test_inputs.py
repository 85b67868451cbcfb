"""Packages whose validators let junk through."""

from __future__ import annotations

import pytest

from graders.caseset import fixed_cases
from graders.cells import Author
from graders.diagnostics import Diagnostics
from graders.package.manifest import Entry
from graders.verify.inputs.check import check_inputs
from graders.verify.inputs.junk import junk
from graders.verify.inputs.types import ANY, Type, parameters
from tests.graders.conftest import loaded
from tests.graders.packages import FILES, write_package

CASES = FILES["cases.py"]
STRICT = (
    "\n\ndef validate(args, calls):\n"
    "    if type(args[0]) is not int or abs(args[0]) > 100:\n        raise ValueError('x is a small integer')\n"
)


def said(tmp_path, pool, validate, changes=None):
    """How much junk was tried, and what was said of it, with the line."""
    package = loaded(write_package(tmp_path, {"cases.py": CASES + validate, **(changes or {})}))
    with Author(pool, package) as author:
        number = check_inputs(package, pool, author, fixed_cases(package, pool), notes := Diagnostics())
    return number, [(note.severity.value, note.message, note.line) for note in notes.notes]


@pytest.mark.bubblewrap
def test_a_strict_validator_holds(tmp_path, pool):
    number, notes = said(tmp_path, pool, STRICT)
    assert (number, notes) == (10, [])


@pytest.mark.bubblewrap
def test_junk_that_is_let_through_is_found(tmp_path, pool):
    _, notes = said(tmp_path, pool, "\n\ndef validate(args, calls):\n    pass\n")
    assert notes[0] == ("error", "validate lets junk through: x: None", 9)
    assert len(notes) == 6
    assert notes[-1] == ("error", "and 1 more of this", 9)


@pytest.mark.bubblewrap
def test_a_validator_that_breaks_on_junk_is_found(tmp_path, pool):
    _, notes = said(tmp_path, pool, STRICT.replace("abs(args[0])", "1 / args[0]"))
    assert notes == [
        (
            "error",
            "x: the int 0: tests/double: validate raised ZeroDivisionError: division by zero at cases.py:10",
            9,
        )
    ]


@pytest.mark.bubblewrap
def test_an_integer_that_no_float_can_hold_has_not_the_form_that_is_asked_for(tmp_path, pool):
    finite = "import math\n" + CASES + STRICT.replace("abs(args[0])", "math.log(math.fabs(args[0]) + 1)")
    _, notes = said(tmp_path, pool, "", {"cases.py": finite})
    assert notes == []


@pytest.mark.bubblewrap
def test_an_input_without_an_answer_is_found(tmp_path, pool):
    inverse = {
        "submissions/accepted/plain.py": "def double(x):\n    return 2 * x if x // x else 0\n",
        "submissions/accepted/other.py": "def double(x):\n    return x + x\n",
    }
    _, notes = said(tmp_path, pool, STRICT, inverse)
    assert notes == [
        (
            "error",
            "validate lets through what the reference has no answer to: x: the int 0: "
            "Raised ZeroDivisionError: integer division or modulo by zero (line 2, in double)",
            9,
        )
    ]


@pytest.mark.bubblewrap
def test_an_input_with_two_answers_is_found(tmp_path, pool):
    other = {"submissions/accepted/other.py": "def double(x):\n    return 2 * x if x else 1\n"}
    _, notes = said(tmp_path, pool, STRICT, other)
    assert notes == [
        (
            "error",
            "accepted/other.py answers otherwise than the reference: x: the int 0: Expected 0, got 1.",
            9,
        )
    ]


@pytest.mark.bubblewrap
def test_a_package_without_a_validator_is_warned_of(tmp_path, pool):
    assert said(tmp_path, pool, "") == (
        0,
        [("warning", "has no validate(args, calls): inputs that people type are not looked at", None)],
    )


def test_types_are_read_off_a_signature():
    entry = Entry(
        type="function",
        name="f",
        signature=["f(a: int, b: list[tuple[str, float]], c: dict[str, int] | None, d: Rows, e) -> None"],
    )
    number, text, real = Type("int"), Type("str"), Type("float")
    assert parameters(entry, "f") == [
        number,
        Type("list", (Type("tuple", (text, real)),)),
        Type("union", (Type("dict", (text, number)), Type("None"))),
        ANY,
        ANY,
    ]


@pytest.mark.parametrize(
    ("good", "kind", "wrong"),
    [
        (3, "int", ["None", "a text", "a list", "a dict", "half a number", "lists within lists"]),
        (0.5, "float", ["None", "a text", "a list", "a dict", "lists within lists"]),
        (
            "x",
            "str",
            ["None", "a number", "a list", "a dict", "lists within lists", "a text of a million characters"],
        ),
    ],
)
def test_what_has_another_type_is_wrong_junk(good, kind, wrong):
    assert [bad.name for bad in junk(good, Type(kind)) if bad.wrong] == wrong


def test_junk_is_put_into_elements_too():
    names = [bad.name for bad in junk([(1, "a")], Type("list", (Type("tuple", (Type("int"), Type("str"))),)))]
    assert [name for name in names if name.startswith("[0]: [1]: the str")] == [
        "[0]: [1]: the str ''",
        "[0]: [1]: the str '\\x00'",
        "[0]: [1]: the str 'é'",
    ]
    assert "[0]: a tuple that is too short" in names
