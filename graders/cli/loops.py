"""Interview loops for `lint` and `verify`: find them, check them against what they draw from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graders.diagnostics import Diagnostics
from graders.loops import FOLDER, RUBRICS, Loops, check_loops, load_loops, load_rubrics, shelf_on_disk
from graders.questions import load_questions
from graders.questions.loader import FOLDER as QUESTIONS


def holds_loops(path: Path) -> bool:
    """Whether `path` is the folder of loops or of rubrics for code, and so no place for packages."""
    path = path.resolve()
    return path.is_dir() and path.name in (FOLDER, RUBRICS)


def has_loops(path: Path) -> bool:
    """Whether there are loops or rubrics under `path`, or it is their folder."""
    return holds_loops(path) or (path / FOLDER).is_dir() or (path / RUBRICS).is_dir()


def find_loops(paths: list[Path], diagnostics: Diagnostics) -> list[Loops]:
    """Load and check the loops under each path, their folder or the one above it, and the rubrics for code alike."""
    found = []
    for path in (path.resolve() for path in paths if has_loops(path)):
        rubrics = path if path.name == RUBRICS else path / RUBRICS
        if rubrics.is_dir():
            load_rubrics(rubrics, diagnostics.child(RUBRICS))
        root = path.parent if path.name == FOLDER else path
        if not (root / FOLDER).is_dir():
            continue
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
