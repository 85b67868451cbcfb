"""Questions, answers and checks as the API takes and gives them."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from graders.package.manifest import Topic
from webapp.readiness.domain.presenting import Question as Asked
from webapp.readiness.domain.presenting import Review as Told
from webapp.readiness.domain.progressing import Progress as Progressed

Number = Annotated[int, Field(ge=1, le=1_000_000_000)]
"""Of a question or a review."""


class Option(Schema):
    """An option or step, named by the place where it is shown."""

    place: int
    html: str


class Question(Schema):
    """A question, without anything that tells its key."""

    number: int
    type: Literal["choice", "several", "ordering", "numeric", "short"]
    topic: str
    level: str
    seconds: int = Field(description="What it typically takes.")
    prompt_html: str
    options: list[Option]
    unit: str

    @classmethod
    def of(cls, question: Asked) -> Self:
        """From what the page shows."""
        names = ("number", "type", "topic", "level", "seconds", "unit")
        return cls(
            **{name: getattr(question, name) for name in names},
            prompt_html=question.prompt,
            options=[Option(place=one.place, html=one.html) for one in question.options],
        )


class Answer(Schema):
    """An answer: `places` for choice, several and ordering, `text` for numeric and short, or `unknown`."""

    places: list[int] = Field(
        [],
        max_length=12,
        description="Places of what you choose; of an ordering all of them, in your order.",
        examples=[[2]],
    )
    text: str = Field("", max_length=200, examples=["400 requests/s"])
    unknown: bool = Field(False, description="“I do not know”.")


class Explained(Schema):
    """An answered question with its key and explanations; HTML."""

    number: int
    score: float | None = Field(description="From 0 to 1; null when it was not answered in time.")
    right: bool
    key: str = Field(description="Of numeric and short ones; else see `rows`.")
    rows: list[dict[str, str | bool]] = Field(description="Each option or step: html, right, chosen, why.")
    explanation_html: str

    @classmethod
    def of(cls, told: Told) -> Self:
        """From what the page shows."""
        rows: list[dict[str, str | bool]] = [
            {"html": row.html, "right": row.right, "chosen": row.chosen, "why": row.why} for row in told.rows
        ]
        return cls(
            number=told.number,
            score=told.score,
            right=told.right,
            key=told.key,
            rows=rows,
            explanation_html=told.explanation,
        )


class Progress(Schema):
    """How wide the estimate is and how many questions it will still take."""

    answered: int
    deviation: float = Field(
        description="Of the topic that is known least, one standard deviation in logits."
    )
    topics: int
    within: int = Field(description="Topics that are known to ±0.5.")
    aim: float = Field(
        description="What `questions` lead to: ±0.5, or the narrowest that one sitting can reach."
    )
    questions: int | None = Field(
        description="Expected until then; null where one sitting reaches nothing narrower."
    )
    low: int | None
    high: int | None = Field(description="Four in five times it is `low` to `high`; null is open upward.")

    @classmethod
    def of(cls, progress: Progressed) -> Self:
        """From what the page shows."""
        left = progress.left
        return cls(
            answered=progress.answered,
            deviation=progress.width,
            topics=progress.topics,
            within=progress.there,
            aim=progress.aim,
            questions=left.expected if left else None,
            low=left.low if left else None,
            high=left.high if left else None,
        )


class NewCheck(Schema):
    """What a check is to be about."""

    focus: list[Topic] = Field([], max_length=9, description="Topics; none for all nine.")
    explain_at_once: bool = False
    with_code: bool = False


class Check(Schema):
    """A check as it stands. With neither question nor problem there is nothing left to ask."""

    id: UUID
    focus: list[str]
    started_at: datetime
    finished_at: datetime | None
    paused: bool
    question: Question | None = None
    problem: str | None = Field(None, description="Page of a problem that is to be solved now.")
    progress: Progress | None = Field(None, description="While it is open.")
    explained: list[Explained] = Field(
        [], description="At the end; with `explain_at_once` the question answered last."
    )
