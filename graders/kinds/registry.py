"""Finds the kinds by their folders; a kind's grader is imported only when something is graded."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from graders.cells import Author
    from graders.diagnostics import Diagnostics
    from graders.grading import Work
    from graders.kinds.function.decide import Decider
    from graders.package.model import Package
    from graders.report import Report


class Grader(Protocol):
    """What graders/kinds/<kind>/grader.py offers."""

    def grade(self, work: Work) -> Report:
        """The report of one submission."""


@cache
def kinds() -> tuple[str, ...]:
    """The kinds there are, by name."""
    return tuple(sorted(file.parent.name for file in Path(__file__).parent.glob("*/rules.py")))


def check_package(package: Package, diagnostics: Diagnostics) -> None:
    """Report what the package's kind asks for and the package lacks."""
    import_module(f"graders.kinds.{package.manifest.kind}.rules").check(package, diagnostics)


def decider(package: Package, author: Author) -> Decider:
    """What decides case by case for a package of a kind that is judged so."""
    made: Decider = import_module(f"graders.kinds.{package.manifest.kind}.decide").decider(package, author)
    return made


def grader(kind: str) -> Grader:
    """The module that grades that kind."""
    if kind not in kinds():
        raise KeyError(kind)
    module: Grader = import_module(f"graders.kinds.{kind}.grader")
    return module
