"""Where checks write what they found, so that a command line and a page show the same thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

from graders.characters import clean, cut

MOST = 1000
"""Characters of a note, some of which an author may have written."""


class Severity(StrEnum):
    """How bad a note is: an error rejects the package, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Note:
    """One finding: what, in which file (relative to the child's subject), on which line (1-based)."""

    severity: Severity
    message: str
    subject: str = ""
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = "/".join(part for part in (self.subject, self.file) if part)
        if self.line is not None:
            place += f":{self.line}"
        return f"{place}: {self.severity}: {self.message}" if place else f"{self.severity}: {self.message}"


@dataclass
class Diagnostics:
    """A collector; children share their parent's list and add their name to the subject."""

    subject: str = ""
    notes: list[Note] = field(default_factory=list)
    hear: Callable[[Note], None] | None = field(default=None, repr=False)  # is told of each note at once

    def __post_init__(self) -> None:
        self.subject = clean(self.subject)

    def error(self, message: str, file: str | PurePath | None = None, line: int | None = None) -> None:
        """Record what makes the package unusable."""
        self._add(Severity.ERROR, message, file, line)

    def warning(self, message: str, file: str | PurePath | None = None, line: int | None = None) -> None:
        """Record what an author should look at."""
        self._add(Severity.WARNING, message, file, line)

    def info(self, message: str, file: str | PurePath | None = None, line: int | None = None) -> None:
        """Record what is merely worth knowing."""
        self._add(Severity.INFO, message, file, line)

    def child(self, name: str) -> Diagnostics:
        """A collector for a part, e.g. one package of a library; it writes into the same list."""
        return Diagnostics("/".join(part for part in (self.subject, name) if part), self.notes, self.hear)

    @property
    def errors(self) -> list[Note]:
        """The errors of this subject and what lies under it."""
        return [note for note in self.notes if note.severity is Severity.ERROR and self._covers(note)]

    def _covers(self, note: Note) -> bool:
        return not self.subject or note.subject == self.subject or note.subject.startswith(self.subject + "/")

    def _add(self, severity: Severity, message: str, file: str | PurePath | None, line: int | None) -> None:
        place = clean(str(file)) if file else None
        note = Note(severity, cut(clean(message), MOST), self.subject, place, line)
        self.notes.append(note)
        if self.hear:
            self.hear(note)
