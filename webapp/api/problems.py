"""Problems: list, fetch, run, submit."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from graders.package.manifest import Level, Topic
from webapp.accounts.person import person
from webapp.api.documents import ProblemDocument
from webapp.api.schemas import Accepted, Problem, ProblemPage, ProblemRow, SetSlug, Slug
from webapp.catalog.domain.listing import Filters, all_rows, select
from webapp.practice.domain.holding import check_not_held
from webapp.practice.domain.notebooks import code_of, notebook_of
from webapp.practice.domain.staying import version_for
from webapp.practice.domain.submitting import submit
from webapp.practice.models import Submission
from webapp.practice.views.answers import find_problem

router = Router()


class ListQuery(Schema):
    """Filters; several values of one field widen the choice, fields narrow it."""

    set: str = Field("", max_length=80, description="Slug of a set.")
    topic: list[Topic] = Field([], description="Readiness axes.")
    kind: list[Literal["function", "program", "design"]] = []
    level: list[Level] = []
    status: list[Literal["new", "tried", "solved"]] = []
    q: str = Field("", max_length=80, description="Words in title, summary, set or topics.")
    sort: Literal["set", "level", "time", "difficulty"] = "set"
    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=1_000_000)


class Code(Schema):
    """What is submitted."""

    code: str = Field(
        description="The file solution.py: UTF-8 text of at most 64 KiB.",
        examples=["class TopK:\n    def __init__(self, k: int) -> None: ...\n"],
    )


class CodeToRun(Code):
    """What is run."""

    input: str | None = Field(
        None,
        description="An input of your own, as Python calls with literal arguments; without it the samples are run.",
        examples=["TopK(2)\nupdate(10, 5)\ntopk()"],
    )


@router.get(
    "", response={200: ProblemPage, 401: ProblemDocument, 422: ProblemDocument}, operation_id="list_problems"
)
def list_problems(request: HttpRequest, query: Query[ListQuery]) -> ProblemPage:
    """The problems that are offered, with your own progress."""
    rows = select(all_rows(person(request)), Filters.of(query.dict()))
    shown = rows[query.offset : query.offset + query.limit]
    return ProblemPage(count=len(rows), items=[ProblemRow.of(row) for row in shown])


@router.get(
    "/{set}/{slug}",
    response={200: Problem, 401: ProblemDocument, 404: ProblemDocument, 422: ProblemDocument},
    operation_id="get_problem",
)
def get_problem(request: HttpRequest, set: Path[SetSlug], slug: Path[Slug]) -> Problem:
    """One problem: its statement, what to define, its limits and its samples."""
    found, current = find_problem(set, slug)
    return Problem.build(found, version_for(person(request), found, current))


TAKEN = {
    202: Accepted,
    400: ProblemDocument,
    401: ProblemDocument,
    404: ProblemDocument,
    409: ProblemDocument,
    413: ProblemDocument,
    422: ProblemDocument,
    429: ProblemDocument,
}


@router.post("/{set}/{slug}/run", response=TAKEN, operation_id="run")
def run(request: HttpRequest, set: Path[SetSlug], slug: Path[Slug], body: CodeToRun) -> Status[Accepted]:
    """Run code on the samples, or on an input of your own."""
    return take(request, set, slug, Submission.Mode.RUN, body.code, body.input)


@router.post("/{set}/{slug}/submit", response=TAKEN, operation_id="submit")
def hand_in(request: HttpRequest, set: Path[SetSlug], slug: Path[Slug], body: Code) -> Status[Accepted]:
    """Submit code to be graded."""
    return take(request, set, slug, Submission.Mode.GRADE, body.code, None)


@router.get(
    "/{set}/{slug}/notebook",
    operation_id="get_notebook",
    response={401: ProblemDocument, 404: ProblemDocument, 409: ProblemDocument, 422: ProblemDocument},
    openapi_extra={
        "responses": {
            200: {
                "description": "A notebook",
                "content": {"application/x-ipynb+json": {"schema": {"type": "object"}}},
            }
        }
    },
)
def get_notebook(request: HttpRequest, set: Path[SetSlug], slug: Path[Slug]) -> HttpResponse:
    """A function problem as a Jupyter notebook: statement, starter and samples."""
    found, current = find_problem(set, slug)
    check_not_held(person(request), found)
    version = version_for(person(request), found, current)
    return HttpResponse(notebook_of(version), content_type="application/x-ipynb+json")


@router.post("/{set}/{slug}/notebook", response=TAKEN, operation_id="submit_notebook")
def hand_in_notebook(
    request: HttpRequest, set: Path[SetSlug], slug: Path[Slug], notebook: File[UploadedFile]
) -> Status[Accepted]:
    """Submit the solution cells of a notebook that was downloaded here; its outputs are not looked at."""
    found, _ = find_problem(set, slug)
    return take(request, set, slug, Submission.Mode.GRADE, code_of(found, notebook), None)


def take(
    request: HttpRequest, set: str, slug: str, mode: str, code: str, own_input: str | None
) -> Status[Accepted]:
    """Store, queue and say where to follow."""
    found, current = find_problem(set, slug)
    version = version_for(person(request), found, current)
    return Status(202, Accepted.of(submit(person(request), version, mode, code, own_input)))
