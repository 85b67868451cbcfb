"""Statements in TeX as Markdown."""

from __future__ import annotations

import time

import pytest

from graders.formats.tex import markdown_of, pictures_in


@pytest.mark.parametrize(
    ("tex", "markdown"),
    [
        ("\\textbf{a} and \\texttt{b\\_c}", "**a** and `b_c`"),
        ("{\\bf a} {\\em b} {\\tt c~d} \\underline{e}", "**a** *b* `c d` e"),
        ("\\textbf{\\texttt{a\\{\\}\\textasciicircum}}", "**`a{}^`**"),
        ("the mark `\\texttt{\\#}' or \\verb|{%}|", "the mark ‘`#`' or `{%}`"),
        ("$a_1 \\% 2$ and 50\\%", "$a_1 \\% 2$ and 50%"),
        ("it costs \\$5 or $ n $, less than 2 * 3 < 7", "it costs \\$5 or $n$, less than 2 \\* 3 &lt; 7"),
        ("\\[x^2\\]", "$$x^2$$"),
        ("so \\begin{align*} a &= b \\\\\n c &= d \\end{align*} holds", "so\n\n$$\\begin{aligned}a &= b \\\\ c &= d\\end{aligned}$$\n\nholds"),
        ("``so'' -- 1--2", "“so” – 1–2"),
        ("one % not \\emph{this}\n\ntwo", "one\n\ntwo"),
        ("na\\\"ive caf\\'{e} \\v{c} \\aa{} \\ldots{} \\copyright", "naïve café č å … ©"),
        ("one\\\\ two \\\\\\\\ three \\\\\n\nfour", "one  \ntwo\n\nthree\n\nfour"),
        ("\\def\\version{jury-1}\n\\problemname{A {B}}\n\\newcommand{\\us}{we\\texttrademark{}}\\us{} and $\\us$", "we™ and ${we\\texttrademark{}}$"),
        ("\\illustration{0.3}{cat}{\\href{https://example.org}{By} Alice}Text", "Text"),
        ("\\begin{figure}[h!]\\centering\\includegraphics[width=0.4\\textwidth]{map}\\caption{The \\emph{map}.}\\label{m}\\end{figure}", "The *map*."),
        ("\\begin{minipage}{.5\\textwidth}\\hfill a\\vspace{1cm}\\end{minipage}", "a"),
        ("a\\footnote{see \\url{https://example.org/a\\_b}} b", "a (see <https://example.org/a_b>) b"),
        ("\\ifplastex{in}\\else{on}\\fi paper", "in paper"),
        ("\\SI{10}{\\kilo\\metre} is \\num{5}", "10 km is 5"),
        ("\\unknown[a]{\\emph{b}} c", "\\unknown[a]*b* c"),
        ("\\begin{verbatim}\n  % kept\n    $ so\n\\end{verbatim}", "```\n  % kept\n    $ so\n```"),
        ("\\texttt{a\\\\ b~ c\\\\}", "```\na\nb  c\n```"),
    ],
)  # fmt: skip
def test_tex_of_statements_reads_as_markdown(tex, markdown):
    assert markdown_of(tex) == markdown


@pytest.mark.parametrize(
    ("tex", "markdown"),
    [
        ("\\begin{itemize}\n\\item one\n\\item two\n\\end{itemize}", "- one\n- two"),
        ("\\begin{enumerate}[a)]\\item one\n   more\\item two\\end{enumerate}", "1. one\n    more\n2. two"),
        ("\\begin{description}\\item[bronze] no points\\item[\\texttt{x}] one\\end{description}", "- **bronze** no points\n- `x` one"),
        (
            "\\begin{itemize}\\item one\n  \\begin{itemize}\n    \\item in $x$\n    \\item out\\end{itemize}\\item two \\[x\\]\\item three\\end{itemize}",
            "- one\n\n    - in $x$\n    - out\n\n- two\n\n    $$x$$\n\n- three",
        ),
    ],
)  # fmt: skip
def test_lists_keep_their_numbers_labels_and_depth(tex, markdown):
    assert markdown_of(tex) == markdown


@pytest.mark.parametrize(
    ("rows", "markdown"),
    [
        ("{|l|p{3cm}|}\\hline A & B \\\\ \\hline 1 & $2$ \\\\", "| A | B |\n| :- | :- |\n| 1 | $2$ |"),
        ("{rc}a & $|x| \\|$ \\\\[2pt]\\cline{1-2} \\texttt{1\\&2} \\\\", "| a | $\\vert x\\vert  \\Vert$ |\n| :- | :- |\n| `1&2` |  |"),
        ("{lll}\\multicolumn{2}{c}{both} & c \\\\ \\noalign{\\smallskip} {\\bf d} & e | f", "| both |  | c |\n| :- | :- | :- |\n| **d** | e \\| f |  |"),
    ],
)  # fmt: skip
def test_tables_have_rows_of_one_width_whose_bars_are_the_table_s_own(rows, markdown):
    assert markdown_of(f"\\begin{{tabular}}{rows}\\end{{tabular}}") == markdown


def test_pictures_are_counted():
    assert pictures_in("\\illustration{1}{a}{b} \\includegraphics{c} \\begin{tikzpicture}\\end{tikzpicture} % \\includegraphics{d}") == 3  # fmt: skip


@pytest.mark.parametrize(
    "part", ["{", "\\[", "\\begin{verbatim}", "\\begin{itemize}\\item ", "\\ifplastex", "\\textbf{"]
)
def test_tex_that_opens_and_never_closes_costs_little(part):
    begun = time.process_time()
    markdown_of(part * (16_000 // len(part)))
    assert time.process_time() - begun < 2.0
