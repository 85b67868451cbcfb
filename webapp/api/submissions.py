"""Submissions: list one's own, poll, follow."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import Field

from webapp.accounts.person import person
from webapp.api.documents import ProblemDocument
from webapp.api.schemas import Submission, SubmissionPage, SubmissionRow
from webapp.broker import graders_recently
from webapp.practice.domain.states import state_of
from webapp.practice.domain.telling import narrowed
from webapp.practice.models import Submission as SubmissionModel
from webapp.practice.views.answers import own_submission
from webapp.practice.views.events import event_stream

router = Router()
NOT_YOURS = {401: ProblemDocument, 404: ProblemDocument, 422: ProblemDocument}
EVENTS = """\
Where it stands as server-sent events: `state` {state, position, text}, `case` {number, group, verdict, time_s, memory_bytes},
`progress` {done, total} and finally `done` with the verdict. `Last-Event-ID` resumes."""


class ListQuery(Schema):
    """Which of one's submissions."""

    set: str = Field("", max_length=80)
    problem: str = Field("", max_length=80, description="Slug of a problem.")
    mode: Literal["run", "grade"] | None = None
    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=1_000_000)


@router.get(
    "",
    response={200: SubmissionPage, 401: ProblemDocument, 422: ProblemDocument},
    operation_id="list_submissions",
)
def list_submissions(request: HttpRequest, query: Query[ListQuery]) -> SubmissionPage:
    """Your own submissions, newest first."""
    rows = SubmissionModel.objects.filter(user=person(request))
    wanted = {"problem__set__slug": query.set, "problem__slug": query.problem, "mode": query.mode}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    shown = (
        rows.select_related("problem__set", "version")
        .defer("code", "report", "version__statement_html", "version__editorial_html", "version__hints")
        .order_by("-created_at")[query.offset : query.offset + query.limit]
    )
    return SubmissionPage(
        count=rows.count(), items=[SubmissionRow(**SubmissionRow.facts(narrowed(row))) for row in shown]
    )


@router.get(
    "/{uuid:id}",
    response={200: Submission, **NOT_YOURS},
    operation_id="get_submission",
    url_name="get_submission",
)
def get_submission(request: HttpRequest, id: UUID) -> Submission:
    """One of your submissions: its state, and its report once it is done."""
    found = own_submission(request, id)
    graders = graders_recently() if found.state == "queued" else None
    return Submission.build(found, state_of(found, graders).as_dict())


@router.get(
    "/{uuid:id}/events",
    operation_id="stream_submission",
    url_name="stream_submission",
    description=EVENTS,
    response={**NOT_YOURS},
    openapi_extra={
        "responses": {
            200: {
                "description": "Server-sent events",
                "content": {
                    "text/event-stream": {
                        "schema": {"type": "string"},
                        "example": 'id: 1.7\nevent: case\ndata: {"number": 7, "group": "ties", "verdict": "AC"}\n\n',
                    }
                },
            }
        }
    },
)
def stream_submission(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Follow one of your submissions."""
    return event_stream(request, person(request), id)
