"""The attacks there are. Each is a file that says in its first lines what it tries and what must become of it.

A submission names the packages that it attacks (else `vault`) and what it must get there; the id behind a verdict, of
the report's message, is optional:

    # attack: leaves with status 0 before it has answered
    # packages: vault vault-checked
    # verdict: RE re.exit
    # verdict vault-checked: WA

Author's code names the package whose file it replaces, and what the right solution must get then; where that takes
long, a limit of the package that is shorter for it:

    # attack: the checker leaves with status 0
    # base: vault-checked
    # file: checker.py
    # limit: author_wall_s = 1
    # verdict: IE ie.package

Author's code says `# tries: the walls` if it tries more than to fool its reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
CLASSES = {
    "leaving_early": "leaving early",
    "forging": "forging",
    "object_tricks": "object tricks",
    "reading": "reading what is hidden",
    "exhaustion": "exhaustion",
    "timing": "timing",
    "site": "the site",
}
"""Folder -> the name of the class."""
AUTHORS = "authors"
"""The folder of author's code, which belongs to the class `site`."""
ALIKE = ("object_tricks", "site")
"""Classes of what is returned, raised or said, and never leaves Python: the same bytes come through either wall."""
EVERYWHERE = "ATTACKS_EVERYWHERE"
"""Set by `python -m tests.attacks`: also what comes through either wall alike is tried on both backends."""
_LINE = re.compile(r"# (attack|packages|base|file|limit|tries|verdict(?: [a-z-]+)?): (.+)")


@dataclass(frozen=True)
class Attack:
    """One submission; `verdicts` holds per package the verdict and, if it matters, the message's id."""

    kind: str
    name: str
    title: str
    verdicts: dict[str, tuple[str, str]]
    source: str

    @property
    def id(self) -> str:
        """`leaving_early/exits_with_status_zero`."""
        return f"{self.kind}/{self.name}"

    @property
    def alike(self) -> bool:
        """Whether it says as much on one backend as on both."""
        return self.kind in ALIKE


@dataclass(frozen=True)
class HostileCode:
    """Author's code that replaces a file of the package `base`."""

    name: str
    title: str
    base: str
    file: str
    limit: str
    verdict: tuple[str, str]
    source: str
    alike: bool
    """Whether it says as much on one backend as on both."""

    def files(self, manifest: str) -> dict[str, str]:
        """What it replaces in the package, whose manifest is given."""
        name = self.limit.partition(" ")[0]
        manifest = re.sub(rf"^{name} = .*$", self.limit, manifest, flags=re.MULTILINE) if name else manifest
        return {"problem.toml": manifest, self.file: self.source}

    @property
    def id(self) -> str:
        """`authors/checker_that_leaves`."""
        return f"{AUTHORS}/{self.name}"


@cache
def attacks() -> tuple[Attack, ...]:
    """Every submission that attacks, class by class."""
    return tuple(_attack(file) for kind in CLASSES for file in sorted((HERE / kind).glob("*.py")))


@cache
def hostile_code() -> tuple[HostileCode, ...]:
    """Every piece of author's code that attacks."""
    return tuple(_hostile(file) for file in sorted((HERE / AUTHORS).glob("*.py")))


def _attack(file: Path) -> Attack:
    said, source = _header(file)
    packages = said.get("packages", "vault").split()
    verdicts = {name: _verdict(said.get(f"verdict {name}", said["verdict"])) for name in packages}
    return Attack(file.parent.name, file.stem, said["attack"], verdicts, source)


def _hostile(file: Path) -> HostileCode:
    said, source = _header(file)
    base, replaced, limit = said["base"], said["file"], said.get("limit", "")
    verdict, alike = _verdict(said["verdict"]), "tries" not in said
    return HostileCode(file.stem, said["attack"], base, replaced, limit, verdict, source, alike)


def _header(file: Path) -> tuple[dict[str, str], str]:
    """What the first lines say, and the whole source."""
    source, said = file.read_text(), dict[str, str]()
    for line in source.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            break
        said[match[1]] = match[2]
    return said, source


def _verdict(words: str) -> tuple[str, str]:
    verdict, _, message = words.partition(" ")
    return verdict, message
