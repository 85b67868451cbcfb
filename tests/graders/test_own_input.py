"""Inputs that people type: literals are read, everything else is refused with its place."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.own_input import MAX_CHARACTERS, CallInput, InputError, parse
from graders.package.manifest import Entry

FUNCTION = Entry(type="function", name="top", signature=("top(logs: list, k: int = 3) -> list",))
CLASS = Entry(
    type="class",
    name="TopK",
    methods=("update", "topk"),
    signature=("TopK(k: int)", "update(v, s)", "topk()"),
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner)
    ),
    max_leaves=20,
)


@given(PLAIN, PLAIN)
def test_every_literal_comes_back_as_it_was_written(logs, k):
    assert parse(FUNCTION, f"top({logs!r}, k={k!r})") == CallInput((logs,), {"k": k})


def test_a_class_takes_a_call_per_line():
    text = "TopK(3)  # three\n\nupdate(10, 5); update(7,\n  2)\ntopk()\n"
    calls = (("update", 10, 5), ("update", 7, 2), ("topk",))
    assert parse(CLASS, text) == CallInput((3,), {}, calls)


def test_infinities_nan_and_powers_are_values():
    given = parse(FUNCTION, "top([inf, -inf, nan, float('inf'), 2**10, -10**9])").args[0]
    assert given[:2] == [math.inf, -math.inf]
    assert math.isnan(given[2])
    assert given[3:] == [math.inf, 1024, -1000000000]


@pytest.mark.parametrize(
    ("entry", "text", "line", "column", "words"),
    [
        (
            FUNCTION,
            "",
            1,
            1,
            "Nothing to call here: write for example top(logs: list, k: int = 3) -> list with values.",
        ),
        (FUNCTION, "top([1,\n  2", 1, 5, "Not a Python call: '[' was never closed"),
        (FUNCTION, "bottom([])", 1, 1, "Expected a call of top first: top(logs: list, k: int = 3) -> list"),
        (FUNCTION, "top([1, x])", 1, 9, "Only plain values can stand here, not expressions."),
        (FUNCTION, "top(open('/etc/passwd'))", 1, 5, "Only plain values can stand here, not expressions."),
        (FUNCTION, "top([i for i in range(9)])", 1, 5, "Only plain values can stand here, not expressions."),
        (FUNCTION, "top(2 ** 10 ** 10)", 1, 5, "Only plain values can stand here, not expressions."),
        (FUNCTION, "import os", 1, 1, "Only calls with plain values can stand here."),
        (FUNCTION, "top([])\ntop([])", 2, 1, "Only one call of top is run."),
        (FUNCTION, "top({[]: 1})", 1, 6, "This cannot be a key of a dict."),
        (FUNCTION, "top(*[1])", 1, 5, "Only plain values can stand here, not expressions."),
        (FUNCTION, "top(**{})", 1, 7, "** is not allowed here."),
        (FUNCTION, "top()", 1, 1, "top needs logs: top(logs: list, k: int = 3) -> list"),
        (FUNCTION, "top([], 1, 2)", 1, 1, "top takes at most 2 values: top(logs: list, k: int = 3) -> list"),
        (FUNCTION, "top([], n=2)", 1, 1, "top has no parameter n: top(logs: list, k: int = 3) -> list"),
        (CLASS, "TopK(3)\nupdate(1)", 2, 1, "update needs s: update(v, s)"),
        (CLASS, "update(1, 2)", 1, 1, "Expected a call of TopK first: TopK(k: int)"),
        (CLASS, "TopK(3)\nforget(1)", 2, 1, "TopK has no method forget here; it has update, topk."),
        (CLASS, "TopK(3)\nupdate(v=1, s=2)", 2, 1, "Give a method's arguments by position."),
        (FUNCTION, "top('\0')", 1, 1, "The input holds a NUL character."),
        (FUNCTION, "top(" + "[" * 300 + "]" * 300 + ")", 1, 1, None),
        (FUNCTION, "top('" + "x" * MAX_CHARACTERS + "')", 1, 1, "The input is longer than 64 KiB."),
    ],
)
def test_what_is_no_plain_call_is_refused_with_its_place(entry, text, line, column, words):
    with pytest.raises(InputError) as caught:
        parse(entry, text)
    assert words is None or (caught.value.line, caught.value.column, caught.value.message) == (
        line,
        column,
        words,
    )
