"""What must hold of loops beyond their format: every pool can be drawn from at every level, everything has a rubric."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graders.diagnostics import Diagnostics
from graders.loops.drawing import Draw, Shelf, distance, draw
from graders.loops.loader import WHOLE, Loops
from graders.loops.model import Loop, LoopRound
from graders.questions.answers import normal_form

FAR = 3
"""So many levels off is worth a warning."""


def check_loops(loops: Loops, shelf: Shelf, diagnostics: Diagnostics) -> None:
    """Every check of every loop, and of what their rounds share."""
    if not loops.loops:
        diagnostics.error("there is no loop")
    for id, whole in loops.own.items():
        check_loop(whole, shelf, diagnostics.child(id))
    shared = replace(loops, loops=tuple(loop for loop in loops.loops if loop.id not in loops.own))
    for loop in shared.loops:
        for round_ in loop.rounds:
            _check_round(loop, round_, shared, shelf, f"{loop.id}.toml", diagnostics)
    _check_parts(shared, shelf, diagnostics.child("parts"))


def check_loop(whole: Loops, shelf: Shelf, diagnostics: Diagnostics) -> None:
    """The same for a loop in a folder of its own."""
    for loop in whole.loops:
        for round_ in loop.rounds:
            _check_round(loop, round_, whole, shelf, WHOLE, diagnostics)
    _check_parts(whole, shelf, diagnostics)


def _check_round(
    loop: Loop, round_: LoopRound, loops: Loops, shelf: Shelf, file: str, diagnostics: Diagnostics
) -> None:
    line = loops.lines.get((file, round_.id))
    if loops.rubric(round_.rubric) is None:
        diagnostics.error(f"{round_.id}: there is no rubric {round_.rubric!r}", file, line)
    sets, topics = {problem.set for problem in shelf.problems}, {question.topic for question in shelf.written}
    for part in round_.parts:
        if part.pool and loops.pool(part.pool) is None:
            diagnostics.error(f"{round_.id}: there is no pool of prompts {part.pool!r}", file, line)
        for name in sorted(set(part.sets) - sets):
            diagnostics.error(f"{round_.id}: there is no set {name!r} with a problem", file, line)
        for name in sorted(set(part.topics) - topics):
            diagnostics.error(f"{round_.id}: there is no written question about {name!r}", file, line)
    for level in loop.levels:
        for drawn in draw(round_, level, 0, shelf, loops):
            _check_draw(round_, level, drawn, file, line, diagnostics)


def _check_draw(
    round_: LoopRound, level: str, drawn: Draw, file: str, line: int | None, diagnostics: Diagnostics
) -> None:
    part = drawn.part
    if drawn.short:
        words = f"{round_.id}: draws {part.count} {part.draw} and there are {part.count - drawn.short}"
        diagnostics.error(f"{words} at level {level}", file, line)
    spans: list[tuple[str, str]] = [one.level for one in drawn.prompts]
    spans += [one.level for one in drawn.written] + [one.level for one in drawn.problems]
    if any(distance(level, span) > FAR for span in spans):
        diagnostics.warning(
            f"{round_.id}: what it draws at level {level} is more than {FAR} levels off", file, line
        )


def _check_parts(loops: Loops, shelf: Shelf, diagnostics: Diagnostics) -> None:
    def error(part: str, name: str, words: str) -> None:
        diagnostics.error(words, f"{part}.toml", loops.lines.get((f"{part}.toml", name)))

    rounds = [round_ for loop in loops.loops for round_ in loop.rounds]
    used = {round_.rubric for round_ in rounds}
    for unused in sorted({rubric.id for rubric in loops.rubrics} - used):
        error("rubrics", unused, f"{unused}: no round is marked by it")
    drawn = {part.pool for round_ in rounds for part in round_.parts}
    for pool in loops.pools:
        if pool.id not in drawn:
            error("prompts", pool.id, f"{pool.id}: no round draws from it")
        for twice in _twice(prompt.id for prompt in pool.prompts):
            error("prompts", pool.id, f"{pool.id}: {twice} stands there twice")
    names = {question.name for question in shelf.written}
    for probes in loops.probes:
        if probes.question not in names:
            error("probes", probes.question, f"there is no written question {probes.question}")
    for rubric in loops.rubrics:
        anchors = [normal_form(level.anchor) for item in rubric.criteria for level in item.levels]
        if _twice(anchors):
            error("rubrics", rubric.id, f"{rubric.id}: two anchors are the same")


def _twice(names: Iterable[str]) -> list[str]:
    rows = list(names)
    return sorted({name for name in rows if rows.count(name) > 1})
