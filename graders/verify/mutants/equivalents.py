"""mutants.toml: mutants that are no mistakes, each with the author's reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from graders.diagnostics import Diagnostics
from graders.package.manifest import Line, Model, PythonFile
from graders.package.model import MUTANTS, Package
from graders.package.tables import locate, read_table

Reason = Annotated[Line, StringConstraints(min_length=15)]


class Equivalent(Model):
    """Mutants of one file that do the same as the original, or as well, for one reason."""

    file: PythonFile
    mutant: str | tuple[str, ...]
    reason: Reason

    @property
    def ids(self) -> tuple[str, ...]:
        """The mutants it speaks of."""
        return (self.mutant,) if isinstance(self.mutant, str) else self.mutant


class MutantsFile(Model):
    """The whole of mutants.toml."""

    equivalent: tuple[Equivalent, ...] = Field(default=())


class Marked:
    """The marked mutants of a package, with the line on which each is marked."""

    def __init__(self, package: Package, diagnostics: Diagnostics) -> None:
        self._lines: dict[tuple[str, str], int] = {}
        path = package.path / MUTANTS
        if not path.exists():
            return
        read = read_table(MutantsFile, path, diagnostics)
        text = path.read_text(encoding="utf-8") if read else ""
        for number, entry in enumerate(read.equivalent if read else ()):
            line = locate(text, ("equivalent", number, "mutant"))
            for id in entry.ids:
                if (entry.file, id) in self._lines:
                    diagnostics.error(f"{id} is marked twice", MUTANTS, line)
                self._lines[entry.file, id] = _line_of(text, id, line)

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._lines

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._lines)

    def line(self, key: tuple[str, str]) -> int:
        """Where a mutant is marked."""
        return self._lines[key]


def _line_of(text: str, id: str, start: int) -> int:
    """The line that names the mutant, from its entry on: a list may stand on several."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines[start - 1 :], start) if f'"{id}"' in line), start)
