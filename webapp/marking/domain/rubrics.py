"""What a script is marked by: the criteria of its round, or those for code that was handed in by itself."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from graders.diagnostics import Diagnostics
from graders.loops import HANDED_IN, Rubric, load_loops
from graders.questions import Criterion
from webapp.interviews.domain.content import content_of
from webapp.interviews.domain.marking import ROUND, items
from webapp.marking.models import Script
from webapp.practice.domain.refusals import Refused


@dataclass(frozen=True)
class Line:
    """One criterion of a script. `weight` is its share of the script's marks, of 100."""

    question: str
    title: str
    criterion: Criterion
    weight: float

    @property
    def key(self) -> str:
        """What names it in `Marking.levels`."""
        return f"{self.question}/{self.criterion.id}"

    @property
    def top(self) -> int:
        """The highest level."""
        return len(self.criterion.levels) - 1


def lines_of(script: Script) -> list[Line]:
    """What people mark; what is computed from what happened is not asked of them."""
    if script.round is None:
        rows = [row for row in code_rubric().criteria if row.computed is None]
        whole = sum(row.weight for row in rows)
        return [Line(ROUND, "The code", row, 100 * row.weight / whole) for row in rows]
    content = content_of(script.round)
    titles = {question.id: question.title for question in content.questions}
    found = [item for item in items(content) if item.computed is None]
    whole = sum(item.weight for item in found)
    return [
        Line(
            item.question,
            titles.get(item.question, "The round as a whole"),
            item.criterion,
            100 * item.weight / whole,
        )
        for item in found
    ]


@cache
def code_rubric() -> Rubric:
    """The rubric for code."""
    rubric = load_loops(settings.PROBLEMS_DIR / "loops", Diagnostics()).rubric(HANDED_IN)
    if rubric is None:
        raise FileNotFoundError(f"problems/loops/parts/rubrics.toml has no rubric {HANDED_IN}")
    return rubric


def checked(lines: list[Line], given: dict[str, str]) -> dict[str, int]:
    """The levels that were sent; Refused where there is no such criterion or level."""
    known = {line.key: line for line in lines}
    found: dict[str, int] = {}
    for key, value in given.items():
        line = known.get(key)
        if line is None or not value.isascii() or not value.isdigit() or int(value) > line.top:
            raise Refused("marking.level", "There is nothing of that name to mark at that level.", 400)
        found[key] = int(value)
    return found


def share_of(lines: list[Line], levels: dict[str, int]) -> float:
    """The share of the weight that was earned, in [0, 1]."""
    earned = sum(
        line.weight * line.criterion.levels[levels[line.key]].points / line.criterion.levels[-1].points
        for line in lines
    )
    return earned / 100
