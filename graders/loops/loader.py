"""Read interview loops from disk: everything wrong is reported with its line, and the rest still loads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from graders.package.tables import locate, read_plain, read_table

FOLDER = "loops"
"""The folder under problems/ that holds loops and no packages."""
PARTS = ("rubrics.toml", "prompts.toml", "probes.toml")
WHOLE = "loop.toml"
"""The loop in a folder of its own, beside what its rounds draw from and are marked by."""
M = TypeVar("M", bound=BaseModel)
F = TypeVar("F", bound=BaseModel)


@dataclass(frozen=True)
class Loops:
    """The loops in their order, and what their rounds share. `own` are loops that share nothing, each with its parts;
    `lines` says where something of a name stands in a file.
    """

    loops: tuple[Loop, ...] = ()
    rubrics: tuple[Rubric, ...] = ()
    pools: tuple[PromptPool, ...] = ()
    probes: tuple[ProbeSet, ...] = ()
    own: Mapping[str, Loops] = field(default_factory=dict)
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def of(self, loop: str) -> Loops:
        """What that loop draws from and is marked by."""
        return self.own.get(loop, self)

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
    lines: dict[tuple[str, str], int] = {}
    files = sorted(root.glob("*.toml"))
    loops = [loop for file in files if (loop := _loop(file, file.stem, lines, diagnostics))]
    own: dict[str, Loops] = {}
    for folder in sorted(file.parent for file in root.glob(f"*/{WHOLE}")):
        here = diagnostics.child(folder.name)
        if any(loop.id == folder.name for loop in loops):
            here.error(f"there is a loop of this name in {folder.name}.toml")
        elif whole := load_loop(folder, here):
            own[folder.name] = whole
    loops += [loop for whole in own.values() for loop in whole.loops]
    parts = _parts(root / "parts", lines, diagnostics.child("parts"))
    return replace(parts, loops=ordered(loops), own=own, lines=lines)


def load_loop(folder: Path, diagnostics: Diagnostics) -> Loops | None:
    """The loop in a folder of its own, with everything that its rounds draw from and are marked by."""
    lines: dict[tuple[str, str], int] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if name not in (WHOLE, *PARTS):
            diagnostics.error(f"is none of {', '.join((WHOLE, *PARTS))}", name)
    loop = _loop(folder / WHOLE, folder.name, lines, diagnostics)
    if loop is None:
        return None
    return replace(_parts(folder, lines, diagnostics, all_of_them=False), loops=(loop,), lines=lines)


def ordered(loops: Iterable[Loop]) -> tuple[Loop, ...]:
    """As people are shown them."""
    return tuple(sorted(loops, key=lambda loop: (loop.order, loop.id)))


def _parts(
    folder: Path, lines: dict[tuple[str, str], int], diagnostics: Diagnostics, all_of_them: bool = True
) -> Loops:
    """What is shared by the loops of `lines`; of a loop of its own only the rubrics have to be there."""

    def read(model: type[F], name: str) -> F | None:
        if not all_of_them and name != "rubrics.toml" and not (folder / name).exists():
            return None
        return read_table(model, folder / name, diagnostics)

    rubrics = read(RubricFile, "rubrics.toml")
    prompts = read(PromptFile, "prompts.toml")
    probes = read(ProbeFile, "probes.toml")
    return Loops(
        rubrics=_once(rubrics.rubrics if rubrics else (), "id", "rubrics", folder, lines, diagnostics),
        pools=_once(prompts.pools if prompts else (), "id", "prompts", folder, lines, diagnostics),
        probes=_once(probes.questions if probes else (), "question", "probes", folder, lines, diagnostics),
    )


def _stray_files(root: Path, diagnostics: Diagnostics) -> None:
    """A misspelt file would be silently left out."""
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        name = file.relative_to(root).as_posix()
        loop = file.parent == root and file.suffix == ".toml"
        own = (root / name.split("/")[0] / WHOLE).is_file()  # which says by itself what is strange in it
        if not loop and not own and name not in {f"parts/{part}" for part in PARTS}:
            diagnostics.error(
                f"is neither <loop>.toml, nor <loop>/{WHOLE}, nor one of {', '.join(PARTS)} in parts/", name
            )


def _loop(file: Path, id: str, lines: dict[tuple[str, str], int], diagnostics: Diagnostics) -> Loop | None:
    read = read_table(LoopFile, file, diagnostics)
    if read is None:
        return None
    text = read_plain(file)
    for place, round_ in enumerate(read.rounds):
        lines[file.name, round_.id] = locate(text, ("rounds", place))
    try:
        return Loop(**read.model_dump(), id=id)
    except ValidationError as error:  # a name that is no slug
        diagnostics.error(str(error.errors()[0]["msg"]), file.name)
        return None


_TABLES = {"rubrics": "rubrics", "prompts": "pools", "probes": "questions"}


def _once(
    rows: Sequence[M],
    name: str,
    part: str,
    folder: Path,
    lines: dict[tuple[str, str], int],
    diagnostics: Diagnostics,
) -> tuple[M, ...]:
    """Names refer to one thing each; of several with one name the first stays."""
    first: dict[str, M] = {}
    file = f"{part}.toml"
    text = read_plain(folder / file) if rows else ""
    for place, row in enumerate(rows):
        own, line = getattr(row, name), locate(text, (_TABLES[part], place))
        if first.setdefault(own, row) is not row:
            diagnostics.error(f"{own}: stands there twice", file, line)
        lines.setdefault((file, own), line)
    return tuple(first.values())
