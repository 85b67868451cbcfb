"""Rubrics that people mark handed-in code by, outside of any round: problems/rubrics, a folder each."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from graders.diagnostics import Diagnostics
from graders.loops.model import CodeRubric, CodeRubricFile
from graders.package.tables import locate, read_plain, read_table
from graders.questions.answers import normal_form

RUBRICS = "rubrics"
"""The folder under problems/ that holds them, and no packages."""
RUBRIC = "rubric.toml"
HANDED_IN = "handed-in"
"""The one that is taken where nobody chose another."""


def load_rubrics(root: Path, diagnostics: Diagnostics) -> tuple[CodeRubric, ...]:
    """Those in the folder `root`, e.g. problems/rubrics, by their names."""
    for file in sorted(path for path in Path(root).iterdir() if not path.is_dir()):
        diagnostics.error(f"lies in no folder of its own: <rubric>/{RUBRIC}", file.name)
    folders = sorted(path for path in Path(root).iterdir() if path.is_dir())
    found = (load_rubric(folder, diagnostics.child(folder.name)) for folder in folders)
    return tuple(rubric for rubric in found if rubric)


def load_rubric(folder: Path, diagnostics: Diagnostics) -> CodeRubric | None:
    """The rubric in the folder, or None after reporting each reason with its line."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if (name := file.relative_to(folder).as_posix()) != RUBRIC:
            diagnostics.error(f"is none of a rubric's files; there is {RUBRIC} alone", name)
    read = read_table(CodeRubricFile, folder / RUBRIC, diagnostics)
    if read is None:
        return None
    _check_anchors(read, read_plain(folder / RUBRIC), diagnostics)
    try:
        return CodeRubric(**read.model_dump(), id=folder.name)
    except ValidationError as error:  # a name that is no slug
        diagnostics.error(str(error.errors()[0]["msg"]), RUBRIC)
        return None


def _check_anchors(read: CodeRubricFile, text: str, diagnostics: Diagnostics) -> None:
    """Who marks must be able to tell two levels apart."""
    seen: set[str] = set()
    for place, criterion in enumerate(read.criteria):
        anchors = [normal_form(level.anchor) for level in criterion.levels]
        if seen & set(anchors) or len(set(anchors)) < len(anchors):
            words = f"{criterion.id}: an anchor of it stands there twice"
            diagnostics.error(words, RUBRIC, locate(text, ("criteria", place)))
        seen.update(anchors)
