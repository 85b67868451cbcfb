"""What was drawn for a round, as it is kept with it: typed, and split into what a candidate sees when."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from graders.loops import Probe, Rubric, distance
from graders.package.manifest import LEVELS
from graders.questions import Written
from webapp.interviews.models import Round


class Kept(BaseModel):
    """Stored data: unknown fields of later versions are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Question(Kept):
    """Something that is answered in words. `written` holds the rubric and the worked answer, and stays hidden until the end."""

    id: str
    name: str
    title: str
    ask: str
    ask_html: str
    minutes: int
    themes: tuple[str, ...] = ()
    probes: tuple[Probe, ...] = ()
    written: Written | None = None
    level: tuple[str, str] | None = None


class Task(Kept):
    """A problem that is solved in code, by its version's row. Of a chain only the stages that were reached are shown."""

    id: str
    version: int
    name: str
    title: str
    minutes: int
    level: tuple[str, str] | None = None


class Content(Kept):
    """The whole. `topics` weigh what the round looks at; `at_line` and `harder` are the loop's (logits)."""

    says: str
    topics: dict[str, float]
    at_line: float
    harder: float
    rubric: Rubric
    questions: tuple[Question, ...] = ()
    tasks: tuple[Task, ...] = ()
    shown: Literal["all", "stages"] = "all"

    @property
    def parts(self) -> tuple[Question | Task, ...]:
        """Questions and tasks, in their order."""
        return (*self.questions, *self.tasks)

    def question(self, id: str) -> Question | None:
        """The question of that id."""
        return next((question for question in self.questions if question.id == id), None)

    def task(self, id: str) -> Task | None:
        """The task of that id."""
        return next((task for task in self.tasks if task.id == id), None)


def off_level(content: Content, level: str) -> str:
    """What was drawn for other levels than the round's, in words; empty where everything is for this one.

    Drawing takes what is nearest, so this says what the site has none of.
    """
    off = [part for part in content.parts if part.level and distance(level, part.level)]
    if not off:
        return ""
    at = LEVELS.index(level)
    spans = [one.level for one in off if one.level]
    below = sorted({high for _, high in spans if LEVELS.index(high) < at})
    above = sorted({low for low, _ in spans if LEVELS.index(low) > at})
    ends = [f"up to {' and '.join(below)}"] * bool(below) + [f"from {' and '.join(above)}"] * bool(above)
    what = "stages" if content.shown == "stages" else "problems" if content.tasks else "questions"
    count = "all" if len(off) == len(content.parts) else f"{len(off)} of {len(content.parts)}"
    return f"{count} {what} are for levels {' or '.join(ends)}"


def content_of(round_: Round) -> Content:
    """The round's content."""
    return Content.model_validate(round_.content)


def as_data(content: Content) -> dict[str, Any]:
    """For the row."""
    return content.model_dump(mode="json")
