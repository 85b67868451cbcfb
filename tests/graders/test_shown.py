"""Values as text and their differences."""

from __future__ import annotations

import ast
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graders.cases import TestCase, show_call, show_input
from graders.difference import difference
from graders.package.manifest import Entry
from graders.pretty import LIMIT, shown, tokens
from sandboxes.values import Array, Opaque

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)
WORDS = st.lists(st.sampled_from(["1", ", ", "2", "[", "]"]), max_size=30)
TOPK = Entry(
    type="class",
    name="TopK",
    methods=("update", "topk"),
    signature=("TopK(k: int)", "update(v, s)", "topk()"),
)


@given(PLAIN)
def test_a_value_that_fits_reads_as_python(value):
    text = shown(value)
    assert len(text.text) <= LIMIT + 1
    if not text.truncated:
        assert ast.literal_eval(text.text) == value


def test_a_long_value_is_cut_and_says_so():
    text = shown(list(range(10_000)))
    assert text.truncated
    assert text.text.startswith("[0, 1, 2, 3")
    assert text.text.endswith("…")


def test_what_lies_around_the_focus_is_seen():
    text = shown([0] * 5000 + [7] + [0] * 100, focus=(5000,))
    assert text.truncated
    assert ", … 4982 more …, 0, 0, 0, 0, 0, 0, 7, 0" in text.text


def test_arrays_and_objects_that_cannot_leave():
    array = Array("float32", (2,), b"\0\0\x80?\0\0\0@")
    assert shown(array).text == "array([1.0, 2.0], dtype=float32)"
    assert shown(Array("float32", (2,), array.data, "torch")).text == "tensor([1.0, 2.0], dtype=float32)"
    large = shown(Array("int8", (2000,), b"\1" * 2000))
    assert large.text == f"array([{', '.join(['1'] * 12)}, …], shape=(2000,), dtype=int8)"
    assert large.truncated
    assert shown([Opaque("set", "{1}")]).text == "[<set {1}>]"
    assert shown(1 << 20_000).text == "<int of 20001 bits>"


@given(WORDS, WORDS)
def test_segments_spell_both_texts(left, right):
    segments = difference(left, right)
    assert "".join(s.text for s in segments if s.op != "actual") == "".join(left)
    assert "".join(s.text for s in segments if s.op != "expected") == "".join(right)
    assert all(one.op != other.op for one, other in pairwise(segments))


def test_segments_of_equally_long_lists_mark_the_places():
    segments = difference(tokens([2, 5, 9])[0], tokens([5, 2, 9])[0])
    assert [(s.op, s.text) for s in segments] == [
        ("same", "["),
        ("expected", "2"),
        ("actual", "5"),
        ("same", ", "),
        ("expected", "5"),
        ("actual", "2"),
        ("same", ", 9]"),
    ]


def test_segments_of_unequal_lists_are_aligned():
    segments = difference(tokens([1, 2, 3, 4])[0], tokens([1, 3, 4])[0])
    assert [(s.op, s.text) for s in segments] == [("same", "[1, "), ("expected", "2, "), ("same", "3, 4]")]


def test_calls_of_a_class_are_told_up_to_the_one_that_counts():
    calls = (("update", 5, 4), ("update", 2, 4), ("update", 9, 1), ("topk",), ("update", 1, 1))
    case = TestCase(1, "ties", "", (2,), {}, calls)
    assert show_input(TOPK, case, 3).text == "k=2 · update(5, 4) update(2, 4) update(9, 1) · topk()"
    assert show_input(TOPK, case).text.endswith("topk() · update(1, 1)")
    many = TestCase(1, "x", "", (2,), {}, (*[("update", n, n) for n in range(4000)], ("topk",)))
    text = show_input(TOPK, many, 4000)
    assert text.text.startswith("k=2 · … 3989 calls … · update(3989, 3989) ")
    assert text.truncated


def test_a_call_reads_as_one_types_it():
    assert show_call("f", ([1, 2],), {"k": 3}).text == "f([1, 2], k=3)"
    assert show_call("f", (list(range(9000)),), {}, limit=50).text.startswith("f([0, 1, 2")
