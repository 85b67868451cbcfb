"""What the readiness part of the API takes and gives back, but for questions and their answers."""

from datetime import date, datetime
from typing import Literal, Self, cast

from ninja import Schema
from pydantic import Field

from graders.package.manifest import Level
from webapp.api.check_schemas import Explained, Question
from webapp.readiness.ability.outputs import Range
from webapp.readiness.domain.overview import Overview
from webapp.readiness.domain.scheduling import PlannedDay

TaskKind = Literal["problem", "quiz", "review", "mock"]
EvidenceKind = Literal["quiz", "claim", "code", "rubric", "round"]
LOGITS = "On the scale of abilities: one level is one logit, and 0 is level 2-2."


class Interval(Schema):
    """A figure with its 90 % interval."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, range_: Range) -> Self:
        """From the model's."""
        return cls(value=range_.value, low=range_.low, high=range_.high)


class TopicEstimate(Schema):
    """One topic; nobody is a point, so every ability comes with its interval."""

    topic: str = Field(examples=["experimentation"])
    ability: Interval = Field(description=LOGITS)
    deviation: float = Field(description="One standard deviation, logits.")
    levels: Interval = Field(
        description="The same on the ladder of levels: 0 is the line of 1-2, 4 that of 3-2."
    )
    weakest: float = Field(description="Probability of being your weakest topic.")
    hour: Interval = Field(
        description="What an hour on it is expected to add to the chance of passing the loop."
    )
    moved: float | None = Field(description="Levels since a week ago; null without an estimate then.")
    pieces: int = Field(description="Pieces of evidence about it.")


class RoundChance(Schema):
    """The chance of passing one round of the loop."""

    number: int
    title: str
    chance: Interval


class Goal(Schema):
    """What you prepare for."""

    level: Level
    interview_on: date | None = None
    hours_per_week: float = Field(ge=0, le=60)


class Readiness(Schema):
    """Where you stand and how sure that is."""

    goal: Goal
    pieces: int = Field(
        description="Pieces of evidence behind it; 0 says that this is the estimate of a stranger."
    )
    topics: list[TopicEstimate] = Field(description="Likeliest weakest first.")
    rounds: list[RoundChance]
    loop: Interval = Field(description="The chance of passing every round.")

    @classmethod
    def of(cls, seen: Overview, topics: list[TopicEstimate]) -> Self:
        """From what the page shows."""
        goal = seen.goal
        return cls(
            goal=Goal(
                level=cast("Level", goal.level),
                interview_on=goal.interview_on,
                hours_per_week=goal.hours_per_week,
            ),
            pieces=seen.standing.number,
            topics=topics,
            rounds=[
                RoundChance(number=row.round.number, title=row.round.title, chance=Interval.of(row.chance))
                for row in seen.rounds
            ],
            loop=Interval.of(seen.chance),
        )


class EvidencePiece(Schema):
    """One thing that was observed, and what it did."""

    number: int = Field(description="The order in which it counts.")
    at: datetime
    kind: EvidenceKind
    title: str
    words: str = Field(description="What was seen.", examples=["right in 40 s · level 2-2"])
    topics: dict[str, float]
    moved: dict[str, float] = Field(description="Logits that it moved each topic.")
    failed: bool = Field(description="It could not be computed, and the estimate before it was kept.")


class EvidencePage(Schema):
    """Part of the log, newest first."""

    count: int
    items: list[EvidencePiece]


class Task(Schema):
    """An entry of the plan."""

    id: str = Field(description="As `swap` names it; empty for reviews.")
    kind: TaskKind
    title: str
    about: str
    minutes: int
    page: str
    gain: Interval | None = Field(description="In the chance of passing the loop, 0 to 1.")
    instead: str | None = Field(description="What it can be swapped for: worth as much, and fits the day.")


class Day(Schema):
    """One day of the plan."""

    day: date
    minutes: int
    swapped: bool
    tasks: list[Task]

    @classmethod
    def of(cls, planned: PlannedDay) -> Self:
        """From what the page shows."""
        tasks = [
            Task(
                id=task.id,
                kind=cast("TaskKind", task.kind),
                title=task.title,
                about=task.about,
                minutes=task.minutes,
                page=task.address,
                gain=Interval(value=task.gain[0], low=task.gain[1], high=task.gain[2]) if task.gain else None,
                instead=task.instead_title or None,
            )
            for task in planned.tasks
        ]
        return cls(day=planned.day, minutes=planned.minutes, swapped=planned.swapped, tasks=tasks)


class SwapBody(Schema):
    """Which entry of which day."""

    day: date
    out: str = Field(min_length=1, max_length=180, examples=["problem:streaming-top-k/most-watched-videos"])


class ReviewRow(Schema):
    """Something that is due."""

    id: int
    item: str | None = Field(description="Name of a question.", examples=["coding/heap-of-k"])
    problem: str | None = Field(description="Page of a problem.")
    due_at: datetime
    recall: float = Field(description="Chance that it is still known.")
    question: Question | None = Field(description="Of the first one, if it is a question.")


class LoadRow(Schema):
    """Reviews of a day: expected, and the range that holds nine in ten."""

    day: date
    expected: float
    low: int
    high: int


class Reviews(Schema):
    """The queue."""

    due: list[ReviewRow]
    load: list[LoadRow]


class GradeBody(Schema):
    """How well it came back."""

    grade: Literal["forgot", "hard", "good", "easy"]


class Reviewed(Schema):
    """A review that was done."""

    grade: str
    next_on: datetime
    explained: Explained | None = None
