"""Simpler texts for programs: each is smaller, and what counts goes down with what it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.shrinking.texts import NUMBER, simpler_text

WORDS = st.text(alphabet="ab07-. é", max_size=5)
TEXTS = st.lists(st.lists(WORDS, max_size=4).map(" ".join), max_size=5).map("\n".join)


def measure(text):
    """Characters, and of texts as long the sum of the numbers."""
    return len(text), sum(abs(float(number)) for number in NUMBER.findall(text))


@given(TEXTS)
def test_every_text_is_smaller_so_that_a_search_ends(text):
    assert [new for new in simpler_text(text) if measure(new) >= measure(text)] == []


@given(st.lists(st.text(alphabet="xyz 19", max_size=6), min_size=1, max_size=12), st.data())
def test_any_line_can_be_left_out(lines, data):
    place = data.draw(st.integers(0, len(lines) - 1))
    whole = [line + "\n" for line in lines]
    assert "".join(whole[:place] + whole[place + 1 :]) in set(simpler_text("".join(whole)))


@given(st.lists(st.integers(0, 99), min_size=2, max_size=9), st.data())
def test_any_line_can_be_left_out_of_those_that_are_counted(numbers, data):
    place = data.draw(st.integers(0, len(numbers) - 1))

    def text(rows):
        return f"7 {len(rows)}\n" + "".join(f"{row}\n" for row in rows) + "end\n"

    assert text(numbers[:place] + numbers[place + 1 :]) in set(simpler_text(text(numbers)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3\n4 5 6\n", "2\n4 6\n"),  # the line above says how many words there are
        ("3 4 5 6\n", "2 4 6\n"),  # the line itself does
        ("2 2\n1 1\n1 1\nx\n", "2 1\n1 1\nx\n"),  # one of two numbers counts the lines
        ("a 57\n", "a 29\n"),
        ("-3.5\n", "-3\n"),
        ("abcd e\n", "cd e\n"),
        ("no end", "no"),
    ],
)
def test_text_is_simplified(text, found):
    assert found in set(simpler_text(text))


@pytest.mark.parametrize("text", ["", "0", "\x00"])
def test_what_cannot_be_simpler_only_vanishes(text):
    assert set(simpler_text(text)) <= {""}


def test_number_of_many_digits_is_left_alone():
    assert set(simpler_text("9" * 500)) == {""}
