"""What every request passes: body limit, log context, static files, headers that Django has no setting for."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog
from django.db import InterfaceError, OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

from webapp.errors import database_away, too_large
from webapp.limits import largest_body

log = structlog.get_logger(__name__)
Handler = Callable[[HttpRequest], HttpResponseBase]


class RequestLog:
    """Binds a request id to every log line, and logs what failed or was slow."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=uuid4().hex[:12])
        begun = time.monotonic()
        response = self.get_response(request)
        seconds = time.monotonic() - begun
        if response.status_code >= 500 or seconds > 1:
            log.warning(
                "slow or failed request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                seconds=round(seconds, 3),
            )
        return response


class DatabaseAway:
    """Answers 503 where the database did not take part: locked for too long, out of room, or gone. That is no bug."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a view raised."""
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        log.error("the database is away", path=request.path, error=str(exception))
        return database_away(request)


class BodyLimit:
    """Answers 413 to a body that is too large, as announced or as `webapp.asgi` has found while reading."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        cut = getattr(request, "scope", {}).get("readyroom.body_cut", False)
        if cut or (announced.isdigit() and int(announced) > largest_body(request.path)):
            return too_large(request)
        return self.get_response(request)


class PermissionsPolicy:
    """Turns off the browser features that the site never asks for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise, whose file is read here: a lazily read file would be iterated on the event loop."""

    def serve(self, static_file: Any, request: HttpRequest) -> HttpResponseBase:
        """The static file as a plain response."""
        response = WhiteNoiseMiddleware.serve(static_file, request)
        if not isinstance(response, FileResponse):
            return response
        try:
            whole = HttpResponse(b"".join(response), status=response.status_code)
        finally:
            response.close()
        whole.headers = response.headers
        return whole
