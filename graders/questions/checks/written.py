"""Checks of written questions and their rubrics."""

from __future__ import annotations

import re
from itertools import combinations

from graders.diagnostics import Diagnostics
from graders.questions.answers import normal_form
from graders.questions.written import Written

WORKED = (450, 1100)
"""How many words a worked answer has."""


def check_written(question: Written, diagnostics: Diagnostics) -> None:
    """A starred question has a worked answer of some length; no two anchors of a rubric are the same."""
    file = f"written/{question.id}"
    words = len(re.findall(r"\w+", question.answer))
    if question.starred and not question.answer.strip():
        diagnostics.error("is starred and has no worked answer: it is written beside it", f"{file}.md")
    elif question.starred and not WORKED[0] <= words <= WORKED[1] * 1.5:
        diagnostics.warning(
            f"has {words} words; a worked answer has {WORKED[0]} to {WORKED[1]}", f"{file}.md"
        )
    anchors = [
        (f"{criterion.id} {level.points}", normal_form(level.anchor))
        for criterion in question.criteria
        for level in criterion.levels
    ]
    for (one, first), (other, second) in combinations(anchors, 2):
        if first == second:
            diagnostics.error(f"criteria: the anchors of {one} and {other} are the same", f"{file}.toml")
