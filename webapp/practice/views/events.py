"""The event stream of one submission."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from webapp.practice.domain.streaming import parse_cursor, stream
from webapp.practice.models import Submission
from webapp.practice.views.answers import login_needed


@require_GET
async def events(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Server-sent events of the person's own submission; `Last-Event-ID` resumes."""
    user = await request.auser()
    if not user.is_authenticated:
        return login_needed(request)
    if not await Submission.objects.filter(pk=id, user=user.pk).aexists():
        raise Http404
    return event_stream(request, id)


def event_stream(request: HttpRequest, id: UUID) -> StreamingHttpResponse:
    """The answer itself, which the API gives too."""
    after = parse_cursor(request.headers.get("Last-Event-ID"))
    response = StreamingHttpResponse(stream(id, after), content_type="text/event-stream; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache, no-store"
    response.headers["X-Accel-Buffering"] = "no"  # a buffering proxy would hold events back
    return response
