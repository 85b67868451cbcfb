"""Interview loops as data: rounds, what each draws from which pool, how it is marked; read, drawn from and checked."""

from graders.loops.apart import apart
from graders.loops.checks import check_loop, check_loops
from graders.loops.drawing import Draw, Shelf, Stocked, distance, draw
from graders.loops.handed_in import HANDED_IN, RUBRIC, RUBRICS, load_rubric, load_rubrics
from graders.loops.loader import FOLDER, Loops, load_loop, load_loops, ordered
from graders.loops.model import (
    KINDS,
    REASONS,
    CodeRubric,
    Loop,
    LoopRound,
    Part,
    Pauses,
    Probe,
    Prompt,
    Rubric,
    RubricItem,
)
from graders.loops.shelves import shelf_on_disk

__all__ = [
    "FOLDER",
    "HANDED_IN",
    "KINDS",
    "REASONS",
    "RUBRIC",
    "RUBRICS",
    "CodeRubric",
    "Draw",
    "Loop",
    "LoopRound",
    "Loops",
    "Part",
    "Pauses",
    "Probe",
    "Prompt",
    "Rubric",
    "RubricItem",
    "Shelf",
    "Stocked",
    "apart",
    "check_loop",
    "check_loops",
    "distance",
    "draw",
    "load_loop",
    "load_loops",
    "load_rubric",
    "load_rubrics",
    "ordered",
    "shelf_on_disk",
]
