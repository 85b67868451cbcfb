"""Mutants: one change each in the author's own text, no two alike, under ids that last."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graders.verify.mutants.generate import mutants
from graders.verify.mutants.sample import sample

PROBLEMS = Path(__file__).resolve().parents[3] / "problems"
ACCEPTED = sorted(PROBLEMS.glob("*/*/submissions/accepted/*.py"))
SOURCE = '''"""Doubles."""


def double(x, times=2):
    # kept: the comment and the odd spacing
    if x  <  0:
        raise ValueError("x must not be negative")
    return  x * times


def again(x):
    return double(x) + double(x)
'''


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: f"{path.parts[-4]}/{path.stem}")
def test_mutants_of_the_library_compile_and_differ(path):
    source = path.read_text()
    made = mutants(path.name, source)
    assert len(made) > 10
    assert len({mutant.id for mutant in made}) == len({mutant.source for mutant in made}) == len(made)
    original = list(statements(source))
    assert [m.id for m in made if same(original, list(statements(m.source)))] == []


def statements(source: str) -> Iterator[tuple[str, ast.stmt]]:
    """The lines and the tree of each statement of a module."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        first = min(one.lineno for one in [node, *getattr(node, "decorator_list", [])])
        yield "\n".join(lines[first - 1 : node.end_lineno]), node


def same(left: list[tuple[str, ast.stmt]], right: list[tuple[str, ast.stmt]]) -> bool:
    """Whether both have the same tree; only where lines differ do trees have to be looked at."""
    return len(left) == len(right) and all(
        one[0] == other[0] or alike(one[1], other[1]) for one, other in zip(left, right, strict=True)
    )


def alike(one: Any, other: Any) -> bool:
    """Whether two trees differ in nothing but their places: as `ast.dump` tells it, but no further than the first difference."""
    if type(one) is not type(other):
        return False
    if isinstance(one, ast.AST):
        return all(alike(getattr(one, name, None), getattr(other, name, None)) for name in one._fields)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return repr(one) == repr(other)


def test_trees_that_differ_in_their_places_alone_are_the_same():
    spread = SOURCE.replace("x * times", "(x\n        *  times)")
    assert same(list(statements(SOURCE)), list(statements(spread)))
    assert not same(list(statements(SOURCE)), list(statements(SOURCE.replace("times=2", "times=3"))))


def test_the_rest_of_the_text_stays():
    (mutant,) = [m for m in mutants("double.py", SOURCE) if m.source.count("x  <=  0")]
    assert mutant.source == SOURCE.replace("x  <  0", "x  <=  0")
    assert mutant.difference.splitlines() == [
        "--- a/double.py",
        "+++ b/double.py",
        "@@ -5,3 +5,3 @@",
        "     # kept: the comment and the odd spacing",
        "-    if x  <  0:",
        "+    if x  <=  0:",
        '         raise ValueError("x must not be negative")',
    ]
    assert (mutant.operator, mutant.function, mutant.line) == ("compare", "double", 6)


def test_ids_last_when_other_lines_change():
    before = {mutant.id for mutant in mutants("double.py", SOURCE)}
    moved = SOURCE.replace("def double", "LIMIT = [1]\n\n\ndef double").replace("# kept", "# still kept")
    after = {mutant.id for mutant in mutants("double.py", moved)}
    assert before < after


def test_equal_lines_have_mutants_of_their_own():
    made = mutants("f.py", "def f(x):\n    x += y\n    g()\n    x += y\n")
    assert Counter(mutant.line for mutant in made if mutant.operator == "arithmetic") == {2: 2, 4: 2}


def test_changes_that_compile_to_the_same_are_one():
    lines = [m.source for m in mutants("f.py", "def f(n):\n    return range(0, n)\n")]
    assert len([line for line in lines if "range(1, n)" in line]) == 1
    assert not any("range(n)" in line for line in lines)


def test_columns_count_bytes():
    made = mutants("f.py", "def f(x):\n    return {'Größe ≤': x < 1}\n")
    assert "def f(x):\n    return {'Größe ≤': x <= 1}\n" in [mutant.source for mutant in made]


def test_a_sample_takes_every_kind_of_mistake_before_any_twice():
    made = mutants("double.py", SOURCE)
    kinds = {(mutant.function, mutant.operator) for mutant in made}
    chosen = sample(made, len(kinds))
    assert {(mutant.function, mutant.operator) for mutant in chosen} == kinds
    assert sample(made, len(made)) == made


def test_a_sample_stays_when_the_file_grows():
    made = mutants("double.py", SOURCE)
    grown = mutants("double.py", SOURCE + "\n\ndef more(x):\n    return [x, 7]\n")
    chosen = {mutant.id for mutant in sample(made, 8)}
    assert len(chosen & {mutant.id for mutant in sample(grown, 12)}) >= 6
