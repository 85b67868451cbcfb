"""A package that `new` starts verifies as it is, and is refused a place where there can be none."""

from __future__ import annotations

import tomllib

import pytest

from graders.__main__ import main
from graders.new.starting import CannotStart, kinds, start
from graders.verify.run import Plan, verify
from tests.graders.conftest import loaded
from tests.graders.packages import write_package


@pytest.mark.bubblewrap
@pytest.mark.parametrize("kind", kinds())
def test_a_started_package_holds_without_a_warning(tmp_path, pool, kind):
    package = loaded(start(tmp_path, "feed-ranking/first-steps", kind))
    (proof,) = verify([package], pool, Plan(fresh=True))
    found = [str(note) for note in proof.notes] + [r.problem for r in proof.results if r.problem]
    assert (found, proof.holds) == ([], True)
    assert proof.mutation.survivors == []


def test_there_is_a_template_of_every_kind():
    assert kinds() == ["class", "design", "examiner", "function", "program"]


def test_names_and_order_are_those_of_the_new_problem(tmp_path):
    write_package(tmp_path)
    path = start(tmp_path, "tests/late-clicks", "function")
    manifest = tomllib.loads((path / "problem.toml").read_text())
    assert (path, manifest["id"]) == (tmp_path / "tests" / "late-clicks", "late-clicks")
    assert (manifest["title"], manifest["order"]) == ("Late clicks", 2)


def test_a_new_set_comes_after_the_others(tmp_path):
    write_package(tmp_path)
    start(tmp_path, "feed-ranking/first-steps", "class")
    manifest = tomllib.loads((tmp_path / "feed-ranking" / "set.toml").read_text())
    assert (manifest["title"], manifest["order"]) == ("Feed ranking", 2)


@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [
        ("double", "function", "'double' is not set/problem in small letters, digits and hyphens"),
        ("tests/../x", "function", "'tests/../x' is not set/problem in small letters, digits and hyphens"),
        (
            "tests/Double",
            "function",
            "'tests/Double' is not set/problem in small letters, digits and hyphens",
        ),
        ("tests/double", "function", "{library}/tests/double exists"),
        ("tests/other", "essay", "'essay' is none of class, design, examiner, function, program"),
    ],
)
def test_what_cannot_be_started_is_refused(tmp_path, name, kind, why):
    write_package(tmp_path)
    with pytest.raises(CannotStart) as caught:
        start(tmp_path, name, kind)
    assert str(caught.value) == why.format(library=tmp_path)


def test_new_says_where_and_exits_2_without_a_place(tmp_path, capsys):
    words = ["new", "--library", str(tmp_path), "feed-ranking/first-steps"]
    assert main(words) == 0
    assert capsys.readouterr().out.startswith(f"{tmp_path}/feed-ranking/first-steps is there and verifies.")
    assert main(words) == 2
    assert capsys.readouterr().err == f"{tmp_path}/feed-ranking/first-steps exists\n"
