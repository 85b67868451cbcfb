"""The ledger: what it believes, what it drops, and what is drawn by it."""

from __future__ import annotations

import json

import pytest

from graders.ledger import FILE, Entry, Ledger
from graders.ledger.entries import declared, ledgers
from graders.ledger.page import percent, render
from graders.ledger.proofs import sample, unproved
from tests.graders.conftest import loaded
from tests.graders.packages import PROBLEM, write_package

FIGURES = {"cases": 2, "fresh": 0, "made": 3, "killed": 3, "survived": 0, "equivalent": 0, "seconds": 10.0}


def entered(path, **figures):
    """The package at `path`, with an entry in its set's ledger."""
    package, ledger = loaded(path), Ledger.read(path.parent)
    ledger.entries[package.slug] = Entry(**{**declared(package), **FIGURES, **figures})
    ledger.write()
    return package


def known(package):
    return Ledger.read(package.path.parent).of(package) is not None


def test_an_entry_is_of_one_version_one_set_of_marks_and_one_engine(tmp_path, monkeypatch):
    path = write_package(tmp_path)
    package = entered(path)
    assert known(package)
    (path / "mutants.toml").write_text("")
    assert not known(package)
    (path / "mutants.toml").unlink()
    assert known(package)
    monkeypatch.setattr("graders.ledger.entries.ENGINE_VERSION", "next")
    assert not known(package)
    monkeypatch.undo()
    (path / "hints.md").write_text("## Add\n\nTwice.\n")
    assert not known(loaded(path))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (
            lambda line: line.replace('"killed": 3', '"killed": 2'),
            "line 1 was not written by verify, or was changed since",
        ),
        (
            lambda line: line.replace('"problem": "double"', '"problem": "treble"'),
            "line 1 was not written by verify, or was changed since",
        ),
        (lambda line: line[:-9], "line 1 is no entry"),
        (lambda line: "[]", "line 1 is no entry"),
        (lambda line: "{}", "line 1 is no entry"),
        (lambda line: line + line, "double has 2 lines"),
    ],
)
def test_a_line_that_cannot_be_trusted_counts_as_missing(tmp_path, change, complaint):
    package = entered(write_package(tmp_path))
    file = package.path.parent / FILE
    file.write_text(change(file.read_text()))
    ledger = Ledger.read(package.path.parent)
    assert (ledger.entries, ledger.complaints) == ({}, [complaint])


def test_a_line_of_another_set_counts_as_missing(tmp_path):
    one = entered(write_package(tmp_path))
    other = loaded(write_package(tmp_path, set_slug="others"))
    (other.path.parent / FILE).write_bytes((one.path.parent / FILE).read_bytes())
    assert Ledger.read(other.path.parent).entries == {}


def test_written_lines_are_in_order_and_of_problems_that_are_there(tmp_path):
    package = entered(write_package(tmp_path))
    for name in ("zebra", "aardvark"):
        (package.path.parent / name).mkdir()
        (package.path.parent / name / "problem.toml").write_text("")
    ledger = Ledger.read(package.path.parent)
    for name in ("zebra", "gone", "aardvark"):
        ledger.entries[name] = ledger.entries["double"].model_copy(update={"problem": name})
    ledger.write()
    lines = (package.path.parent / FILE).read_text().splitlines()
    assert [json.loads(line)["problem"] for line in lines] == ["aardvark", "double", "zebra"]


def library(tmp_path, seconds):
    """Packages with entries that took so many seconds."""
    packages = []
    for number, spent in enumerate(seconds):
        packages.append(entered(write_package(tmp_path, set_slug=f"set-{number}"), seconds=spent))
    return packages, ledgers(packages)


def test_unproved_are_packages_without_an_entry(tmp_path):
    packages, known = library(tmp_path, [1, 1])
    packages.append(loaded(write_package(tmp_path, set_slug="new")))
    assert unproved(packages, {**known, **ledgers(packages)}) == packages[2:]


def test_a_sample_keeps_to_its_time_and_is_the_same_for_one_word(tmp_path):
    packages, known = library(tmp_path, [40, 40, 40, 40, 40])
    drawn = [sample(packages, known, 100, word) for word in ("a", "b", "c", "d", "e", "f", "g", "h")]
    assert {len(chosen) for chosen in drawn} == {2}
    assert {package.set_slug for chosen in drawn for package in chosen} == {p.set_slug for p in packages}
    assert sample(packages, known, 100, "a") == drawn[0]


def test_a_sample_is_never_empty(tmp_path):
    packages, known = library(tmp_path, [40, 50])
    assert len(sample(packages, known, 10, "a")) == 1
    assert sample([], known, 10, "a") == []


def test_the_page_has_a_table_per_set_and_a_row_per_entry(tmp_path):
    title = PROBLEM.replace('title = "Double"', 'title = "Double | twice"')
    entered(write_package(tmp_path, {"problem.toml": title}), killed=2, survived=1, equivalent=1, fresh=4)
    write_package(tmp_path, set_slug="unproved")
    assert render(tmp_path).partition("\n## ")[2].splitlines() == [
        "Tests",
        "",
        "| problem | kill rate | killed | survived | equivalent | of mutants | cases | fresh | accepted | rejected | limits |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
        "| Double \\| twice (`tests/double`) | 66.6 % | 2 | 1 | 1 | 3 | 2 | 4 | 1 | 1 | 1 s, 256 MiB |",
    ]


def test_percent_is_never_rounded_up():
    assert [percent(rate) for rate in (1.0, 0.9999, 0.96996, 0.97, 0.5)] == [
        *("100 %", "99.9 %", "96.9 %", "97.0 %", "50.0 %")
    ]
