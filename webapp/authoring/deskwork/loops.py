"""Interview loops and rubrics for code: read as `python -m graders verify` reads them, rendered."""

from pathlib import Path
from typing import Any

from graders.diagnostics import Diagnostics
from graders.loops import FOLDER, RUBRIC, RUBRICS, load_loop, load_rubric
from graders.loops.loader import WHOLE
from graders.loops.model import CodeRubricFile, LoopFile, ProbeFile, PromptFile, RubricFile
from graders.package.model import SHARED
from graders.package.tables import read_table
from webapp.authoring.deskwork.folders import Laid, notes_of
from webapp.catalog.domain.rendering import render_markdown

MODELS: dict[
    str, type[LoopFile] | type[RubricFile] | type[PromptFile] | type[ProbeFile] | type[CodeRubricFile]
] = {
    RUBRIC: CodeRubricFile,
    WHOLE: LoopFile,
    "rubrics.toml": RubricFile,
    "prompts.toml": PromptFile,
    "probes.toml": ProbeFile,
}


def inspect(slug: str, files: dict[str, str]) -> dict[str, Any]:
    """What reading finds, and the loop with its parts as plain data, if it can be read."""
    diagnostics = Diagnostics()
    with Laid(FOLDER, slug, files) as folder:
        whole = load_loop(Path(folder), diagnostics)
    for name in files:
        if name.startswith(SHARED):
            diagnostics.error("lies outside of the loop", name)
    if whole is None:
        return {"notes": notes_of(diagnostics), "content": None}
    content = {
        "loop": whole.loops[0].model_dump(mode="json"),
        "rubrics": [row.model_dump(mode="json") for row in whole.rubrics],
        "pools": [row.model_dump(mode="json") for row in whole.pools],
        "probes": [row.model_dump(mode="json") for row in whole.probes],
    }
    lines = [[file, name, line] for (file, name), line in whole.lines.items()]
    return {"notes": notes_of(diagnostics), "content": content, "lines": lines}


def inspect_rubric(slug: str, files: dict[str, str]) -> dict[str, Any]:
    """What reading a rubric for code finds, and the rubric as plain data, if it can be read."""
    diagnostics = Diagnostics()
    with Laid(RUBRICS, slug, files) as folder:
        rubric = load_rubric(Path(folder), diagnostics)
    for name in files:
        if name.startswith(SHARED):
            diagnostics.error("lies outside of the rubric", name)
    return {
        "notes": notes_of(diagnostics),
        "content": rubric.model_dump(mode="json") if rubric else None,
    }


def shown(path: str, text: str) -> dict[str, Any]:
    """One file of them as data, with what of it is Markdown rendered; else what is wrong with it."""
    model, diagnostics = MODELS.get(path), Diagnostics()
    if model is None:
        return {"notes": []}
    with Laid(FOLDER, "one", {path: text}) as folder:
        read = read_table(model, Path(folder) / path, diagnostics)
    if read is None:
        return {"notes": notes_of(diagnostics)}
    made: dict[str, Any] = {"file": path, **read.model_dump(mode="json")}
    for pool in made.get("pools", ()):
        for prompt in pool["prompts"]:
            prompt["html"] = render_markdown(prompt["ask"])
    return made
