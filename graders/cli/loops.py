"""Interview loops for `lint` and `verify`: find them, check them against what they draw from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graders.diagnostics import Diagnostics
from graders.loops import FOLDER, Loops, check_loops, load_loops, shelf_on_disk
from graders.questions import load_questions
from graders.questions.loader import FOLDER as QUESTIONS


def holds_loops(path: Path) -> bool:
    """Whether `path` is the folder of loops, and so no place for packages."""
    path = path.resolve()
    return path.is_dir() and path.name == FOLDER


def has_loops(path: Path) -> bool:
    """Whether there are loops under `path`, or it is their folder."""
    return holds_loops(path) or (path / FOLDER).is_dir()


def find_loops(paths: list[Path], diagnostics: Diagnostics) -> list[Loops]:
    """Load and check the loops under each path: their folder, or the one above it."""
    found = []
    for root in (path.resolve() for path in paths if has_loops(path)):
        root = root.parent if root.name == FOLDER else root
        child = diagnostics.child(FOLDER)
        loops = load_loops(root / FOLDER, child)
        # What is wrong with the questions is said where they are looked at.
        library = load_questions(root / QUESTIONS, Diagnostics())
        check_loops(loops, shelf_on_disk(root, library), child)
        found.append(loops)
    return found


def loops_data(found: list[Loops]) -> list[dict[str, Any]]:
    """The loops as plain JSON data."""
    return [
        {"loop": loop.id, "rounds": [round_.id for round_ in loop.rounds]}
        for loops in found
        for loop in loops.loops
    ]
