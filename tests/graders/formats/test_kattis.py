"""Kattis problem packages, legacy and 2023-07, there and back."""

from __future__ import annotations

import io
import subprocess
import sys
import tracemalloc
import zipfile

import pytest
import yaml

from graders.__main__ import main
from graders.formats.kattis_export import kattis_files
from graders.formats.model import Whole
from graders.formats.proving import place
from graders.formats.registry import Unreadable, read
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
VALIDATED = {
    **LEGACY,
    "problem.yaml": "name: Total\nvalidation: custom\n",
    "output_validators/v/main.py": (
        "import sys\nfrom near import is_near\n\nslack = float(sys.argv[4]) if len(sys.argv) > 4 else 0.0\n"
        "answer = float(open(sys.argv[2]).read())\ntry:\n    written = float(sys.stdin.read())\n"
        "except ValueError:\n    exit(43)\nexit(42 if is_near(written, answer, slack) else 43)\n"
    ),
    "output_validators/v/near.py": "def is_near(one, other, slack):\n    return abs(one - other) <= slack\n",
    "data/secret/large/testdata.yaml": "output_validator_flags: 0.5\n",
}
OWN = """def check(case, expected, actual):
    slack = 0.5 if case.group == "large" else 0.0
    return abs(float(actual) - float(expected)) <= slack or "too far away"
"""


INCLUDING = {
    **LEGACY,
    "include/python3/adding.py": "def total(words):\n    return sum(map(float, words))\n",
    "include/python3/unit.txt": "seconds\n",
    "include/cpp/adding.h": "",
    "submissions/accepted/Total.py": "import sys\nfrom adding import total\n\nprint(total(sys.stdin.read().split()))\n",
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


@pytest.mark.parametrize(
    "validator",
    [
        {"output_validators/v/v.cc": "int main() {}"},
        {"output_validators/v/v.py": "print 1\n"},
        {"output_validators/v/v.py": "", "output_validators/v/build": ""},
        {"output_validators/v/one.py": "", "output_validators/v/other.py": ""},
        {"output_validators/v.py": "", "output_validators/w.py": ""},
        {},
    ],
)
def test_an_output_validator_that_is_more_than_python_keeps_it_a_draft(tmp_path, validator):
    found = only(write(tmp_path / "total", LEGACY | {"problem.yaml": "validation: custom\n"} | validator))
    assert found.incomplete
    assert "the output validator: the comparison of tokens stands in its place" in found.not_carried
    assert found.files["checker.toml"] == b'type = "tokens"\ncase_sensitive = false\n'


def test_an_output_validator_that_gives_scores_keeps_it_a_draft(tmp_path):
    scores = {"output_validators/v/near.py": "name = 'score.txt'\n"}
    found = only(write(tmp_path / "total", VALIDATED | scores))
    assert (found.incomplete, [line for line in found.not_carried if "score" in line]) == (
        True,
        ["scores that the output validator gives: it accepts or it does not"],
    )


def test_a_validator_that_nothing_asks_for_does_not_judge(tmp_path):
    found = only(write(tmp_path / "total", LEGACY | {"output_validators/v/v.cc": ""}))
    assert (found.incomplete, "checker.toml" in found.files) == (False, True)


def test_flags_of_the_nearest_folder_count(tmp_path):
    flags = "output_validator_flags: float_tolerance "
    changes = {"data/testdata.yaml": f"{flags}0.5\n", "data/secret/testdata.yaml": f"{flags}0.25\n"}
    found = only(write(tmp_path / "total", LEGACY | {"problem.yaml": "name: Total\n"} | changes))
    assert found.files["checker.toml"] == b'type = "tokens"\ncase_sensitive = false\nfloat_tolerance = 0.25\n'
    assert not found.incomplete


def test_default_flags_that_differ_between_groups_keep_it_a_draft(tmp_path):
    changes = {"data/secret/small/testdata.yaml": "output_validator_flags: float_tolerance 0.5\n"}
    found = only(write(tmp_path / "total", LEGACY | changes))
    assert found.incomplete
    assert (
        "flags of the default validator that differ between groups: those of the first count"
        in found.not_carried
    )


@pytest.mark.parametrize(
    ("files", "seconds", "said"),
    [
        ({".timelimit": "3"}, 3.0, []),
        ({".timelimit": None, "domjudge-problem.ini": "name='x'\ntimelimit='4.5'\n"}, 4.5, []),
        ({".timelimit": None}, 10.0, ["it states no time limit: 10 s stand in"]),
    ],
)
def test_time_limit_is_the_one_that_is_stated(tmp_path, files, seconds, said):
    package, left = drafted(tmp_path, LEGACY | files)
    assert package.manifest.limits.wall_s == seconds
    assert [line for line in left if "time limit" in line] == said


@pytest.mark.parametrize(("limits", "mib"), [("{memory: 512}", 512), ("{memory: 4096}", 2048), ("{}", 2048)])
def test_memory_is_what_is_stated_or_much(tmp_path, limits, mib):
    package, _ = drafted(tmp_path, LEGACY | {"problem.yaml": f"name: Total\nlimits: {limits}\n"})
    assert package.manifest.limits.memory_mib == mib


def test_an_output_validator_in_python_becomes_the_checker(tmp_path):
    package, left = drafted(tmp_path, VALIDATED)
    assert sorted(name for name in package.files if name.endswith(".py") and "/" not in name) == [
        "cases.py", "checker.py", "starter.py", "validator_main.py", "validator_near.py",
    ]  # fmt: skip
    assert package.files["validator_near.py"].decode() == VALIDATED["output_validators/v/near.py"]
    assert "{'large': ['0.5']}" in package.files["checker.py"].decode()
    assert not [line for line in left if "validator:" in line]


@pytest.mark.bubblewrap
def test_an_imported_validator_decides_in_the_author_s_cell(tmp_path, pool):
    found = only(write(tmp_path / "total", VALIDATED))
    placed = place(found, tmp_path, "contest", lambda _: pool, Plan(mutants=False))
    assert (placed.solved, placed.findings) == (True, ["its mutants were not tried"])
    package = loaded(placed.folder)
    earned = {}
    for more in (0.4, 0.6):
        report, _ = grade_job(package, pool, SOLUTION.replace("print(", f"print({more} + "))
        earned[more] = [(group.id, group.earned) for group in report.groups]
    assert earned == {
        0.4: [("samples", 0), ("large", 50), ("small", 0)],
        0.6: [("samples", 0), ("large", 0), ("small", 0)],
    }


@pytest.mark.bubblewrap
def test_a_validator_that_breaks_on_junk_keeps_it_a_draft_that_says_so(tmp_path, pool):
    breaks = {"output_validators/v/main.py": "import sys\nexit(42 if float(input()) else 43)\n"}
    found = only(write(tmp_path / "total", VALIDATED | breaks))
    placed = place(found, tmp_path, "contest", lambda _: pool, Plan())
    assert placed.state == "draft"
    assert placed.findings[0].startswith("contest/total/checker.py: error: the attack ")
    assert "the output validator raised EOFError: EOF when reading a line at main.py:2" in placed.findings[0]


@pytest.mark.parametrize("what", ["imported", "written here"])
def test_a_checker_goes_out_as_an_output_validator_and_comes_back(tmp_path, what):
    package, _ = drafted(tmp_path, VALIDATED)
    if what == "written here":
        for file in package.path.glob("validator_*.py"):
            file.unlink()
        (package.path / "checker.py").write_text(OWN)
        package = loaded(package.path)
    files, left = kattis_files(package, [])
    exported = write(tmp_path / "out", {name: data.decode() for name, data in files.items()})
    assert "checker.py" not in left
    assert (judged(exported, "3", "3", "large"), judged(exported, "3", "3.4", "large")) == (42, 42)
    assert (judged(exported, "3", "3.6", "large"), judged(exported, "3", "3.4", "small")) == (43, 43)
    write(exported, {name: text for name, text in VALIDATED.items() if name.startswith("data/") and text})
    again = only(exported)
    assert (again.incomplete, "checker.toml" in again.files) == (False, False)


def judged(folder, expected, written, group) -> int:
    """The status with which the package's own output validator ends, run as a judge runs it."""
    at = folder.parent
    write(at, {"given": "1 2\n", "answer": expected})
    (at / "feedback").mkdir(exist_ok=True)
    settings = folder / f"data/secret/{group}/test_group.yaml"
    words = yaml.safe_load(settings.read_text()).get("output_validator_args", []) if settings.exists() else []
    command = [
        sys.executable,
        str(folder / "output_validator/main.py"),
        at / "given",
        at / "answer",
        at / "feedback",
    ]
    return subprocess.run([*command, *words], input=written.encode(), check=False).returncode


@pytest.mark.bubblewrap
def test_included_modules_lie_beside_submissions(tmp_path, pool):
    found = only(write(tmp_path / "total", INCLUDING))
    assert [line for line in found.not_carried if "include" in line] == ["include/cpp/, for other languages"]
    placed = place(found, tmp_path, "contest", lambda _: pool, Plan(mutants=False))
    assert (placed.solved, placed.findings) == (True, ["its mutants were not tried"])
    package = loaded(placed.folder)
    assert "## Beside your program\n\nWhat lies beside it: `adding.py`, `unit.txt`.\n" in package.statement
    reads = "print(float(open('unit.txt').read() == 'seconds\\n'))\n"
    report, _ = grade_job(package, pool, reads)
    assert [row.actual.text for row in report.cases[:1] if row.actual] == ["1.0\n"]


def test_included_modules_go_out_and_come_back(tmp_path):
    package, _ = drafted(tmp_path, INCLUDING)
    files, _ = kattis_files(package, [])
    assert {name: data.decode() for name, data in files.items() if name.startswith("include/")} == {
        name: INCLUDING[name] for name in ("include/python3/adding.py", "include/python3/unit.txt")
    }


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("python3/main.py", "", "is started in the place of the submission"),
        ("python3/random.py", "", "would be imported in the place of Python's own random"),
        ("default/solution.py", "", "has the name of a file that has a meaning of its own: solution"),
        (
            "python3/deep/one.py",
            "",
            "is no plain name of a file: it lies beside the submission, in no folder",
        ),
        ("python3/old.py", "print 1\n", "is not Python 3"),
        (
            "python3/long.txt",
            "x" * ((1 << 20) + 1),
            "makes what lies beside a submission larger than 1 MiB",
        ),
    ],
)
def test_what_cannot_lie_beside_a_submission_keeps_it_a_draft_that_names_it(tmp_path, file, text, why):
    found = only(write(tmp_path / "total", LEGACY | {f"include/{file}": text}))
    assert found.incomplete
    assert [line for line in found.not_carried if line.startswith("include")] == [f"include/{file}: {why}"]


def test_secret_data_that_is_too_large_is_left_unread_and_counted(tmp_path):
    folder = write(tmp_path / "total", LEGACY)
    for number in range(12):
        (folder / f"data/secret/large/{number}.in").write_text(f"{'1' * 99}\n" * (29_000 + number))
        (folder / f"data/secret/large/{number}.ans").write_text("1\n")
    with (folder / "data/secret/large/huge.in").open("wb") as huge:
        huge.truncate(1 << 33)
    (folder / "data/secret/large/huge.ans").write_text("1\n")

    tracemalloc.start()
    found = only(folder)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    kept = sorted(
        name for name in found.files if name.startswith("data/secret/large/") and name.endswith(".in")
    )
    assert kept == [f"data/secret/large/{name}.in" for name in ("0", "1", "2", "3", "a-b")]
    assert [line for line in found.not_carried if "secret" in line] == [
        "9 of 15 secret inputs, the largest ones: a package takes 900 inputs, 3 MiB in an input, 1000 KiB in an answer and 12 MiB together"
    ]
    assert found.incomplete
    assert most < 24 << 20


def test_an_input_whose_answer_is_more_than_a_program_may_write_is_left(tmp_path):
    folder = write(tmp_path / "total", LEGACY)
    for name, size in {"longest": 1000 << 10, "longer": (1000 << 10) + 1}.items():
        (folder / f"data/secret/large/{name}.in").write_text("1\n")
        (folder / f"data/secret/large/{name}.ans").write_text("1" * size)
    found = only(folder)
    answers = [name for name in found.files if name.startswith("data/secret/large/") and name.endswith("ans")]
    assert answers == ["data/secret/large/a-b.ans", "data/secret/large/longest.ans"]
    assert [line for line in found.not_carried if "secret" in line] == [
        "1 of 4 secret inputs, the largest ones: a package takes 900 inputs, 3 MiB in an input, 1000 KiB in an answer "
        "and 12 MiB together"
    ]
    assert found.incomplete


@pytest.mark.parametrize(
    ("file", "text", "shown"),
    [
        ("problem.en.tex", "Go.\n\\begin{figure}\\includegraphics[scale=2]{map}\\caption{The map.}\\end{figure}", "Go.\n\nThe map."),
        ("problem.en.md", "Go.\n\n![The map.](map.png){width=\"40%\"}\n\n{{nextsample}}", "Go.\n\nThe map."),
    ],
)  # fmt: skip
def test_pictures_of_a_statement_are_counted_and_their_captions_stay(tmp_path, file, text, shown):
    files = {"problem_statement/problem.en.tex": None, f"problem_statement/{file}": text}
    found = only(write(tmp_path / "total", LEGACY | files))
    assert found.files["statement.md"].decode().partition("\n\n## Sample")[0].strip() == shown
    assert [line for line in found.not_carried if "picture" in line] == [
        "pictures of the statement, of which it has 1: a statement here has none"
    ]


def test_a_statement_in_another_language_is_named_and_rewritten(tmp_path):
    files = {
        "problem_statement/problem.en.tex": None,
        "problem_statement/problem.sv.tex": "Addera \\emph{alla}.",
    }
    found = only(write(tmp_path / "total", LEGACY | files))
    assert found.files["statement.md"].decode().startswith("Addera *alla*.\n")
    assert [line for line in found.not_carried if "statement" in line] == [
        "the statement is problem.sv.tex, not English",
        "the statement's TeX was rewritten as Markdown: read it over",
    ]


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
