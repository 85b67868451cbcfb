"""What the API gives back."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from django.urls import reverse
from ninja import Schema
from pydantic import Field, StringConstraints

from webapp.catalog.domain.listing import Row
from webapp.catalog.models import Problem as ProblemModel
from webapp.catalog.models import ProblemVersion
from webapp.practice.domain.reports import report_for_candidate
from webapp.practice.domain.states import verdict_title
from webapp.practice.domain.submitting import NOT_QUEUED
from webapp.practice.models import Submission as SubmissionModel

SLUG = r"^[a-z0-9-]{1,80}$"
SetSlug = Annotated[str, StringConstraints(pattern=SLUG), Field(examples=["streaming-top-k"])]
Slug = Annotated[str, StringConstraints(pattern=SLUG), Field(examples=["most-watched-videos"])]
State = Literal["queued", "starting", "running", "done"]


class ProblemRow(Schema):
    """A problem in a list."""

    set: str = Field(examples=["streaming-top-k"])
    slug: str = Field(examples=["most-watched-videos"])
    title: str = Field(examples=["Most-watched videos, right now"])
    summary: str
    kind: str = Field(examples=["function"])
    topics: dict[str, float] = Field(examples=[{"coding": 0.8, "system-design": 0.2}])
    level: list[str] = Field(description="First and last level.", examples=[["1-2", "2-1"]])
    minutes: int = Field(description="Typical time.", examples=[25])
    version: str = Field(description="Digest of the current package.", examples=["sha256:9f86d081884c7d65"])
    status: Literal["new", "tried", "solved"]
    page: str = Field(examples=["/problems/streaming-top-k/most-watched-videos/"])

    @classmethod
    def of(cls, row: Row) -> Self:
        """From a catalogue row."""
        return cls(**_facts(row.problem, row.version), status=row.status)


class ProblemPage(Schema):
    """Part of a list."""

    count: int = Field(description="How many there are in all.", examples=[1])
    items: list[ProblemRow]


class Problem(Schema):
    """All that a candidate may know of a problem before solving it."""

    set: str
    slug: str
    title: str
    summary: str
    kind: str
    topics: dict[str, float]
    level: list[str]
    minutes: int
    version: str
    page: str
    statement_html: str
    starter: str
    entry: dict[str, Any]
    limits: dict[str, Any] = Field(description="Per case: seconds and MiB.")
    image: str = Field(examples=["python"])
    samples: list[str] = Field(description="Inputs that `run` accepts.")

    @classmethod
    def build(cls, problem: ProblemModel, version: ProblemVersion) -> Self:
        """From the rows."""
        names = ("statement_html", "starter", "entry", "limits", "image", "samples")
        return cls(**_facts(problem, version), **{name: getattr(version, name) for name in names})


def _facts(problem: ProblemModel, version: ProblemVersion) -> dict[str, Any]:
    names = ("title", "summary", "kind", "topics", "minutes")
    return {
        "set": problem.set.slug,
        "slug": problem.slug,
        "level": [version.level_from, version.level_to],
        "version": version.digest,
        "page": problem.get_absolute_url(),
        **{name: getattr(version, name) for name in names},
    }


class Accepted(Schema):
    """A submission that was stored."""

    id: UUID
    number: int | None = Field(description="Counts your submissions of the problem; none for a run.")
    submission: str = Field(description="Poll this.")
    events: str = Field(description="Or follow this (server-sent events).")
    notice: str | None = Field(
        None, description="Set while the submission is stored but could not be queued yet."
    )

    @classmethod
    def of(cls, submission: SubmissionModel) -> Self:
        """From the row."""
        return cls(
            id=submission.pk,
            number=submission.number,
            submission=reverse("api:get_submission", args=[submission.pk]),
            events=reverse("api:stream_submission", args=[submission.pk]),
            notice=None if submission.queued_at else NOT_QUEUED,
        )


class SubmissionRow(Schema):
    """A submission in a list."""

    id: UUID
    set: str
    problem: str
    mode: Literal["run", "grade"]
    number: int | None
    version: str
    state: State
    verdict: str | None = Field(description="AC, PA, WA, TLE, MLE, OLE, RE, CE, IE or CANCELLED once done.")
    title: str | None = Field(description="The verdict in words.", examples=["Accepted"])
    score: float | None
    points: float | None
    passed: int | None
    total: int | None
    time_s: float | None
    memory_bytes: int | None
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def facts(cls, row: SubmissionModel) -> dict[str, Any]:
        """The fields above."""
        names = (
            "id", "mode", "number", "state", "score", "points", "passed", "total", "time_s", "memory_bytes",
            "created_at", "finished_at",
        )  # fmt: skip
        return {
            "set": row.problem.set.slug,
            "problem": row.problem.slug,
            "version": row.version.digest,
            "verdict": row.verdict or None,
            "title": verdict_title(row.verdict) if row.verdict else None,
            **{name: getattr(row, name) for name in names},
        }


class SubmissionPage(Schema):
    """Part of a list."""

    count: int
    items: list[SubmissionRow]


class Submission(SubmissionRow):
    """One submission with its code and, once done, its report."""

    code: str
    input: str | None
    position: int | None = Field(description="Place in the queue, 1 for next, while queued.")
    text: str = Field(description="Where it stands, in words.", examples=["Queued, next in line"])
    report: dict[str, Any] | None = Field(
        description="As the web page shows it: values only of cases that are not hidden and of the first failing one."
    )

    @classmethod
    def build(cls, row: SubmissionModel, state: dict[str, Any]) -> Self:
        """From the row and where it stands."""
        return cls(
            **cls.facts(row),
            code=row.code,
            input=row.own_input or None,
            position=state["position"],
            text=row.fault or state["text"],
            report=report_for_candidate(row) if row.report else None,
        )
