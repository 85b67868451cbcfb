"""Texts of a package that would not look as they are meant to."""

from __future__ import annotations

import pytest

from graders.diagnostics import Diagnostics
from graders.verify.prose import check_prose
from tests.graders.conftest import loaded
from tests.graders.packages import FILES, write_package

STATEMENT = FILES["statement.md"]


def said(tmp_path, words: str, name: str = "statement.md") -> list[str]:
    """The notes on a text that ends in `words`."""
    package = loaded(write_package(tmp_path, {name: f"{FILES[name]}\n{words}\n"}))
    check_prose(package, notes := Diagnostics())
    return [str(note) for note in notes.notes]


@pytest.mark.parametrize(
    "words",
    [
        r"$x^2 \le \sum_{i=1}^n \frac{a_i}{2}$ and $$\mathbb{E}[X]$$",
        "A row costs $2.50 an hour.",
        "`$a_{` and `[x](y)`",
        "```\n$a_{\n#\n![x](y)\n```",
        "[the paper](https://example.org/paper_(1).pdf) and [below](#sample)",
        "## One\n\n### Two\n\n## Three",
    ],
)
def test_what_looks_as_it_is_meant_to_is_let_be(tmp_path, words):
    assert said(tmp_path, words) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("so $a_{$.", "the formula 'a_{' does not render: its braces do not match"),
        (
            r"so $\left( x$.",
            r"the formula '\\left( x' does not render: ExtraLeftOrMissingRightError",
        ),
        (
            r"so $\expectation x$.",
            r"the formula '\\expectation x' does not render: \expectation is no command that is known",
        ),
        (
            "![loss](loss.png)",
            "the image 'loss.png' is not shown: draw it in text or a table",
        ),
        ("[more](notes.md)", "the link to 'notes.md' leads nowhere: give the whole address"),
        ("[more](//evil.example)", "the link to '//evil.example' leads nowhere: give the whole address"),
        ("#### Deep", "the heading 'Deep' is 4 deep below one that is 2 deep"),
    ],
)
def test_what_does_not_is_an_error_on_its_line(tmp_path, words, found):
    line = STATEMENT.count("\n") + 2
    assert said(tmp_path, words) == [f"statement.md:{line}: error: {found}"]


def test_hints_and_editorial_are_read_too(tmp_path):
    assert said(tmp_path, "so $a_{$.", "hints.md") == [
        "hints.md:5: error: the formula 'a_{' does not render: its braces do not match"
    ]
    assert said(tmp_path / "other", "so $a_{$.", "editorial.md") == [
        "editorial.md:3: error: the formula 'a_{' does not render: its braces do not match"
    ]
