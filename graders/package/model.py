"""A problem package as the rest of the house sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from graders.package.checker_spec import CheckerSpec
from graders.package.curves import Curve
from graders.package.included import beside_submission
from graders.package.manifest import Manifest, SetManifest
from graders.package.samples import Sample
from graders.package.scaling import Growth
from graders.package.texts import Hint
from graders.verdict import Verdict

SUBMISSION = "solution.py"
"""The name a candidate's file has in the cell."""
SHARED = "../author/"
"""What the names of the modules that several packages of a set share begin with: they lie beside the packages."""
DEVICE_IMAGE = "cuda"
"""The image of cells with a device, as `sandboxes` names it."""
MUTANTS = "mutants.toml"
"""What authors say of mutants; no verdict depends on it, so a version is the same with it and without."""


@dataclass(frozen=True)
class DeclaredSubmission:
    """A file under submissions/ with the verdict it must get, and optionally the group it must fail in.

    `slower`: it passes every case, and is to be told that its time grows faster than asked.
    """

    path: Path
    verdict: Verdict
    group: str | None = None
    slower: bool = False

    @property
    def name(self) -> str:
        """`wrong_answer/off_by_one.py`."""
        return f"{self.path.parent.name}/{self.path.name}"


@dataclass(frozen=True)
class Package:
    """A validated problem package: manifest, texts and the author's files, named by its digest."""

    manifest: Manifest
    set_slug: str
    path: Path
    digest: str
    statement: str
    starter: str
    hints: tuple[Hint, ...]
    editorial: str
    samples: tuple[Sample, ...]
    checker: CheckerSpec | None
    growths: tuple[Growth, ...]
    submissions: tuple[DeclaredSubmission, ...]
    files: Mapping[str, bytes] = field(repr=False)
    on_device: bool = False
    curves: tuple[Curve, ...] = ()

    @property
    def slug(self) -> str:
        """The problem's id, which is its folder's name."""
        return self.manifest.id

    @property
    def case_size(self) -> int | None:
        """The size that its cases are made in here; None for a package that asks for no device."""
        device = self.manifest.device
        return None if device is None else device.size if self.on_device else device.cpu_size

    @property
    def case_key(self) -> str:
        """What its cases are kept under: on a device they are others."""
        return f"{self.digest}@{self.case_size}" if self.on_device else self.digest

    @property
    def candidate_image(self) -> str:
        """The image that the candidate's code runs in; the author's never has the device."""
        return DEVICE_IMAGE if self.on_device else self.manifest.image

    def with_device(self) -> Package:
        """The same version as it is graded on the device that it asks for."""
        if self.manifest.device is None:
            raise ValueError(f"{self.set_slug}/{self.slug} asks for no device")
        return replace(self, on_device=True)

    @property
    def has_examiner(self) -> bool:
        """Whether an examiner decides instead of a checker."""
        return "examiner.py" in self.files

    @property
    def has_own_checker(self) -> bool:
        """Whether checker.py (author's code) decides instead of a typed checker."""
        return "checker.py" in self.files

    @property
    def draws_fresh(self) -> bool:
        """Whether cases.py draws cases for each submission."""
        return b"def fresh" in self.files.get("cases.py", b"")

    @property
    def included(self) -> dict[str, bytes]:
        """What lies beside every submission, by its name there."""
        return {there: self.files[name] for name, there in beside_submission(self.files).items()}

    def author_files(self) -> dict[str, bytes]:
        """The files its author's code may import in its own cell: every *.py of the package's folder itself, the
        modules of the set that it names, and what lies beside a submission, for the reference is one."""
        files = self.included | {
            name.removeprefix(SHARED): data for name, data in self.files.items() if _is_author_code(name)
        }
        if self.manifest.reference:
            files["reference.py"] = self.files[f"submissions/accepted/{self.manifest.reference}"]
        return files


@dataclass(frozen=True)
class ProblemSet:
    """A set with the packages of it that loaded, in order."""

    slug: str
    manifest: SetManifest
    path: Path
    packages: tuple[Package, ...]


def _is_author_code(name: str) -> bool:
    own = "/" not in name and name.endswith(".py") and name != "starter.py"
    return own or name.startswith(SHARED)


def package_files(path: Path) -> Iterator[tuple[str, Path]]:
    """(posix name, file) for every file of a version, sorted; caches, hidden files and mutants.toml do not count."""
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path)
        if name.as_posix() == MUTANTS:
            continue
        if any(part.startswith(".") or part == "__pycache__" for part in name.parts) or file.suffix == ".pyc":
            continue
        if file.is_file():
            yield name.as_posix(), file


def digest_of(set_slug: str, files: Mapping[str, bytes]) -> str:
    """ "sha256:…" over the set's slug and every file's name and content, each preceded by its length."""
    total = hashlib.sha256()
    for part in (set_slug.encode(), *(p for name in sorted(files) for p in (name.encode(), files[name]))):
        total.update(len(part).to_bytes(8, "big") + part)
    return f"sha256:{total.hexdigest()}"
