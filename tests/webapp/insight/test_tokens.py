"""Source as tokens: what is changed in passing is gone, what was written stays."""

import tokenize
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.insight.copying import accepted
from webapp.insight.similarity import tokens


def codes(text: str) -> list[int]:
    return tokens(text).codes.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("total = 0", "n = 17"),
        ("a = 'x'", 'b = """y\nz"""'),
        ("f(a, b)", "f(  # why\n    a,\n\n    b)"),
        ("x = 1", "x = 1  # one\n"),
        ("def f():\n    '''What it does.'''\n    return 1", "def f():\n  return 2"),
        ("a = 1; b = 2", "a = 1\nb = 2"),
        ("a = b + \\\n  c", "a = b + c"),
        ("rb'x'", 'f"{y}"'),
        ("1e-9", "0xFF"),
    ],
)
def test_changes_in_passing_make_no_difference(one, other):
    assert codes(one) == codes(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a + b", "a - b"),
        ("x = y", "x == y"),
        ("for a in b", "while a in b"),
        ("[a]", "(a)"),
        ("a", "1"),
        ("a", "'a'"),
    ],
)
def test_other_code_is_other_tokens(one, other):
    assert codes(one) != codes(other)


def test_strings_within_brackets_are_no_comments():
    assert codes("x = [\n'a',\n'b'\n]") == codes("x = ['a', 'b']")
    assert len(codes("x = [\n'a'\n]")) == 5


def test_a_text_that_breaks_off_keeps_its_tokens():
    assert codes("def f(:\n  x = '''abc\n y = 2") == codes("def f(: x = 'a'")


def test_places_are_those_of_the_text():
    text = "def f(x):\n    # note\n    return 'a' + x\n"
    found = tokens(text)
    assert [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == [
        "def", "f", "(", "x", ")", ":", "return", "'a'", "+", "x",
    ]  # fmt: skip


@pytest.mark.parametrize("problem", ["replica-placement", "streaming-recency-ctr", "most-watched-videos"])
def test_as_many_tokens_as_python_itself_finds(problem):
    layout = (
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    )
    for text in accepted(problem):
        theirs = [row for row in tokenize.generate_tokens(StringIO(text).readline) if row.type not in layout]
        # A string that is a whole line of its own is a docstring in these files.
        alone = [
            row
            for row in theirs
            if row.type == tokenize.STRING and row.line.strip().startswith(('"""', "'''"))
        ]
        assert len(tokens(text)) == len(theirs) - len(alone)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_tokens_in_its_order(text):
    found = tokens(text)
    bounds = [place for pair in zip(found.starts, found.ends, strict=True) for place in pair]
    assert bounds == sorted(bounds)
    assert all(a < b for a, b in zip(found.starts, found.ends, strict=True))
