"""answers.toml: changes of an answer that leave it right now and then, each with the author's reason."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from graders.diagnostics import Diagnostics
from graders.package.manifest import Model
from graders.package.model import Package
from graders.package.tables import locate, read_table
from graders.verify.answers.changes import NAMES
from graders.verify.mutants.equivalents import Reason

FILE = "answers.toml"


def _known(name: str) -> str:
    if name not in NAMES:
        raise ValueError(f"there is no change {name!r}; there are {', '.join(NAMES)}")
    return name


class Right(Model):
    """Changes after which an answer may still be right, for one reason."""

    change: tuple[Annotated[str, AfterValidator(_known)], ...]
    reason: Reason


class AnswersFile(Model):
    """The whole of answers.toml."""

    right: tuple[Right, ...] = ()


def declared(package: Package, diagnostics: Diagnostics) -> dict[str, int]:
    """The changes that may be right, each with the line on which that is said."""
    path = package.path / FILE
    if not path.exists():
        return {}
    read = read_table(AnswersFile, path, diagnostics)
    if read is None:
        return {}
    text = path.read_text(encoding="utf-8")
    return {
        name: locate(text, ("right", number, "change"))
        for number, entry in enumerate(read.right)
        for name in entry.change
    }
