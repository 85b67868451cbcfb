"""Loops and rubrics of the folder as versions. Those of loops are for the studio: what is offered is read from the files
themselves (`drawing.loops`)."""

from pathlib import Path
from typing import Any

from graders.diagnostics import Diagnostics
from graders.loops import Loops, apart, load_loops, load_rubrics
from webapp.catalog.domain import bundles
from webapp.catalog.models import Bundle, Keeper

KIND = Bundle.Kind.LOOP


def content_of_loop(parts: Loops, id: str) -> dict[str, Any]:
    """A loop with the parts that it uses, as plain data."""
    loop = parts.find(id)
    assert loop is not None
    rubrics = {round_.rubric for round_ in loop.rounds}
    pools = {part.pool for round_ in loop.rounds for part in round_.parts}
    return {
        "loop": loop.model_dump(mode="json"),
        "rubrics": [row.model_dump(mode="json") for row in parts.rubrics if row.id in rubrics],
        "pools": [row.model_dump(mode="json") for row in parts.pools if row.id in pools],
        "probes": [row.model_dump(mode="json") for row in parts.probes],
    }


def load_loop_versions(root: Path) -> list[str]:
    """Make versions of the loops under `root` (problems/loops) that the studio does not keep; the names of those that it
    does."""
    if not root.is_dir():
        return []
    diagnostics = Diagnostics()
    found = load_loops(root, diagnostics)
    kept = set(Bundle.objects.filter(kind=KIND, keeper=Keeper.STUDIO).values_list("slug", flat=True))
    for loop in found.loops:
        if loop.id in kept:
            continue
        own = loop.id in found.own
        texts = bundles.texts_in(root / loop.id) if own else apart(root, loop, found)
        if texts is not None:
            content = content_of_loop(found.of(loop.id), loop.id)
            bundles.put_version(KIND, loop.id, texts, loop.title, content, Keeper.FOLDER)
    if not diagnostics.errors:
        folder = Bundle.objects.filter(kind=KIND, keeper=Keeper.FOLDER, retired=False)
        folder.exclude(slug__in=[loop.id for loop in found.loops]).update(retired=True)
    return sorted({loop.id for loop in found.loops} & kept)


def load_rubric_versions(root: Path) -> list[str]:
    """The same with the rubrics for code under `root` (problems/rubrics)."""
    if not root.is_dir():
        return []
    kind, diagnostics = Bundle.Kind.RUBRIC, Diagnostics()
    kept = set(Bundle.objects.filter(kind=kind, keeper=Keeper.STUDIO).values_list("slug", flat=True))
    found = {rubric.id: rubric for rubric in load_rubrics(root, diagnostics)}
    for rubric in found.values():
        texts = bundles.texts_in(root / rubric.id)
        if rubric.id not in kept and texts is not None and not diagnostics.child(rubric.id).errors:
            content = rubric.model_dump(mode="json")
            bundles.put_version(kind, rubric.id, texts, rubric.title, content, Keeper.FOLDER)
    if not diagnostics.errors:
        folder = Bundle.objects.filter(kind=kind, keeper=Keeper.FOLDER, retired=False)
        folder.exclude(slug__in=found).update(retired=True)
    return sorted(set(found) & kept)
