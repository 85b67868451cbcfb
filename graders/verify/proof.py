"""What verifying a package found, in two parts that are kept apart: checks with submissions, and mutants."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from graders import ENGINE_VERSION, settings
from graders.diagnostics import Diagnostics, Note, Severity
from graders.package.model import MUTANTS, Package
from graders.verify.mutants.run import Mutation, Survivor
from graders.verify.submissions import Result
from sandboxes import Pool

_REPORTING = (
    "graders/__main__.py",
    "graders/cli/",
    "graders/ledger/",
    "graders/new/",
    "graders/proving/",
    "graders/questions/",
    "graders/replay.py",
)
"""Our code that no outcome hangs on: it asks for proofs, shows and keeps them, and reads questions."""


@dataclass
class Part:
    """The outcome of one part: what was noted, and whether it was known from an earlier time."""

    notes: list[Note] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    mutation: Mutation | None = None
    answers: int = 0  # wrong ones that its checker was asked about
    inputs: int = 0  # junk ones that its validator was asked about
    attacks: int = 0
    older: str = ""  # the other NumPy that it holds on
    clear: float | None = None  # how many times the slowest accepted case goes into the time limit
    seconds: float = 0.0  # that it took when it was proved
    cached: bool = False

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        errors = any(note.severity is Severity.ERROR for note in self.notes)
        return not errors and not any(result.problem for result in self.results)


@dataclass
class Proof:
    """What verifying one package found. It holds when every part that was asked for does."""

    set: str
    problem: str
    digest: str
    checks: Part | None = None
    mutants: Part | None = None
    untried: bool = False  # its mutants were asked for, and the time for them was over

    @property
    def parts(self) -> list[Part]:
        """The parts there are."""
        return [part for part in (self.checks, self.mutants) if part is not None]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return all(part.holds for part in self.parts)

    @property
    def cached(self) -> bool:
        """Whether nothing had to be run."""
        return all(part.cached for part in self.parts)

    @property
    def notes(self) -> list[Note]:
        """The notes of all parts."""
        return [note for part in self.parts for note in part.notes]

    @property
    def results(self) -> list[Result]:
        """What became of the submissions."""
        return self.checks.results if self.checks else []

    @property
    def mutation(self) -> Mutation | None:
        """What became of the mutants."""
        return self.mutants.mutation if self.mutants else None

    def data(self) -> dict[str, Any]:
        """The proof as plain JSON data."""
        mutation = self.mutation
        return {
            "set": self.set,
            "problem": self.problem,
            "digest": self.digest,
            "holds": self.holds,
            "cached": self.cached,
            "notes": [asdict(note) for note in self.notes],
            "results": [asdict(result) for result in self.results],
            "wrong_answers": self.checks.answers if self.checks else 0,
            "junk_inputs": self.checks.inputs if self.checks else 0,
            "attacks": self.checks.attacks if self.checks else 0,
            "limit_over_slowest": self.checks.clear if self.checks else None,
            "older_numpy": self.checks.older if self.checks else "",
            "mutants": {**asdict(mutation), "rate": round(mutation.rate, 4)} if mutation else None,
        }


def diagnostics_of(package: Package, hear: Callable[[Note], None] | None = None) -> Diagnostics:
    """A collector whose notes name the package; `hear` is told of each at once."""
    return Diagnostics(f"{package.set_slug}/{package.slug}", hear=hear)


class Shelf:
    """Keeps parts that hold, under everything they depend on; a part that does not hold is tried again next time."""

    def __init__(self, pool: Pool, older: Pool | None = None) -> None:
        about, other = pool.describe(), older.describe() if older else {}
        place = json.dumps(
            [about.get("python"), about.get("versions"), other.get("versions")], sort_keys=True
        )
        self._place = f"{about.get('backend')}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"

    def read(self, package: Package, name: str) -> Part | None:
        """The part that was proved before, if nothing it depends on has changed."""
        try:
            data: dict[str, Any] = json.loads(self._file(package, name).read_text())
        except (FileNotFoundError, ValueError):
            return None
        mutation = data["mutation"]
        if mutation:
            mutation["survivors"] = [Survivor(**survivor) for survivor in mutation["survivors"]]
        return Part(
            notes=[Note(**{**note, "severity": Severity(note["severity"])}) for note in data["notes"]],
            results=[Result(**{**result, "growth": tuple(result["growth"])}) for result in data["results"]],
            mutation=Mutation(**mutation) if mutation else None,
            answers=data["answers"],
            inputs=data["inputs"],
            attacks=data["attacks"],
            older=data["older"],
            clear=data["clear"],
            seconds=data["seconds"],
            cached=True,
        )

    def keep(self, package: Package, name: str, part: Part) -> None:
        """Keep a part that holds."""
        if part.holds:
            settings.write_atomically(self._file(package, name), json.dumps(asdict(part)).encode())

    def _file(self, package: Package, name: str) -> Path:
        content = digest_for_mutants(package) if name == "mutants" else package.digest.partition(":")[2]
        return settings.cache("verify") / f"{name}-{content}-{ENGINE_VERSION}-{code(name)}-{self._place}.json"


def digest_for_mutants(package: Package) -> str:
    """A hash of the files on which the mutants' fates depend: not of texts, and of accepted submissions alone."""
    total = hashlib.sha256(package.set_slug.encode())
    files = dict(package.files)
    marks = package.path / MUTANTS
    if marks.exists():
        files[MUTANTS] = marks.read_bytes()
    for name, content in sorted(files.items()):
        rejected = name.startswith("submissions/") and not name.startswith("submissions/accepted/")
        if not rejected and name != "starter.py" and not name.endswith(".md"):
            total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


@cache
def code(part: str) -> str:
    """A hash of our own code that a part's outcome hangs on: a proof made by other code proves nothing about this one."""
    root = Path(__file__).resolve().parents[2]
    total = hashlib.sha256(ENGINE_VERSION.encode())
    for file in sorted([*root.glob("graders/**/*.py"), *root.glob("sandboxes/**/*.py")]):
        name = file.relative_to(root).as_posix()
        if not name.startswith(_REPORTING) and _matters(name, part):
            total.update(name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:16]


def _matters(name: str, part: str) -> bool:
    """Whether a part may hang on one of our files: of verification itself, checks and mutants have their own."""
    mutants = name.startswith("graders/verify/mutants/")
    if part.startswith("checks"):
        return not mutants
    return mutants or name == "graders/verify/jobs.py" or not name.startswith("graders/verify/")
