"""Problems to measure with: packages of the library, and a cut of one to exactly twenty cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.library import PROBLEMS, write_library

CUT = """

_every_case, _every_fresh_case = cases, fresh


def cases(rng):
    every = list(_every_case(rng))
    yield from (every[place * len(every) // {fixed}] for place in range({fixed}))


def fresh(rng):
    yield from list(_every_fresh_case(rng))[:{fresh}]
"""


@dataclass(frozen=True)
class Subject:
    """An accepted submission to send again and again."""

    title: str
    problem: str
    cut: tuple[int, int] | None = None  # to so many fixed and fresh cases, evenly chosen
    goal_ms: float | None = None

    @property
    def reference(self) -> str:
        """The package's first accepted submission by name."""
        folder = PROBLEMS / self.problem / "submissions" / "accepted"
        return sorted(folder.glob("*.py"))[0].read_text()


def prepare(subjects: Sequence[Subject], folder: Path) -> None:
    """Copy the subjects' packages into `folder`, as a library of their own, cut where they are to be cut."""
    write_library(folder, [subject.problem for subject in subjects])
    for subject in subjects:
        if subject.cut:
            fixed, fresh = subject.cut
            with (folder / subject.problem / "cases.py").open("a") as cases:
                cases.write(CUT.format(fixed=fixed, fresh=fresh))
