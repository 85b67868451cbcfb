"""Files of a draft in a folder for a while, as they would lie under problems/."""

import tempfile
from pathlib import Path
from typing import Any

from graders.diagnostics import Diagnostics
from graders.package.model import SHARED


class Laid(tempfile.TemporaryDirectory[str]):
    """The package in a folder of its set, for a while."""

    def __init__(self, set_slug: str, slug: str, files: dict[str, str]) -> None:
        super().__init__(prefix="desk-")
        self.inside = Path(self.name) / set_slug / slug
        for name, text in files.items():
            shared = name.startswith(SHARED)
            target = (
                self.inside.parent / "author" / name.removeprefix(SHARED) if shared else self.inside / name
            )
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())

    def __enter__(self) -> str:
        super().__enter__()
        return str(self.inside)


def notes_of(diagnostics: Diagnostics) -> list[dict[str, Any]]:
    """What was found, each once."""
    return [
        {"severity": str(note.severity), "message": note.message, "file": note.file, "line": note.line}
        for note in dict.fromkeys(diagnostics.notes)
    ]
