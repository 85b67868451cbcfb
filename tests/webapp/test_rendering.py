"""Markdown of problem packages as safe HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.catalog.domain.formulas import to_mathml
from webapp.catalog.domain.rendering import render_markdown


def test_inline_formula_becomes_mathml_with_its_source():
    assert render_markdown("Let $k \\le n$.") == (
        '<p>Let <math alttext="k \\le n" xmlns="http://www.w3.org/1998/Math/MathML" display="inline">'
        "<mrow><mi>k</mi><mo>≤</mo><mi>n</mi></mrow></math>.</p>"
    )


def test_display_formula_is_a_block():
    html = render_markdown("$$\n\\sum_{i=1}^n w_i\n$$")

    assert 'display="block"' in html
    assert "<munderover><mo>∑</mo>" in html
    assert 'alttext="\\sum_{i=1}^n w_i"' in html


def test_upright_words_are_one_identifier():
    assert "<mi>CTR</mi>" in to_mathml("\\mathrm{CTR}(a)")


def test_formula_with_markup_characters_is_escaped_once():
    html = render_markdown("$a < b \\& c > d$")

    assert 'alttext="a &lt; b \\&amp; c &gt; d"' in html
    assert "<mo>&lt;</mo>" in html


def test_text_that_is_no_tex_is_shown_as_written():
    assert to_mathml("\\frac{1}{") == "<code>\\frac{1}{</code>"


def test_dollars_of_money_are_no_formula():
    assert render_markdown("It costs $5 or $6 a day.") == "<p>It costs $5 or $6 a day.</p>"


def test_sample_is_a_block_of_its_own_that_keyboards_reach():
    assert render_markdown("```sample\nTopK(2)\ntopk() → [<1>]\n```") == (
        '<pre class="sample" tabindex="0"><code>TopK(2)\ntopk() → [&lt;1&gt;]</code></pre>'
    )


def test_code_is_marked_with_classes_and_no_styles():
    html = render_markdown("```python\ndef f(x): return x\n```")

    assert '<span class="k">def</span>' in html
    assert "style=" not in html


def test_headings_start_below_the_title_and_leave_no_gap():
    html = render_markdown("### A\n\n### B\n\n#### C\n\n# D\n\n#### E")

    assert [part[:4] for part in html.split("\n")] == ["<h2>", "<h2>", "<h3>", "<h2>", "<h3>"]


def test_tables_keep_their_header_cells():
    html = render_markdown("| a | b |\n|---|--:|\n| 1 | 2 |")

    assert "<th>a</th>" in html
    assert "<td" in html


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("<script>alert(1)</script>", "<script"),
        ('<img src=x onerror="alert(1)">', "<img"),
        ('<a href="javascript:alert(1)">x</a>', "javascript"),
        ("[x](javascript:alert(1))", "javascript"),
        ('<p onclick="x()" style="position:fixed">x</p>', "onclick"),
        ('<p style="position:fixed">x</p>', "style"),
        ("<iframe src=//x></iframe>", "<iframe"),
        ("<form action=//x><input></form>", "<form"),
        ("$\\text{<script>alert(1)</script>}$", "<script"),
        ('<math><mtext><img src=x onerror="x"></mtext></math>', "onerror"),
        ('<math href="javascript:x"><mi>x</mi></math>', "javascript"),
        ("<svg onload=alert(1)>", "<svg"),
    ],
)
def test_what_a_statement_has_no_use_for_is_taken_out(text, forbidden):
    assert forbidden not in render_markdown(text)


@given(st.text(alphabet="$\\{}_^<>&\"'`#*[]()|~ \nabαsum", max_size=80))
def test_any_text_renders_without_script_or_handler(text):
    html = render_markdown(text)

    assert "<script" not in html.lower()
    assert "<style" not in html.lower()
