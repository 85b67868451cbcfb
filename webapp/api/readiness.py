"""Readiness: the estimate, its evidence, plan, reviews and export, always of the token's owner."""

from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from graders.package.manifest import TOPICS
from webapp.accounts.person import person
from webapp.api import readiness_schemas as schemas
from webapp.api.check_schemas import Answer, Explained, Number, Question
from webapp.api.checks import DONE, read
from webapp.api.documents import ProblemDocument
from webapp.practice.views.answers import private
from webapp.readiness.ability.outputs import intervals
from webapp.readiness.domain import remembering, swapping
from webapp.readiness.domain.estimating import array
from webapp.readiness.domain.overview import overview
from webapp.readiness.domain.owning import export, goal_of
from webapp.readiness.domain.presenting import present, review
from webapp.readiness.domain.scheduling import plan_of
from webapp.readiness.models import Evidence, Review
from webapp.readiness.templatetags.readiness_parts import evidence_title, evidence_words

router = Router()
READ = {401: ProblemDocument, 422: ProblemDocument}


class PageQuery(Schema):
    """Part of a list."""

    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=1_000_000)


@router.get("", response={200: schemas.Readiness, **READ}, operation_id="get_readiness")
def get_readiness(request: HttpRequest) -> schemas.Readiness:
    """Where you stand per topic, against the rounds and the loop, each with its 90 % interval."""
    user, now = person(request), timezone.now()
    seen = overview(user, goal_of(user), now)
    estimate = seen.standing.estimate
    ends = dict(zip(TOPICS, intervals(estimate), strict=True))
    topics = [
        schemas.TopicEstimate(
            topic=row.topic,
            ability=schemas.Interval(
                value=float(estimate.mean[TOPICS.index(row.topic)]),
                low=float(ends[row.topic][0]),
                high=float(ends[row.topic][1]),
            ),
            deviation=float(estimate.deviations[TOPICS.index(row.topic)]),
            levels=schemas.Interval(value=row.at, low=row.ninety[0], high=row.ninety[1]),
            weakest=row.weakest,
            hour=schemas.Interval.of(row.hour),
            moved=None if row.was is None else row.moved,
            pieces=row.pieces,
        )
        for row in seen.topics
    ]
    return schemas.Readiness.of(seen, topics)


@router.get("/evidence", response={200: schemas.EvidencePage, **READ}, operation_id="list_evidence")
def list_evidence(request: HttpRequest, query: Query[PageQuery]) -> schemas.EvidencePage:
    """The log that the estimate is computed from, newest first, with what each piece moved."""
    rows = Evidence.objects.filter(user=person(request))
    shown = (
        rows.select_related("step")
        .defer("step__mean", "step__covariance")
        .order_by("-number")[query.offset : query.offset + query.limit]
    )
    return schemas.EvidencePage(count=rows.count(), items=[_piece(row) for row in shown])


@router.get("/plan", response={200: list[schemas.Day], **READ}, operation_id="get_plan")
def get_plan(request: HttpRequest) -> list[schemas.Day]:
    """Today and every day before the interview, never more than the hours given."""
    user = person(request)
    return [schemas.Day.of(day) for day in plan_of(user, goal_of(user), timezone.now())]


@router.post("/plan/swap", response={200: list[schemas.Day], **DONE}, operation_id="swap_task")
def swap_task(request: HttpRequest, body: schemas.SwapBody) -> list[schemas.Day]:
    """An entry of a day for what its `instead` names; the plan as it is then."""
    swapping.swap(person(request), body.day, body.out, timezone.now())
    return get_plan(request)


@router.delete("/plan/swap/{day}", response={200: list[schemas.Day], **DONE}, operation_id="undo_swaps")
def undo_swaps(request: HttpRequest, day: date) -> list[schemas.Day]:
    """That day as it was planned."""
    swapping.as_planned(person(request), day)
    return get_plan(request)


@router.get("/reviews", response={200: schemas.Reviews, **READ}, operation_id="list_reviews")
def list_reviews(request: HttpRequest) -> schemas.Reviews:
    """What is due today, the longest overdue first, and the load of the coming days."""
    user, now = person(request), timezone.now()
    rows = []
    for place, memory in enumerate(remembering.due(user, now)):
        first = place == 0 and memory.item_id is not None
        question = present(remembering.showing_of(memory), remembering.version_of(memory)) if first else None
        rows.append(
            schemas.ReviewRow(
                id=memory.pk,
                item=memory.item.name if memory.item else None,
                problem=memory.problem.get_absolute_url() if memory.problem else None,
                due_at=memory.due_at,
                recall=remembering.recall_of(memory, now),
                question=Question.of(question) if question else None,
            )
        )
    load = [
        schemas.LoadRow(day=row.day, expected=row.expected, low=row.low, high=row.high)
        for row in remembering.load_of(user, now)
    ]
    return schemas.Reviews(due=rows, load=load)


@router.post("/reviews/{id}/answer", response={200: schemas.Reviewed, **DONE}, operation_id="answer_review")
def answer_review(request: HttpRequest, id: Path[Number], body: Answer) -> schemas.Reviewed:
    """Review a question by answering it; graded by the answer."""
    user, now = person(request), timezone.now()
    memory = remembering.own(user, id, now)
    given = read(body, remembering.version_of(memory), remembering.showing_of(memory))
    return _reviewed(remembering.answer(user, id, given, now))


@router.post("/reviews/{id}/grade", response={200: schemas.Reviewed, **DONE}, operation_id="grade_review")
def grade_review(request: HttpRequest, id: Path[Number], body: schemas.GradeBody) -> schemas.Reviewed:
    """Say yourself how well it came back."""
    grade = Review.Grade[body.grade.upper()]
    return _reviewed(remembering.grade(person(request), id, grade, timezone.now()))


@router.get("/export", response={200: dict[str, Any], **READ}, operation_id="export_readiness")
def export_readiness(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Everything that is kept about your readiness, as the page exports it."""
    private(response)
    return export(person(request), timezone.now())


def _reviewed(done: Review) -> schemas.Reviewed:
    told = review(remembering.shown(done), done.version) if done.version else None
    return schemas.Reviewed(
        grade=done.get_grade_display().lower(),
        next_on=done.memory.due_at,
        explained=Explained.of(told) if told else None,
    )


def _piece(row: Evidence) -> schemas.EvidencePiece:
    step = getattr(row, "step", None)
    moved = dict(zip(TOPICS, array(step.moved).tolist(), strict=True)) if step else {}
    return schemas.EvidencePiece(
        number=row.number,
        at=row.at,
        kind=cast("schemas.EvidenceKind", row.kind),
        title=evidence_title(row),
        words=evidence_words(row),
        topics=row.topics,
        moved={topic: value for topic, value in moved.items() if value},
        failed=bool(step and step.failed),
    )
