"""Error answers: a designed page for people, a JSON object for scripts."""

import json
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

TEXTS = {
    400: ("request.bad", "The request could not be understood."),
    403: ("request.forbidden", "You may not do this."),
    404: ("request.not_found", "There is nothing here."),
    413: ("request.too_large", "The request is larger than the site accepts."),
    429: ("request.too_many", "Too many attempts. Wait a little and try again."),
    500: ("site.fault", "Something went wrong on our side. It has been logged."),
    503: (
        "site.database",
        "The database does not answer or has no room at the moment, so nothing was stored. Try again in a minute.",
    ),
}


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is a script: it sent JSON or asked for it, and did not ask for a page."""
    if request.content_type == "application/json":
        return True
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def error_json(status: int, id: str, text: str, **more: Any) -> JsonResponse:
    """The site's JSON error: {"error": {"id", "text", ...}}; `wait_s` also becomes Retry-After."""
    known = {name: value for name, value in more.items() if value is not None}
    response = JsonResponse({"error": {"id": id, "text": text, **known}}, status=status)
    if "wait_s" in known:
        response.headers["Retry-After"] = str(known["wait_s"])
    return response


def problem_document(status: int, id: str, detail: str, **more: Any) -> HttpResponse:
    """The API's error (RFC 9457): {"type", "title", "status", "detail", ...}; `wait_s` also becomes Retry-After."""
    known = {name: value for name, value in more.items() if value is not None}
    body = {"type": id, "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **known}
    response = HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")
    if "wait_s" in known:
        response.headers["Retry-After"] = str(known["wait_s"])
    return response


def error_page(request: HttpRequest, status: int, template: str = "", **context: Any) -> HttpResponse:
    """The answer for `status` as a page or JSON, whichever the caller can read."""
    id, text = TEXTS[status]
    if request.path.startswith("/api/"):
        return problem_document(status, id, text, wait_s=context.get("wait_s"))
    if wants_json(request):
        return error_json(status, id, text, wait_s=context.get("wait_s"))
    response = render(request, template or f"{status}.html", {"text": text, **context}, status=status)
    if "wait_s" in context:
        response.headers["Retry-After"] = str(context["wait_s"])
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where the cause is a body over the limit."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or stale."""
    return error_page(request, 403, template="403_csrf.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return error_page(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return error_page(request, 413)


def locked_out(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """429 after too many failed logins."""
    from axes.helpers import get_cool_off

    cool_off = get_cool_off(request)
    return error_page(request, 429, wait_s=int(cool_off.total_seconds()) if cool_off else 900)


def database_away(request: HttpRequest) -> HttpResponse:
    """503; its template must not need the database either."""
    return error_page(request, 503, wait_s=60)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; its template must not need the database."""
    return error_page(request, 500)
