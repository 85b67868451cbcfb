"""What a script is marked by: the criteria of its round, or those for code that was handed in by itself."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from graders.diagnostics import Diagnostics
from graders.loops import HANDED_IN, RUBRICS, CodeRubric, load_rubric
from graders.questions import Criterion
from webapp.catalog.models import Bundle
from webapp.interviews.domain.content import content_of
from webapp.interviews.domain.marking import ROUND, items
from webapp.marking.models import Pile, Script
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
        rows = rubric_of(script.pile).criteria
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


def offered() -> list[tuple[str, str]]:
    """Name and title of each rubric that code can be marked by, the usual one first."""
    rows = Bundle.objects.filter(kind=Bundle.Kind.RUBRIC, retired=False, current__isnull=False)
    found = dict(rows.values_list("slug", "current__title"))
    found.setdefault(HANDED_IN, code_rubric().title)
    return sorted(found.items(), key=lambda one: (one[0] != HANDED_IN, one[1]))


def code_rubric(slug: str = HANDED_IN) -> CodeRubric:
    """The rubric for code of that name, as it is published; the usual one where there is none, or only the folder has it."""
    rows = Bundle.objects.filter(kind=Bundle.Kind.RUBRIC, slug=slug, current__isnull=False)
    content = rows.values_list("current__content", flat=True).first()
    if content is not None:
        return CodeRubric.model_validate(content)
    return _of_folder()


def chosen(slug: str) -> CodeRubric:
    """The rubric that somebody chose to mark by; Refused unless it is offered."""
    if slug not in dict(offered()):
        raise Refused("marking.rubric", "There is no such rubric any more. Choose another one.", 409)
    return code_rubric(slug)


def rubric_of(pile: Pile) -> CodeRubric:
    """What the code in a pile is marked by; a pile that was opened before it could be chosen has the usual one."""
    return CodeRubric.model_validate(pile.rubric) if pile.rubric else code_rubric()


@cache
def _of_folder() -> CodeRubric:
    rubric = load_rubric(settings.PROBLEMS_DIR / RUBRICS / HANDED_IN, Diagnostics())
    if rubric is None:
        raise FileNotFoundError(f"problems/{RUBRICS}/{HANDED_IN} has no rubric that can be read")
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
