"""Kattis problem packages, legacy and 2023-07, there and back."""

from __future__ import annotations

import io
import zipfile

import pytest

from graders.__main__ import main
from graders.formats.model import Whole
from graders.formats.proving import place
from graders.formats.registry import Unreadable, read
from graders.formats.tex import markdown_of
from graders.verify.run import Plan
from tests.graders.conftest import grade_job, loaded

SOLUTION = "import sys\nprint(sum(map(float, sys.stdin.read().split())))\n"
LEGACY = {
    "problem.yaml": "name: Total\nsource: A contest\nvalidator_flags: case_sensitive float_tolerance 1e-4\nlimits: {memory: 512}\n",
    ".timelimit": "3",
    "problem_statement/problem.en.tex": "\\problemname{Total}\nAdd \\emph{all} numbers. % no\n\\section*{Input}\nAt most $n \\le 10$ numbers.\n",
    "data/sample/1.in": "1 2\n",
    "data/sample/1.ans": "3\n",
    "data/secret/small/1.in": "1.5\n",
    "data/secret/small/1.ans": "1.5\n",
    "data/secret/large/a.b.in": "5 6\n7\n",
    "data/secret/large/a.b.ans": "18\n",
    "input_validators/check.py": "",
    "submissions/accepted/Total.py": SOLUTION,
    "submissions/accepted/total.cc": "int main() {}",
    "submissions/wrong_answer/first-line.py": "print(sum(map(float, input().split())))\n",
}
SCORING = {
    **LEGACY,
    "problem.yaml": "problem_format_version: 2023-07\nname: {sv: Summa, en: Total}\ntype: scoring\ncredits: Alice\nlimits: {time_limit: 4}\n",
    "problem_statement/problem.en.tex": None,
    "statement/problem.en.md": "# Total\n\nAdd all numbers.\n",
    "data/test_group.yaml": "output_validator_args: [float_absolute_tolerance, 1e-3]\n",
    "data/secret/small/test_group.yaml": "max_score: 30\n",
    "data/secret/large/testdata.yaml": "range: 0 10\n",
}


def write(folder, files):
    for name, text in files.items():
        if text is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    return folder


def only(path) -> Whole:
    (found,) = read("kattis", path)
    assert isinstance(found, Whole), found
    return found


def drafted(tmp_path, files):
    """The imported package, which must load, and what was left of the original."""
    found = only(write(tmp_path / "source" / "total", files).parent)
    placed = place(found, tmp_path, "contest", None, Plan())
    return loaded(placed.folder), list(found.not_carried)


def test_legacy_package_becomes_a_program(tmp_path):
    package, left = drafted(tmp_path, LEGACY)
    manifest = package.manifest
    assert (manifest.kind, manifest.title, manifest.source, manifest.reference) == (
        "program",
        "Total",
        "A contest",
        "total.py",
    )
    assert (manifest.limits.wall_s, manifest.limits.memory_mib) == (3.0, 512)
    assert [(group.id, group.points) for group in manifest.groups] == [
        ("samples", 0),
        ("large", 50),
        ("small", 50),
    ]
    assert package.statement == (
        "Add *all* numbers.\n\n## Input\n\nAt most $n \\le 10$ numbers.\n\n## Sample\n\n```sample\n1 2\n→\n3\n```\n"
    )
    assert (
        package.files["checker.toml"] == b'type = "tokens"\ncase_sensitive = true\nfloat_tolerance = 0.0001\n'
    )
    assert package.files["data/secret/large/a-b.in"] == b"5 6\n7\n"
    assert [s.name for s in package.submissions] == ["accepted/total.py", "wrong_answer/first_line.py"]
    assert left == [
        "submissions/accepted/total.cc",
        "the statement's TeX was rewritten as Markdown: read it over",
        "input_validators/",
    ]


def test_groups_of_a_scoring_problem_keep_their_shares(tmp_path):
    package, _ = drafted(tmp_path, SCORING)
    assert [(group.id, group.points) for group in package.manifest.groups] == [
        ("samples", 0),
        ("large", 25),
        ("small", 75),
    ]
    assert (
        package.files["checker.toml"]
        == b'type = "tokens"\ncase_sensitive = false\nfloat_absolute_tolerance = 0.001\n'
    )
    assert package.statement.startswith("Add all numbers.\n")
    assert package.manifest.limits.wall_s == 4.0


@pytest.mark.bubblewrap
def test_an_imported_program_grades_its_submissions_as_they_declare(tmp_path, pool):
    found = only(write(tmp_path / "total", LEGACY))
    placed = place(found, tmp_path, "contest", lambda _: pool, Plan(mutants=False))
    assert (placed.solved, placed.findings) == (True, ["its mutants were not tried"])
    near = SOLUTION.replace("print(", "print(0.00001 + ")
    assert grade_job(loaded(placed.folder), pool, near)[0].verdict == "AC"


@pytest.mark.bubblewrap
def test_an_exported_program_is_the_same_when_it_is_imported_again(tmp_path, pool, capsys):
    found = only(write(tmp_path / "total", SCORING))
    placed = place(found, tmp_path, "contest", None, Plan())
    target = tmp_path / "out.zip"
    assert main(["export", "kattis", str(placed.folder), str(target)]) == 0
    assert "not carried over: editorial.md" in capsys.readouterr().out
    with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as archive:
        archive.extractall(tmp_path / "again")
    again = only(tmp_path / "again")
    before, after = dict(found.files), dict(again.files)
    assert {
        name: after[name] for name in ("checker.toml", "statement.md", "submissions/accepted/total.py")
    } == {name: before[name] for name in ("checker.toml", "statement.md", "submissions/accepted/total.py")}
    assert sorted(data for name, data in after.items() if name.endswith((".in", ".ans"))) == sorted(
        data for name, data in before.items() if name.endswith((".in", ".ans"))
    )
    groups = loaded(place(again, tmp_path, "other", None, Plan()).folder).manifest.groups
    assert [(group.id, group.points) for group in groups] == [("samples", 0), ("large", 25), ("small", 75)]


def test_a_function_is_no_kattis_problem(tmp_path, capsys):
    from tests.graders.packages import write_package

    assert main(["export", "kattis", str(write_package(tmp_path)), str(tmp_path / "x.zip")]) == 2
    assert capsys.readouterr().err == "double is a function; Kattis has programs\n"


def test_an_output_validator_is_not_carried_over_and_keeps_it_a_draft(tmp_path):
    files = LEGACY | {"problem.yaml": "name: Total\nvalidation: custom\n", "output_validators/v/v.cc": ""}
    found = only(write(tmp_path / "total", files))
    assert found.incomplete
    assert "the output validator: the comparison of tokens stands in its place" in found.not_carried


def test_links_within_a_package_are_followed_and_others_are_not(tmp_path):
    folder = write(tmp_path / "total", LEGACY)
    (folder / "data/secret/small/2.in").symlink_to("../large/a.b.in")
    (folder / "data/secret/small/2.ans").symlink_to("../large/a.b.ans")
    assert only(folder).files["data/secret/small/2.in"] == b"5 6\n7\n"
    (folder / "data/secret/small/3.in").symlink_to("/etc/hostname")
    (folder / "data/secret/small/3.ans").write_text("")
    assert list(read("kattis", folder)) == [
        Unreadable("total", "small/3.in is a link that leads out of the package")
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"problem.yaml": "type: [pass-fail, interactive]\n"}, "it is interactive, and a program here reads once and writes once"),
        ({"problem.yaml": "validation: custom interactive\n"}, "it is interactive, and a program here reads once and writes once"),
        ({"problem.yaml": "- 1\n"}, "problem.yaml is no table"),
        ({"submissions/accepted/Total.py": "print 1\n"}, "none of its accepted submissions is in Python 3"),
        ({"data/secret/small/1.ans": None}, "small/1.ans is missing"),
        ({"data/secret/small/1.in": None, "data/secret/large/a.b.in": None}, "it has no secret input"),
    ],
)  # fmt: skip
def test_a_package_that_cannot_be_taken_is_named_with_the_reason(tmp_path, changes, why):
    write(tmp_path / "total", LEGACY | changes)
    assert list(read("kattis", tmp_path / "total")) == [Unreadable("total", why)]


@pytest.mark.parametrize(
    ("tex", "markdown"),
    [
        ("\\textbf{a} and \\texttt{b\\_c}", "**a** and `b_c`"),
        ("\\begin{itemize}\n\\item one\n\\item two\n\\end{itemize}", "- one\n- two"),
        ("$a_1 \\% 2$ and 50\\%", "$a_1 \\% 2$ and 50%"),
        ("\\[x^2\\]", "$$x^2$$"),
        ("``so'' -- 1--2", "“so” – 1–2"),
        ("\\begin{tabular}{|l|p{3cm}|}\\hline A & B \\\\ \\hline 1 & $2$ \\\\ \\end{tabular}", "| A | B |\n| :- | :- |\n| 1 | $2$ |"),
        ("\\begin{verbatim}\n % kept\n\\end{verbatim}", "```\n% kept\n```"),
    ],
)  # fmt: skip
def test_tex_of_statements_reads_as_markdown(tex, markdown):
    assert markdown_of(tex) == markdown
