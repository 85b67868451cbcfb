"""The gradebook, as a page and as CSV, and what one person did for one item."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from graders.report import for_audience
from webapp.teaching.domain import gradebook
from webapp.teaching.domain.quizzes import sheet_of
from webapp.teaching.models import Membership, Work
from webapp.teaching.views.answers import TEACH, find_cohort, find_item, page

PER_PAGE = 100


@login_required
@require_safe
def grades(request: HttpRequest, id: UUID) -> HttpResponse:
    """A page of it; `q` looks for names and addresses."""
    found, role = find_cohort(request, id, TEACH)
    wanted = request.GET.get("q", "").strip().lower()[:100]
    members = [row for row in gradebook.people(found) if _fits(row, wanted)]
    paged = Paginator(members, PER_PAGE).get_page(request.GET.get("page"))
    book = gradebook.build(found, list(paged.object_list))
    context = {"role": role, "tab": "grades", "book": book, "paged": paged, "q": wanted}
    return page(request, "grades", found, context)


@login_required
@require_safe
def grades_csv(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """All of it."""
    found, _ = find_cohort(request, id, TEACH)
    lines = gradebook.as_csv(gradebook.build(found))
    response = StreamingHttpResponse(("\ufeff", *lines), content_type="text/csv; charset=utf-8")
    name = slugify(str(found)) or "gradebook"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def attempts(request: HttpRequest, id: UUID, number: int, user: int) -> HttpResponse:
    """What one person handed in for one item, with the whole report, for those who teach."""
    item, role = find_item(request, id, number, TEACH)
    cohort = item.assignment.cohort
    member = Membership.objects.select_related("user").filter(cohort=cohort, user=user).first()
    if member is None:
        raise Http404
    rows = (
        Work.objects.filter(item=item, user=user)
        .select_related("submission__version", "interview")
        .order_by("-number")
    )
    context = {
        "role": role,
        "tab": "grades",
        "item": item,
        "member": member,
        "rows": [_row(row) for row in rows],
    }
    return page(request, "attempts", cohort, context)


def _row(work: Work) -> dict[str, Any]:
    submission, quiz = work.submission, work.quiz or {}
    report = submission.report if submission is not None else None
    earned = work.earned
    return {
        "work": work,
        "points": None if earned is None else round(earned * work.item.points, 2),
        "code": submission.code if submission is not None else work.code,
        "report": for_audience(report, "instructor") if report else None,
        "reviews": sheet_of(work).reviews() if quiz.get("scores") else [],
    }


def _fits(row: Membership, wanted: str) -> bool:
    return not wanted or any(wanted in text.lower() for text in (row.name, row.user.username, row.user.email))
