"""Question banks for `lint` and `verify`: find them, check them, count them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graders.diagnostics import Diagnostics
from graders.questions.checks import check_bank, check_library
from graders.questions.loader import FOLDER, Bank, Library, load_bank, load_questions


@dataclass(frozen=True)
class Found:
    """The banks under the paths that a command was given."""

    banks: tuple[Bank, ...]

    def summary(self) -> str:
        """One line for people."""
        items, written = (
            sum(len(getattr(bank, name)) for bank in self.banks) for name in ("placed", "written")
        )
        return f"{items} quiz items and {written} written questions in {len(self.banks)} banks"

    def data(self) -> list[dict[str, Any]]:
        """The banks as plain JSON data."""
        return [
            {
                "bank": bank.name,
                "topic": bank.topic,
                "items": [
                    {"name": item.name, "type": item.type, "digest": item.digest} for item in bank.items
                ],
                "written": [{"name": one.name, "digest": one.digest} for one in bank.written],
                "readiness": [line.name for line in bank.readiness],
            }
            for bank in self.banks
        ]


def holds_questions(path: Path) -> bool:
    """Whether `path` is a bank or a folder of banks, and so no place for packages."""
    path = path.resolve()
    return path.is_dir() and FOLDER in (path.name, path.parent.name)


def has_questions(path: Path) -> bool:
    """Whether there are banks under `path`, or it is one."""
    return holds_questions(path) or (path / FOLDER).is_dir()


def find_questions(paths: list[Path], diagnostics: Diagnostics) -> Found:
    """Load and check the banks under each path: one bank, the folder of all, or the folder above that."""
    banks: list[Bank] = []
    for path in (path.resolve() for path in paths):
        if path.name == FOLDER or (path / FOLDER).is_dir():
            banks += _library(path if path.name == FOLDER else path / FOLDER, diagnostics).banks
        elif holds_questions(path):
            bank = load_bank(path, diagnostics.child(f"{FOLDER}/{path.name}"))
            if bank:
                check_bank(bank, diagnostics.child(f"{FOLDER}/{path.name}"))
                banks.append(bank)
    return Found(tuple(banks))


def _library(root: Path, diagnostics: Diagnostics) -> Library:
    library = load_questions(root, diagnostics.child(FOLDER))
    check_library(library, diagnostics.child(FOLDER))
    return library
