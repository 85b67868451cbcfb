"""Attacks on packages whose own code falls for them, or breaks on them."""

from __future__ import annotations

import ast

import pytest

from graders.package.manifest import Entry
from graders.verify.attacks.check import try_attack
from graders.verify.attacks.tricks import TRICKS
from graders.verify.bench import Bench
from tests.graders.conftest import loaded
from tests.graders.packages import write_package

CLASS = Entry(type="class", name="Pile", methods=["put", "top"], signature=["Pile()", "put(x)", "top()"])
FUNCTION = Entry(
    type="function", name="train", signature=["train(log) -> dict", "predict(state, log) -> list"]
)


def found(tmp_path, pool, changes, names):
    """What is said of the attacks, those that fail left out."""
    bench = Bench(loaded(write_package(tmp_path, changes)), pool)
    return [problem[:2] for name in names if (problem := try_attack(bench, name))]


@pytest.mark.bubblewrap
def test_a_sound_package_withstands_all(tmp_path, pool):
    assert found(tmp_path, pool, {}, TRICKS) == []


@pytest.mark.bubblewrap
def test_a_checker_that_falls_for_an_attack_is_found(tmp_path, pool):
    lax = {
        "checker.toml": None,
        "checker.py": "def check(case, expected, actual):\n    return not (actual < expected or actual > expected)\n",
    }
    assert found(tmp_path, pool, lax, ["not a number", "nought"]) == [
        ("the attack 'not a number' is accepted", "checker.py")
    ]


@pytest.mark.bubblewrap
def test_a_checker_that_breaks_on_an_attack_is_found(tmp_path, pool):
    brittle = {
        "checker.toml": None,
        "checker.py": "def check(case, expected, actual):\n    return actual - expected == 0\n",
    }
    ((words, _),) = found(tmp_path, pool, brittle, ["a text"])
    assert words.startswith("the attack 'a text' breaks the package's own code: ")
    assert "TypeError" in words


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_defines_all_that_may_be_called(name):
    function = ast.parse(TRICKS[name].source(FUNCTION))
    assert {"train", "predict"} <= {node.name for node in function.body if isinstance(node, ast.FunctionDef)}
    (pile,) = [node for node in ast.parse(TRICKS[name].source(CLASS)).body if isinstance(node, ast.ClassDef)]
    assert [node.name for node in pile.body if isinstance(node, ast.FunctionDef)] == [
        "__init__",
        "put",
        "top",
    ]
