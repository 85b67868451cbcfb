"""Notebooks: what candidates get and hand in, packages there and back, nbgrader assignments."""

from __future__ import annotations

import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.__main__ import main
from graders.caseset import fixed_cases
from graders.formats.jupyter import MOST_HANDED_IN, NotebookRefused, candidate_notebook, solution_of
from graders.formats.jupyter.author import author_notebook, package_files_of
from graders.formats.jupyter.reading import read_notebook
from graders.formats.proving import place
from graders.formats.registry import Unreadable, read
from graders.verify.run import Plan
from tests.graders.conftest import GOLDEN, grade_job, loaded
from tests.graders.packages import write_package

GOLD = GOLDEN / "packages" / "golden"


def cells_of(data: bytes) -> list[dict]:
    nbformat.validate(nbformat.reads(data.decode(), as_version=4))
    return json.loads(data)["cells"]


def changed(data: bytes, id: str, **fields) -> bytes:
    """The notebook with some fields of one cell changed."""
    book = json.loads(data)
    next(cell for cell in book["cells"] if cell["id"] == id).update(fields)
    return json.dumps(book).encode()


def marks(cells):
    names = ("grade_id", "solution", "grade", "locked", "points")
    return [tuple(cell["metadata"]["nbgrader"].get(name) for name in names) for cell in cells]


def test_candidate_s_notebook_has_statement_starter_and_samples(tmp_path):
    cells = cells_of(candidate_notebook(loaded(write_package(tmp_path))))
    assert marks(cells) == [
        ("statement", False, False, True, None),
        ("solution", True, False, False, None),
        ("how-to-hand-in", False, False, True, None),
        ("sample-1", False, True, True, 0),
    ]
    sources = ["".join(cell["source"]) for cell in cells]
    assert sources[0].startswith("# Double\n\nReturn twice `x`.")
    assert sources[1] == "def double(x):\n    raise NotImplementedError"
    assert sources[3] == "assert double(2) == 4"


def test_candidate_s_notebook_of_a_class_calls_its_methods():
    cells = cells_of(candidate_notebook(loaded(GOLD / "tiny-stack")))
    source = "".join(cells[3]["source"])
    assert source.splitlines()[0].startswith("it = TinyStack(")
    assert any(line.startswith("assert it.") for line in source.splitlines())


def test_candidate_s_notebook_holds_nothing_that_is_hidden(tmp_path):
    changes = {
        "hints.md": "## canary-h\n\ncanary-h\n",
        "editorial.md": "canary-e\n",
        "cases.py": "# canary-c\nfrom readyroom import Case\ndef cases(rng):\n    yield Case(args=(2,))\n",
        "submissions/accepted/plain.py": "# canary-s\ndef double(x):\n    return x + x\n",
    }
    assert b"canary" not in candidate_notebook(loaded(write_package(tmp_path, changes)))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=200))
def test_what_is_written_into_the_solution_cell_is_what_is_handed_in(text):
    book = candidate_notebook(PACKAGE)
    code = "x = " + repr(text)
    assert (
        solution_of(changed(book, "solution", source=code.splitlines(keepends=True)), "golden/add-up")
        == code + "\n"
    )


PACKAGE = loaded(GOLD / "add-up")
BOOK = candidate_notebook(PACKAGE)


def with_cells(*cells, **more) -> bytes:
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | more
    ).encode()


def solution(source, **fields):
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {"nbgrader": {"solution": True, "grade_id": source}},
    } | fields


def test_solution_cells_are_taken_in_order_and_other_cells_are_not():
    scratch = {"cell_type": "code", "source": "boom(", "metadata": {}, "outputs": "forged"}
    assert (
        solution_of(with_cells(scratch, solution("a = 1\n"), scratch, solution("b = 2")), "s/p")
        == "a = 1\n\nb = 2\n"
    )


def test_outputs_are_not_looked_at():
    forged = [{"output_type": "error", "evalue": "x" * 1000}, 7, None]
    assert solution_of(changed(BOOK, "solution", outputs=forged), "golden/add-up") == solution_of(
        BOOK, "golden/add-up"
    )


@pytest.mark.parametrize(
    ("data", "cell", "words"),
    [
        (b"PK\x03\x04", None, "This is no notebook: it is not JSON in UTF-8."),
        (b"[" * 100_000, None, "This is no notebook: it is not JSON in UTF-8."),
        (b"[]", None, "This is no notebook: it has no cells."),
        (b'{"worksheets": []}', None, "The notebook is of an old format: save it with Jupyter again."),
        (with_cells(nbformat=3), None, "The notebook is of format 3; format 4 is read."),
        (with_cells(*[{}] * 1001), None, "The notebook has more than 1000 cells."),
        (b" " * (MOST_HANDED_IN + 1), None, "The notebook is larger than 960 KiB. Clear its outputs, which are not looked at, and save it again."),
        (with_cells(solution("a"), solution("b", outputs=["x" * (1 << 20)])), 2, "Cell 2: it is the largest of a notebook that is larger than 960 KiB. Clear its outputs, which are not looked at, and save it again."),
        (with_cells(solution("a" * 200_000), solution("b" * 100_000)), 1, "Cell 1: with it the code is 293 KiB; at most 256 KiB are accepted."),
        (with_cells(solution("a"), 7), 2, "Cell 2: it is neither code nor text."),
        (with_cells(solution("a"), solution(["b", 7])), 2, "Cell 2: its source is no text."),
        (with_cells(solution("a" * 300_000, metadata={})), 1, "Cell 1: it is longer than 256 Ki characters."),
        (with_cells(solution("a"), solution("a")), 2, "Cell 2: it is a copy of the solution cell 1; keep one of them."),
        (with_cells(solution("a", cell_type="markdown")), 1, "Cell 1: the solution cell is no code cell any more; make it one again."),
        (with_cells(solution("a = 1\nb = '\0'")), 1, "Cell 1: line 2 holds a NUL character."),
        (with_cells(solution("a = '\ud800'")), 1, "Cell 1: line 1 cannot be written as UTF-8."),
        (with_cells(solution("import this\n%timeit this")), 1, "Cell 1: line 2 is a command of IPython (%timeit this), which is not Python; take it out."),
        (with_cells({"cell_type": "code", "source": "a"}), None, "The notebook has no solution cell. Download it from the problem's page and work in the cell that holds the starter."),
        (with_cells(metadata={"readyroom": {"problem": "a/b"}}), None, "This notebook belongs to the problem a/b, not to golden/add-up."),
    ],
)  # fmt: skip
def test_a_notebook_that_cannot_be_taken_is_refused_with_the_cell(data, cell, words):
    with pytest.raises(NotebookRefused) as refused:
        solution_of(data, "golden/add-up")
    assert (str(refused.value), refused.value.cell) == (words, cell)


@pytest.mark.parametrize("name", ["add-up", "tiny-stack", "pairs", "steady-counter"])
def test_a_package_comes_back_from_its_notebook_as_it_was(name):
    package = loaded(GOLD / name)
    book = author_notebook(package)
    cells_of(book)
    assert package_files_of(read_notebook(book)) == ("golden", name, dict(package.files))


@pytest.mark.bubblewrap
def test_author_s_notebook_has_the_tests_of_each_group_with_its_points(pool):
    cells = cells_of(author_notebook(PACKAGE, fixed_cases(PACKAGE, pool)))
    groups = [(f"group-{g.id}", False, True, True, g.points) for g in PACKAGE.manifest.groups]
    assert marks(cells)[2:] == groups
    sources = ["".join(cell["source"]) for cell in cells]
    assert sources[1].startswith("### BEGIN SOLUTION\n")
    assert "assert add_up([3, 1, 2]) == (6, 3)" in sources[2]
    space: dict = {}
    for source in sources[1:]:
        exec(source, space)  # the notebook passes its own tests
    assert [source.startswith("### BEGIN HIDDEN TESTS\n") for source in sources[2:]] == [
        g.hidden for g in PACKAGE.manifest.groups
    ]


def test_statement_and_reference_are_read_back_and_changed_tests_are_not():
    book = author_notebook(PACKAGE)
    book = changed(book, "statement", source="# Add up\n\nAnother one.")
    book = changed(
        book,
        "solution",
        source="### BEGIN SOLUTION\ndef add_up(numbers, start=0):\n    return 1\n### END SOLUTION",
    )
    files = package_files_of(read_notebook(book))[2]
    assert files["statement.md"] == b"Another one.\n"
    assert files["submissions/accepted/plain.py"] == b"def add_up(numbers, start=0):\n    return 1\n"
    group = f"group-{PACKAGE.manifest.groups[0].id}"
    with pytest.raises(
        NotebookRefused, match=r"Cell 3: the tests were changed\. They are written from cases\.py"
    ):
        package_files_of(read_notebook(changed(book, group, source="assert True")))


ASSIGNMENT = [
    ({"cell_type": "markdown", "source": "# Squares\n\nSquare them."}, {}),
    ({"cell_type": "code", "source": "%matplotlib inline\nimport math"}, {}),
    ({"cell_type": "code", "source": "squares(2)"}, {}),
    ({"cell_type": "code", "source": 'def squares(n):\n    """Squares up to n."""\n    ### BEGIN SOLUTION\n    if n < 1:\n        raise ValueError("no")\n    return [i ** 2 for i in range(1, n + 1)]\n    ### END SOLUTION'}, {"solution": True, "grade_id": "squares"}),
    ({"cell_type": "code", "source": "from nose.tools import assert_equal, assert_raises\nassert_equal(squares(2), [1, 4])\n### BEGIN HIDDEN TESTS\nassert_equal(squares(3), [1, 4, 9])\n### END HIDDEN TESTS"}, {"grade": True, "grade_id": "right", "points": 1, "locked": True}),
    ({"cell_type": "code", "source": "assert_raises(ValueError, squares, 0)"}, {"grade": True, "grade_id": "refuses", "points": 3, "locked": True}),
    ({"cell_type": "code", "source": "def total(n):\n    ### BEGIN SOLUTION\n    return sum(squares(n))\n    ### END SOLUTION"}, {"solution": True, "grade_id": "total"}),
    ({"cell_type": "code", "source": "kept = squares\ndel squares\ntry:\n    total(1)\nexcept NameError:\n    pass\nelse:\n    raise AssertionError('total does not use squares')\nfinally:\n    squares = kept"}, {"grade": True, "grade_id": "uses", "points": 1, "locked": True}),
    ({"cell_type": "code", "source": "assert math.isclose(total(3), 14)\n### AUTOTEST total(4)"}, {"grade": True, "grade_id": "near", "points": 0, "locked": True}),
    ({"cell_type": "markdown", "source": "Because."}, {"solution": True, "grade": True, "grade_id": "why", "points": 2}),
]  # fmt: skip


def assignment(path):
    cells = [cell | {"metadata": {"nbgrader": about} if about else {}} for cell, about in ASSIGNMENT]
    path.write_bytes(with_cells(*cells))
    return path


def test_an_assignment_becomes_starter_reference_and_tests(tmp_path):
    (problem,) = read("jupyter", assignment(tmp_path / "squares.ipynb"))
    assert (problem.title, problem.statement, problem.entry) == ("Squares", "Square them.", "squares")
    assert "raise NotImplementedError()" in problem.starter
    assert "i ** 2" not in problem.starter
    assert "SOLUTION" not in problem.reference
    assert problem.forms[0].points == (1, 3, 1, 0)
    assert problem.not_carried == (
        "commands of IPython in cell 2",
        "cell 9 (near) has AUTOTEST lines, whose tests nbgrader itself would write",
        "cell 10 (why), 2 points, is marked by hand",
    )


@pytest.mark.bubblewrap
def test_an_assignment_grades_by_its_hidden_tests(tmp_path, pool):
    (problem,) = read("jupyter", assignment(tmp_path / "squares.ipynb"))
    placed = place(problem, tmp_path, "notebooks", lambda _: pool, Plan(mutants=False))
    assert (placed.state, placed.solved, placed.findings) == ("draft", True, ["its mutants were not tried"])
    package = loaded(placed.folder)
    assert [group.points for group in package.manifest.groups] == [0, 20, 60, 20, 0]
    visible = problem.reference.replace("range(1, n + 1)", "range(1, min(n, 2) + 1)")
    alone = problem.reference.replace("sum(squares(n))", "n * (n + 1) * (2 * n + 1) // 6")
    forgiving = problem.reference.replace("n < 1", "n < 0")
    earned = [
        (r.verdict, r.score) for r in (grade_job(package, pool, s)[0] for s in (visible, alone, forgiving))
    ]
    assert earned == [("WA", 80), ("WA", 80), ("WA", 40)]


@pytest.mark.bubblewrap
def test_samples_of_an_assignment_run_without_what_is_hidden(tmp_path, pool):
    (problem,) = read("jupyter", assignment(tmp_path / "squares.ipynb"))
    place(problem, tmp_path, "notebooks", None, Plan())
    package = loaded(tmp_path / "drafts" / "notebooks" / "squares")
    visible = problem.reference.replace("range(1, n + 1)", "range(1, min(n, 2) + 1)")
    report, _ = grade_job(package, pool, visible)
    shown = [row.verdict for row in report.cases if row.group == "samples"]
    hidden = [row.verdict for row in report.cases if row.group == "tests-1"]
    assert (shown, hidden) == (["AC", "AC"], ["WA"])


def test_an_assignment_needs_no_library_for_drawing(tmp_path):
    draws = [
        ({"cell_type": "code", "source": "import math\nimport matplotlib.pyplot as plt\nplt.ion()"}, {"grade_id": "given", "locked": True}),
        ({"cell_type": "code", "source": "plt.plot([1])"}, {"solution": True, "grade_id": "picture"}),
        ({"cell_type": "code", "source": "def f(n):\n    ### BEGIN SOLUTION\n    return math.sqrt(n)\n    ### END SOLUTION"}, {"solution": True, "grade_id": "root"}),
        ({"cell_type": "code", "source": "assert f(4) == 2"}, {"grade": True, "grade_id": "right", "points": 1, "locked": True}),
    ]  # fmt: skip
    path = tmp_path / "draws.ipynb"
    path.write_bytes(with_cells(*(cell | {"metadata": {"nbgrader": about}} for cell, about in draws)))
    (problem,) = read("jupyter", path)
    assert problem.reference == "import math\n\ndef f(n):\n    return math.sqrt(n)"
    assert (
        problem.starter == "import math\n\ndef f(n):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    )
    assert problem.not_carried == (
        "cell 2 (picture) does nothing without matplotlib",
        "what needs matplotlib, which cells do not have",
    )


def test_what_unmarked_cells_bind_is_there_and_a_starter_is_always_python(tmp_path):
    cells = [
        ({"cell_type": "code", "source": "numbers = list(range(3))\nprint(numbers)"}, {}),
        ({"cell_type": "code", "source": "for n in numbers:\n### BEGIN SOLUTION\n    last = n\n### END SOLUTION"}, {"solution": True, "grade_id": "last"}),
        ({"cell_type": "code", "source": "assert last == 2"}, {"grade": True, "grade_id": "right", "points": 1, "locked": True}),
    ]  # fmt: skip
    path = tmp_path / "loop.ipynb"
    path.write_bytes(
        with_cells(*(cell | {"metadata": {"nbgrader": about} if about else {}} for cell, about in cells))
    )
    (problem,) = read("jupyter", path)
    assert problem.reference == "numbers = list(range(3))\n\nfor n in numbers:\n    last = n"
    assert problem.starter == (
        "numbers = list(range(3))\n\n# for n in numbers:\n# # YOUR CODE HERE\n# raise NotImplementedError()\n"
        "raise NotImplementedError()"
    )


def test_a_cell_that_is_no_python_takes_nothing_else_with_it(tmp_path):
    cells = [
        ({"cell_type": "code", "source": "def broken(:"}, {"solution": True, "grade_id": "broken"}),
        ({"cell_type": "code", "source": "def f(n):\n    return n"}, {"solution": True, "grade_id": "whole"}),
        ({"cell_type": "code", "source": "assert f(4) == 4"}, {"grade": True, "grade_id": "right", "points": 0, "locked": True}),
        ({"cell_type": "code", "source": "assert f(5) == 5"}, {"grade": True, "grade_id": "too", "points": 0, "locked": True}),
        ({"cell_type": "code", "source": "assert f(6) == 6"}, {"grade": True, "grade_id": "well", "points": 0, "locked": True}),
    ]  # fmt: skip
    path = tmp_path / "broken.ipynb"
    path.write_bytes(with_cells(*(cell | {"metadata": {"nbgrader": about}} for cell, about in cells)))
    (problem,) = read("jupyter", path)
    assert problem.reference == "def f(n):\n    return n"
    assert problem.not_carried == ("cell 1 (broken) is not Python: line 1: invalid syntax",)
    assert problem.forms[0].points == (1.0, 1.0, 1.0)  # without points, all tests are worth the same


def test_what_is_no_assignment_is_refused_with_the_reason(tmp_path):
    (tmp_path / "r.ipynb").write_bytes(with_cells(metadata={"kernelspec": {"language": "R"}}))
    (tmp_path / "text.ipynb").write_bytes(with_cells({"cell_type": "markdown", "source": "x"}))
    (tmp_path / "untested.ipynb").write_bytes(with_cells(solution("def f(): pass")))
    assert list(read("jupyter", tmp_path)) == [
        Unreadable("r", "the notebook is in R, not in Python"),
        Unreadable("text", "no cell is marked as a solution"),
        Unreadable("untested", "no cell is marked as a test that runs by itself"),
    ]


def test_export_and_import_again_on_the_command_line(tmp_path, capsys):
    book, library = tmp_path / "book.ipynb", tmp_path / "library"
    assert main(["export", "jupyter", str(GOLD / "add-up"), str(book), "--no-tests"]) == 0
    assert main(["import", "jupyter", str(book), str(library), "--unproved"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "draft    book (package)",
        "         nothing was run: its reference and its tests are unproved",
        "0 proved, 1 draft, 0 refused",
    ]
    assert loaded(library / "drafts" / "golden" / "add-up").digest == PACKAGE.digest


def test_import_of_nothing_exits_2(tmp_path, capsys):
    assert main(["import", "jupyter", str(tmp_path), str(tmp_path), "--unproved"]) == 2
    assert main(["import", "jupyter", str(tmp_path / "x"), str(tmp_path), "--unproved"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"there is nothing of the format jupyter in {tmp_path}",
        f"{tmp_path / 'x'} does not exist",
    ]
