"""What the trials share: a fate, an author's cell per thread, and values that are made once."""

from __future__ import annotations

import abc
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Self, TypeVar

from graders.cases import TestCase
from graders.caseset import fixed_cases, fresh_cases
from graders.cells import Author
from graders.package.model import Package
from graders.verdict import Verdict
from graders.verify.jobs import SEED
from graders.verify.mutants.generate import Mutant
from sandboxes import Pool

T = TypeVar("T")


@dataclass(frozen=True)
class Fate:
    """How a mutant ended: the verdict of the case that told it from the original, or AC if none did."""

    verdict: Verdict
    case: int | None = None

    @property
    def killed(self) -> bool:
        """Whether the package noticed the mistake."""
        return self.verdict is not Verdict.AC


SURVIVED = Fate(Verdict.AC)
RUNS = 2
"""Processes that are made ahead for each mutant of those that share a session; more are made when they are asked for."""


def named(mutants: Sequence[Mutant]) -> dict[str, Mutant]:
    """A file name for each mutant, in their order."""
    return {f"mutant_{number}.py": mutant for number, mutant in enumerate(mutants)}


class Trial(abc.ABC):
    """Decides on sources, for several threads at once. A context manager that ends the author's cells."""

    def __init__(self, package: Package, pool: Pool) -> None:
        self.package, self.pool = package, pool
        self._mine, self._stack, self._lock = threading.local(), ExitStack(), threading.Lock()

    @abc.abstractmethod
    def together(
        self, original: str, mutants: Sequence[Mutant]
    ) -> AbstractContextManager[list[Callable[[], Fate]]]:
        """For each of some mutants of `original` what tells its fate; they may share a session.

        Telling raises a `Fault` if it cannot be told.
        """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._stack.close()

    def author(self) -> Author:
        """This thread's author."""
        if not hasattr(self._mine, "author"):
            with self._lock:
                self._mine.author = self._stack.enter_context(Author(self.pool, self.package))
        author: Author = self._mine.author
        return author

    def cases(self) -> list[TestCase]:
        """The cases that a verified submission gets: the fixed ones and those drawn from the verifier's seed."""
        fixed = fixed_cases(self.package, self.pool)
        if not self.package.draws_fresh:
            return fixed
        return [*fixed, *fresh_cases(self.package, self.author(), SEED, len(fixed))]


class Once(Generic[T]):
    """Values by their source text, each made by whichever thread asks first."""

    def __init__(self, make: Callable[[str], T]) -> None:
        self._make, self._made = make, dict[str, T]()
        self._lock, self._locks = threading.Lock(), defaultdict[str, threading.Lock](threading.Lock)

    def of(self, source: str) -> T:
        """The value of a source."""
        with self._lock:
            mine = self._locks[source]
        with mine:
            if source not in self._made:
                self._made[source] = self._make(source)
            return self._made[source]
