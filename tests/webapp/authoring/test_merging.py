"""What two authors made of one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.authoring.domain.merging import MOST_CELLS, merge

LINES = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=8).map("\n".join)


@given(LINES, LINES)
def test_merge_with_an_unchanged_side_gives_the_other(base, changed):
    assert merge(base, base, changed) == changed
    assert merge(base, changed, base) == changed
    assert merge(base, changed, changed) == changed


@given(LINES, LINES, LINES)
def test_merge_is_the_same_whoever_saved_first(base, mine, theirs):
    assert merge(base, mine, theirs) == merge(base, theirs, mine)


@given(st.integers(2, 12), st.data())
def test_merge_loses_no_line_that_either_wrote(size, data):
    base = [f"line {n}" for n in range(size)]
    mine, theirs = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    one, other = [*base], [*base]
    one[mine] = "mine"
    other[theirs] = "theirs"
    merged = merge("\n".join(base), "\n".join(one), "\n".join(other))
    if mine == theirs:
        assert merged is None
    else:
        expected = [*base]
        expected[mine], expected[theirs] = "mine", "theirs"
        assert merged == "\n".join(expected)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [("a\nx\nb", "a\ny\nb"), ("a\nmine", "a\ntheirs"), ("", "a\nb\nc"), ("x\na\nb", "y\na\nb")],
    ids=["inserted at one place", "changed at the end", "deleted and added to", "both at the start"],
)
def test_merge_leaves_a_choice_to_a_person(mine, theirs):
    assert merge("a\nb", mine, theirs) is None


def test_merge_of_texts_too_long_to_compare_is_left_to_a_person():
    size = int(MOST_CELLS**0.5) + 10
    base = "\n".join(["x"] * size)

    assert merge(base, "\n".join(["y"] * size), base + "\nz") is None
