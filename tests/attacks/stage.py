"""Where attacks are tried: packages, pools of one backend, and who comes before and after."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

from graders.diagnostics import Diagnostics
from graders.grading import grade
from graders.messages import Event, Job
from graders.package import Package, load_package
from graders.report import Report
from sandboxes import Pool
from tests.attacks.canaries import SEED, Canaries
from tests.attacks.catalogue import HERE

PACKAGES = HERE / "packages" / "attacks"
VICTIM = """
word = "cnry-victim"
for place in ("/tmp", "/tmp/work", "/dev/shm"):
    with open(f"{place}/{word}", "w") as file:
        file.write(word)
print(word)


def seal(token, numbers):
    raise RuntimeError(word)
"""


class Stage:
    """One backend's pools, with the worker's side of everything in this process."""

    def __init__(self, python: Pool, torch: Pool | None = None) -> None:
        self._python, self._torch = python, torch
        self._packages: dict[str, Package] = {}
        self._canaries: dict[str, Canaries] = {}

    def package(self, name: str) -> Package:
        """One of the packages that are attacked."""
        if name not in self._packages:
            self._packages[name] = loaded(PACKAGES / name)
        return self._packages[name]

    def canaries(self, name: str) -> Canaries:
        """What is hidden in that package."""
        if name not in self._canaries:
            package = self.package(name)
            self._canaries[name] = Canaries.of(package, self.pool(package))
        return self._canaries[name]

    def pool(self, package: Package) -> Pool:
        """The pool that has the package's image."""
        pool = self._torch if package.manifest.image == "torch" else self._python
        assert pool is not None
        return pool

    def grade(self, package: Package, source: str, mode: str = "grade") -> tuple[Report, list[Event]]:
        """The report on a file, and the events on the way."""
        events: list[Event] = []
        job = Job(
            submission=UUID(int=1),
            attempt=1,
            mode=mode,
            package=package.digest,
            files={"solution.py": source},
            seed=SEED,
        )
        return grade(job, package, self.pool(package), events.append), events

    def leave_something_behind(self) -> None:
        """Have another person's submission graded, which leaves its canary wherever it can."""
        self.grade(self.package("vault"), VICTIM)

    def honest(self, name: str) -> Report:
        """The report on the right solution of a package."""
        package = self.package(name)
        return self.grade(package, honest(package.path))[0]


def honest(package: Path) -> str:
    """The right solution of a package."""
    return (package / "submissions/accepted/honest.py").read_text()


def rewritten(name: str, root: Path, files: dict[str, str]) -> Path:
    """A copy of a package under `root` with some files replaced."""
    target = root / "attacks" / name
    shutil.copytree(PACKAGES / name, target)
    for file, text in files.items():
        (target / file).write_text(text)
    return target


def loaded(path: Path) -> Package:
    """The package in a folder, which must load."""
    package = load_package(path, diagnostics := Diagnostics())
    assert package is not None, [str(note) for note in diagnostics.errors]
    return package
