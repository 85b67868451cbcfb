"""The event stream of one submission."""

from collections.abc import AsyncIterator
from uuid import UUID

import structlog
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from webapp.accounts.models import User
from webapp.accounts.person import person
from webapp.practice.domain.streaming import parse_cursor, stream
from webapp.practice.models import Submission
from webapp.practice.views.answers import for_people


@require_GET
@for_people
def events(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Server-sent events of the person's own submission; `Last-Event-ID` resumes."""
    return event_stream(request, person(request), id)


def event_stream(request: HttpRequest, user: User, id: UUID) -> StreamingHttpResponse:
    """The answer itself, which the API gives too; 404 for a submission that is not the user's.

    Looking is done here, in the thread where the middleware runs; the stream itself is asynchronous.
    """
    structlog.contextvars.bind_contextvars(submission=str(id))
    if not Submission.objects.filter(pk=id, user=user).exists():
        raise Http404
    after = parse_cursor(request.headers.get("Last-Event-ID"))
    return as_events(stream(id, after))


def as_events(messages: AsyncIterator[str]) -> StreamingHttpResponse:
    """The answer that a stream of server-sent events is."""
    response = StreamingHttpResponse(messages, content_type="text/event-stream; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache, no-store"
    response.headers["X-Accel-Buffering"] = "no"  # a buffering proxy would hold events back
    return response
