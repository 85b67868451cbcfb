"""A set's ledger: a file beside set.toml with a line per problem, so that two branches seldom meet in one place."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from graders import ENGINE_VERSION, settings
from graders.package.manifest import CaseLimits
from graders.package.model import MUTANTS, Package
from graders.verdict import Verdict

FILE = "ledger.jsonl"


class Entry(BaseModel):
    """One problem as it was proved: version, marks and engine it was proved with, then what was found."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    problem: str
    title: str
    digest: str
    marks: str  # a hash of mutants.toml, which is no part of a version
    engine: str
    cases: int
    fresh: int  # cases drawn per submission
    accepted: int
    rejected: int
    limits: str
    made: int  # mutants that there are; killed, survived and equivalent are those of them that were chosen
    killed: int
    survived: int
    equivalent: int
    seconds: float  # that the checks took without mutants
    answers: int = 0  # wrong ones that the checker refused
    inputs: int = 0  # junk ones that were refused, or answered alike by all accepted submissions
    attacks: int = 0
    clear: float | None = None  # how many times the slowest accepted case goes into the time limit
    older: str = ""  # the other NumPy on which a numeric package holds

    @property
    def tried(self) -> int:
        """Mutants that were to be killed."""
        return self.killed + self.survived

    @property
    def rate(self) -> float:
        """Share of them that were."""
        return self.killed / self.tried if self.tried else 1.0

    @property
    def per_cent(self) -> float:
        """The rate in per cent with one decimal, never rounded up to a hundred."""
        return per_cent(self.rate)

    def is_of(self, package: Package) -> bool:
        """Whether it was proved of this version, with these marks, on this engine."""
        return (self.digest, self.marks, self.engine) == (package.digest, marks_of(package), ENGINE_VERSION)


@dataclass
class Ledger:
    """The entries of one set by problem. A line that cannot be trusted counts as missing, with words in `complaints`."""

    file: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> Ledger:
        """The ledger of the set in `folder`; empty where there is none."""
        ledger = cls(folder / FILE)
        lines = ledger.file.read_text(encoding="utf-8").splitlines() if ledger.file.exists() else []
        found = [entry for number, line in enumerate(lines, 1) if (entry := ledger._entry(number, line))]
        times = Counter(entry.problem for entry in found)
        ledger.entries = {entry.problem: entry for entry in found if times[entry.problem] == 1}
        for problem in (problem for problem in times if times[problem] > 1):  # from two branches
            ledger.complaints.append(f"{problem} has {times[problem]} lines")
        return ledger

    def of(self, package: Package) -> Entry | None:
        """The entry of exactly this version."""
        entry = self.entries.get(package.slug)
        return entry if entry and entry.is_of(package) else None

    def write(self) -> None:
        """Replace the file: problems in order, without those that are gone."""
        folder = self.file.parent
        there = sorted(name for name in self.entries if (folder / name / "problem.toml").exists())
        lines = [_line(folder.name, self.entries[name]) for name in there]
        settings.write_atomically(self.file, "".join(lines).encode())

    def _entry(self, number: int, line: str) -> Entry | None:
        try:
            data = json.loads(line)
            if data.pop("seal") == seal(self.file.parent.name, data):
                return Entry.model_validate(data)
            self.complaints.append(f"line {number} was not written by verify, or was changed since")
            return None
        except (ValueError, KeyError, AttributeError, TypeError):
            self.complaints.append(f"line {number} is no entry")
            return None


def ledgers(packages: Iterable[Package]) -> dict[Path, Ledger]:
    """The ledgers of the sets that the packages are of, by the set's folder."""
    return {folder: Ledger.read(folder) for folder in dict.fromkeys(p.path.parent for p in packages)}


def seal(set_slug: str, data: dict[str, Any]) -> str:
    """A hash over a line: no secret, but what a figure changed by hand, or a line copied to another set, gives away."""
    text = json.dumps([set_slug, data], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def marks_of(package: Package) -> str:
    """A hash of the package's mutants.toml; empty without one."""
    file = package.path / MUTANTS
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.exists() else ""


def declared(package: Package) -> dict[str, Any]:
    """The part of an entry that can be read off the package, without running anything."""
    accepted = sum(submission.verdict is Verdict.AC for submission in package.submissions)
    return {
        "problem": package.slug,
        "title": package.manifest.title,
        "digest": package.digest,
        "marks": marks_of(package),
        "engine": ENGINE_VERSION,
        "accepted": accepted,
        "rejected": len(package.submissions) - accepted,
        "limits": limits_in_words(package.manifest.limits),
    }


def per_cent(rate: float) -> float:
    """A share in per cent with one decimal, never rounded up to a hundred."""
    return 100.0 if rate == 1 else min(int(1000 * rate) / 10, 99.9)


def limits_in_words(limits: CaseLimits) -> str:
    """ "2 s CPU, 256 MiB"."""
    time = f"{limits.cpu_s:g} s CPU" if limits.cpu_s else f"{limits.wall_s:g} s"
    return f"{time}, {limits.memory_mib} MiB"


def _line(set_slug: str, entry: Entry) -> str:
    data = entry.model_dump()
    return json.dumps({**data, "seal": seal(set_slug, data)}, ensure_ascii=False) + "\n"
