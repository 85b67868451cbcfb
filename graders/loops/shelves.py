"""The shelf as it lies on disk, for checks that run without a site."""

from __future__ import annotations

from pathlib import Path

from graders.diagnostics import Diagnostics
from graders.loops.drawing import Shelf, Stocked
from graders.package.manifest import Manifest, SetManifest
from graders.package.tables import read_table
from graders.questions import Library


def shelf_on_disk(root: Path, library: Library) -> Shelf:
    """Problems and chains under `root` (problems/), and the library's written questions. What does not load is left
    out: packages report that themselves.
    """
    problems: list[Stocked] = []
    chains: list[tuple[str, ...]] = []
    for file in sorted(Path(root).glob("*/set.toml")):
        unheard = Diagnostics()
        manifest = read_table(SetManifest, file, unheard)
        if manifest is None:
            continue
        name = file.parent.name
        chains += [tuple(f"{name}/{slug}" for slug in chain) for chain in manifest.stages]
        for folder in sorted(path.parent for path in file.parent.glob("*/problem.toml")):
            problem = read_table(Manifest, folder / "problem.toml", unheard)
            if problem is not None:
                problems.append(
                    Stocked(f"{name}/{folder.name}", problem.level, problem.minutes, problem.kind)
                )
    written = tuple(question for bank in library.banks for question in bank.written)
    return Shelf(tuple(problems), tuple(chains), written)
