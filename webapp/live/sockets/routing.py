"""The way to a room: origin, session, room."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import path

from webapp.live.sockets.consumer import RoomConsumer

Application = Callable[[dict[str, Any], Any, Any], Awaitable[Any]]


class SameOrigin:
    """Lets sockets through that a page of this site opened.

    Stricter than allowed hosts: any port of localhost would be one of these. As for forms, a page's origin must be the
    host that it asks, or one of CSRF_TRUSTED_ORIGINS.
    """

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        headers = {name.lower(): value for name, value in scope["headers"]}
        origin = headers.get(b"origin", b"").decode("latin-1")
        if not allowed(origin, headers.get(b"host", b"").decode("latin-1")):
            return await WebsocketDenier()(scope, receive, send)
        return await self.inner(scope, receive, send)


def allowed(origin: str, host: str) -> bool:
    """Whether a page from `origin` may open a socket to `host`."""
    request = HttpRequest()
    request.META = {"HTTP_HOST": host, "SERVER_NAME": "", "SERVER_PORT": ""}
    try:
        request.get_host()
    except DisallowedHost:
        return False
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    scheme = "https" if settings.HTTPS else "http"
    return urlsplit(origin).scheme in (scheme, "https") and origin.partition("://")[2] == host


application: Application = SameOrigin(
    AuthMiddlewareStack(URLRouter([path("live/<uuid:room>/socket", RoomConsumer.as_asgi())]))
)
