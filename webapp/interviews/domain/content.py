"""What was drawn for a round, as it is kept with it: typed, and split into what a candidate sees when."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from graders.loops import Probe, Rubric
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


class Task(Kept):
    """A problem that is solved in code, by its version's row. Of a chain only the stages that were reached are shown."""

    id: str
    version: int
    name: str
    title: str
    minutes: int


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


def content_of(round_: Round) -> Content:
    """The round's content."""
    return Content.model_validate(round_.content)


def as_data(content: Content) -> dict[str, Any]:
    """For the row."""
    return content.model_dump(mode="json")
