"""Read interview loops from disk: everything wrong is reported with its line, and the rest still loads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from graders.diagnostics import Diagnostics
from graders.loops.model import (
    Loop,
    LoopFile,
    ProbeFile,
    ProbeSet,
    PromptFile,
    PromptPool,
    Rubric,
    RubricFile,
)
from graders.package.tables import read_table

FOLDER = "loops"
"""The folder under problems/ that holds loops and no packages."""
PARTS = ("rubrics.toml", "prompts.toml", "probes.toml")
HANDED_IN = "handed-in"
"""The rubric that people mark code by which was handed in outside of a round."""
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Loops:
    """The loops in their order, and what their rounds share."""

    loops: tuple[Loop, ...] = ()
    rubrics: tuple[Rubric, ...] = ()
    pools: tuple[PromptPool, ...] = ()
    probes: tuple[ProbeSet, ...] = ()

    def find(self, id: str) -> Loop | None:
        """The loop of that name."""
        return next((loop for loop in self.loops if loop.id == id), None)

    def rubric(self, id: str) -> Rubric | None:
        """The rubric of that name."""
        return next((rubric for rubric in self.rubrics if rubric.id == id), None)

    def pool(self, id: str) -> PromptPool | None:
        """The prompts of that name."""
        return next((pool for pool in self.pools if pool.id == id), None)

    def probes_of(self, question: str) -> ProbeSet | None:
        """What is asked back after that written question."""
        return next((probes for probes in self.probes if probes.question == question), None)


def load_loops(root: Path, diagnostics: Diagnostics) -> Loops:
    """The loops in the folder `root`, e.g. problems/loops."""
    root = Path(root)
    _stray_files(root, diagnostics)
    loops = [loop for file in sorted(root.glob("*.toml")) if (loop := _loop(file, diagnostics))]
    loops.sort(key=lambda loop: (loop.order, loop.id))
    parts = diagnostics.child("parts")
    rubrics = read_table(RubricFile, root / "parts" / "rubrics.toml", parts)
    prompts = read_table(PromptFile, root / "parts" / "prompts.toml", parts)
    probes = read_table(ProbeFile, root / "parts" / "probes.toml", parts)
    return Loops(
        tuple(loops),
        _once(rubrics.rubrics if rubrics else (), "id", "rubrics.toml", parts),
        _once(prompts.pools if prompts else (), "id", "prompts.toml", parts),
        _once(probes.questions if probes else (), "question", "probes.toml", parts),
    )


def _stray_files(root: Path, diagnostics: Diagnostics) -> None:
    """A misspelt file would be silently left out."""
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        name = file.relative_to(root).as_posix()
        loop = file.parent == root and file.suffix == ".toml"
        if not loop and name not in {f"parts/{part}" for part in PARTS}:
            diagnostics.error(f"is neither <loop>.toml nor one of {', '.join(PARTS)} in parts/", name)


def _loop(file: Path, diagnostics: Diagnostics) -> Loop | None:
    read = read_table(LoopFile, file, diagnostics)
    if read is None:
        return None
    try:
        return Loop(**read.model_dump(), id=file.stem)
    except ValidationError as error:  # a name that is no slug
        diagnostics.error(str(error.errors()[0]["msg"]), file.name)
        return None


def _once(rows: Sequence[M], name: str, file: str, diagnostics: Diagnostics) -> tuple[M, ...]:
    """Names refer to one thing each; of several with one name the first stays."""
    first: dict[str, M] = {}
    for row in rows:
        if first.setdefault(getattr(row, name), row) is not row:
            diagnostics.error(f"{getattr(row, name)}: stands there twice", file)
    return tuple(first.values())
