"""Readiness checks: one question at a time, one answer each, as on the page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router

from graders.questions import Choice, Item, Ordering, Several
from webapp.accounts.person import person
from webapp.api import check_schemas as schemas
from webapp.api.documents import ProblemDocument
from webapp.practice.domain.refusals import Refused
from webapp.readiness.domain import checking
from webapp.readiness.domain.presenting import Showing, order_of, present, review, source_of
from webapp.readiness.domain.progressing import progress_of
from webapp.readiness.forms import AnswerForm
from webapp.readiness.models import Asked, Check, ItemVersion

router = Router()
DONE = {
    400: ProblemDocument,
    401: ProblemDocument,
    404: ProblemDocument,
    409: ProblemDocument,
    422: ProblemDocument,
}


@router.post("", response={200: schemas.Check, **DONE}, operation_id="start_check")
def start_check(request: HttpRequest, body: schemas.NewCheck) -> schemas.Check:
    """Start a check, or go on with the one that is open; it then keeps its own topics."""
    return _check(checking.start(person(request), timezone.now(), **body.dict()))


@router.get("/{uuid:id}", response={200: schemas.Check, **DONE}, operation_id="get_check")
def get_check(request: HttpRequest, id: UUID) -> schemas.Check:
    """The check with the question that is open: the one whose answer is expected to tell most."""
    return _check(checking.find(person(request), id))


@router.post(
    "/{uuid:id}/answers/{number}",
    response={200: schemas.Check, **DONE},
    operation_id="answer_question",
)
def answer_question(
    request: HttpRequest, id: UUID, number: Path[schemas.Number], body: schemas.Answer
) -> schemas.Check:
    """Answer the open question, once; what comes twice, too late or for another question changes nothing."""
    user = person(request)
    found = checking.find(user, id)
    asked = checking.expect_open(found, number)
    given = read(body, checking.item_asked(asked), Showing.of(asked))
    checking.answer(user, id, number, given, timezone.now())
    return _check(found)


@router.post("/{uuid:id}/pause", response={200: schemas.Check, **DONE}, operation_id="pause_check")
def pause_check(request: HttpRequest, id: UUID) -> schemas.Check:
    """Stop the clock of the open question, on every device."""
    checking.pause(person(request), id, timezone.now())
    return _check(checking.find(person(request), id))


@router.post("/{uuid:id}/resume", response={200: schemas.Check, **DONE}, operation_id="resume_check")
def resume_check(request: HttpRequest, id: UUID) -> schemas.Check:
    """Go on with the same question and what was left of its time."""
    checking.resume(person(request), id, timezone.now())
    return _check(checking.find(person(request), id))


@router.post("/{uuid:id}/finish", response={200: schemas.Check, **DONE}, operation_id="finish_check")
def finish_check(request: HttpRequest, id: UUID) -> schemas.Check:
    """End the check; its questions come with their explanations."""
    return _check(checking.finish(person(request), id, timezone.now()))


def read(body: schemas.Answer, version: ItemVersion, showing: Showing) -> Any:
    """The answer as `graders.questions.mark` takes it, None for "I do not know"; Refused for what is no answer."""
    if body.unknown:
        return None
    item = source_of(version)
    order = order_of(showing, item)
    form = AnswerForm(item, order, _fields(item, body))
    if not form.is_valid():
        raise Refused("answer.incomplete", f"{form.complaint()} Nothing is counted yet.")
    return form.cleaned_data["answer"]


def _fields(item: Item, body: schemas.Answer) -> dict[str, Any]:
    """As the page's form sends it: an ordering gives each shown step its place."""
    if isinstance(item, Ordering):
        return {f"place-{shown}": str(place) for place, shown in enumerate(body.places, start=1)}
    if isinstance(item, Several):
        return {"answer": [str(place) for place in body.places]}
    if isinstance(item, Choice):
        return {"answer": str(body.places[0])} if len(body.places) == 1 else {}
    return {"answer": body.text}


def _check(check: Check) -> schemas.Check:
    now = timezone.now()
    asked = checking.current(check, now)
    check.refresh_from_db()
    shown: dict[str, Any] = {
        "id": check.pk,
        "focus": check.focus,
        "started_at": check.started_at,
        "paused": check.paused,
    }
    if check.finished_at is not None:
        rows = check.asked.filter(version__isnull=False).exclude(state=Asked.State.SKIPPED)
        return schemas.Check(
            **shown, finished_at=check.finished_at, explained=[_told(row) for row in _with(rows)]
        )
    last = check.asked.filter(state=Asked.State.ANSWERED, version__isnull=False).order_by("-number")[:1]
    question = present(Showing.of(asked), asked.version) if asked and asked.version else None
    return schemas.Check(
        **shown,
        finished_at=None,
        question=schemas.Question.of(question) if question and not check.paused else None,
        problem=asked.problem.get_absolute_url() if asked and asked.problem else None,
        progress=schemas.Progress.of(progress_of(check, now)),
        explained=[_told(row) for row in _with(last)] if check.explain_at_once else [],
    )


def _with(rows: Any) -> list[Asked]:
    return list(rows.select_related("version"))


def _told(asked: Asked) -> schemas.Explained:
    assert asked.version is not None
    return schemas.Explained.of(review(Showing.of(asked), asked.version))
