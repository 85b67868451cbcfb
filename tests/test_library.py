"""The committed ledgers: docs/library.md is what they say, and they say of no package what anybody can see is untrue."""

from functools import cache

import pytest

from graders.diagnostics import Diagnostics
from graders.ledger import Ledger
from graders.ledger.entries import declared
from graders.ledger.page import LIBRARY, PAGE, render
from graders.package import Package, load_library
from graders.verify.mutants.equivalents import Marked
from graders.verify.mutants.run import PUBLISHABLE, budget_of

SETS = sorted(file.parent.name for file in LIBRARY.glob("*/set.toml"))


@cache
def _packages() -> dict[tuple[str, str], Package]:
    found = [package for item in load_library(LIBRARY, Diagnostics()) for package in item.packages]
    return {(package.set_slug, package.slug): package for package in found}


def test_the_page_is_what_the_ledgers_say() -> None:
    assert PAGE.read_text() == render(LIBRARY), "python -m graders library --write"


@pytest.mark.parametrize("slug", SETS)
def test_every_line_is_sealed_and_of_a_problem_that_is_there(slug: str) -> None:
    ledger = Ledger.read(LIBRARY / slug)

    assert ledger.complaints == []
    assert sorted(name for name in ledger.entries if (slug, name) not in _packages()) == []


@pytest.mark.parametrize("slug", SETS)
def test_every_entry_is_publishable(slug: str) -> None:
    entries = Ledger.read(LIBRARY / slug).entries.values()

    assert [entry.problem for entry in entries if entry.rate < PUBLISHABLE or not entry.tried] == []


@pytest.mark.parametrize("slug", SETS)
def test_entries_agree_with_their_packages(slug: str) -> None:
    for package in (package for key, package in _packages().items() if key[0] == slug):
        if entry := Ledger.read(LIBRARY / slug).of(package):
            assert declared(package) == entry.model_dump(include=set(declared(package)))
            assert entry.tried + entry.equivalent == min(entry.made, budget_of(package))
            assert entry.equivalent <= len(set(Marked(package, Diagnostics())))
