"""What must hold of loops beyond their format: every pool can be drawn from at every level, everything has a rubric."""

from __future__ import annotations

from collections.abc import Iterable

from graders.diagnostics import Diagnostics
from graders.loops.drawing import Draw, Shelf, distance, draw
from graders.loops.loader import HANDED_IN, Loops
from graders.loops.model import Loop, LoopRound
from graders.questions.answers import normal_form

FAR = 3
"""So many levels off is worth a warning."""


def check_loops(loops: Loops, shelf: Shelf, diagnostics: Diagnostics) -> None:
    """Every check of every loop, and of what their rounds share."""
    if not loops.loops:
        diagnostics.error("there is no loop")
    for loop in loops.loops:
        for round_ in loop.rounds:
            _check_round(loop, round_, loops, shelf, diagnostics)
    _check_parts(loops, shelf, diagnostics.child("parts"))


def _check_round(loop: Loop, round_: LoopRound, loops: Loops, shelf: Shelf, diagnostics: Diagnostics) -> None:
    file = f"{loop.id}.toml"
    if loops.rubric(round_.rubric) is None:
        diagnostics.error(f"{round_.id}: there is no rubric {round_.rubric!r}", file)
    sets, topics = {problem.set for problem in shelf.problems}, {question.topic for question in shelf.written}
    for part in round_.parts:
        if part.pool and loops.pool(part.pool) is None:
            diagnostics.error(f"{round_.id}: there is no pool of prompts {part.pool!r}", file)
        for name in sorted(set(part.sets) - sets):
            diagnostics.error(f"{round_.id}: there is no set {name!r} with a problem", file)
        for name in sorted(set(part.topics) - topics):
            diagnostics.error(f"{round_.id}: there is no written question about {name!r}", file)
    for level in loop.levels:
        for drawn in draw(round_, level, 0, shelf, loops):
            _check_draw(round_, level, drawn, file, diagnostics)


def _check_draw(round_: LoopRound, level: str, drawn: Draw, file: str, diagnostics: Diagnostics) -> None:
    part = drawn.part
    if drawn.short:
        words = f"{round_.id}: draws {part.count} {part.draw} and there are {part.count - drawn.short}"
        diagnostics.error(f"{words} at level {level}", file)
    spans: list[tuple[str, str]] = [one.level for one in drawn.prompts]
    spans += [one.level for one in drawn.written] + [one.level for one in drawn.problems]
    if any(distance(level, span) > FAR for span in spans):
        diagnostics.warning(
            f"{round_.id}: what it draws at level {level} is more than {FAR} levels off", file
        )


def _check_parts(loops: Loops, shelf: Shelf, diagnostics: Diagnostics) -> None:
    rounds = [round_ for loop in loops.loops for round_ in loop.rounds]
    used = {HANDED_IN, *(round_.rubric for round_ in rounds)}
    for unused in sorted({rubric.id for rubric in loops.rubrics} - used):
        diagnostics.error(f"{unused}: no round is marked by it", "rubrics.toml")
    drawn = {part.pool for round_ in rounds for part in round_.parts}
    for pool in loops.pools:
        if pool.id not in drawn:
            diagnostics.error(f"{pool.id}: no round draws from it", "prompts.toml")
        for twice in _twice(prompt.id for prompt in pool.prompts):
            diagnostics.error(f"{pool.id}: {twice} stands there twice", "prompts.toml")
    names = {question.name for question in shelf.written}
    for probes in loops.probes:
        if probes.question not in names:
            diagnostics.error(f"there is no written question {probes.question}", "probes.toml")
    for rubric in loops.rubrics:
        anchors = [normal_form(level.anchor) for item in rubric.criteria for level in item.levels]
        if _twice(anchors):
            diagnostics.error(f"{rubric.id}: two anchors are the same", "rubrics.toml")


def _twice(names: Iterable[str]) -> list[str]:
    rows = list(names)
    return sorted({name for name in rows if rows.count(name) > 1})
