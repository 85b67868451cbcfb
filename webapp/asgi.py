"""The site as an ASGI application: `uvicorn webapp.asgi:application`."""

import os
from typing import TYPE_CHECKING, Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")

import django
from asgiref.sync import sync_to_async
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable
from django.core.handlers.asgi import ASGIHandler

django.setup(set_prefix=False)

from webapp.limits import largest_body  # noqa: E402 (as below)
from webapp.live.sockets.hub import hub  # noqa: E402 (needs the applications loaded)
from webapp.live.sockets.routing import application as live_application  # noqa: E402 (as above)

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class Handler(ASGIHandler):
    """Django's, with every request in one thread from the first middleware to the last: no view here is asynchronous.

    Django would go to the event loop and back for each piece of middleware, a dozen times a request.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """Build a chain that has nothing asynchronous in it."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: "HttpRequest") -> "HttpResponseBase":
        """Pass the request through it."""
        return await sync_to_async(self.get_response)(request)


class LimitedBody:
    """Passes a request's body on up to `limit` bytes and marks the scope when there was more.

    Django's handler would spool the whole body to disk before any middleware runs.
    """

    def __init__(self, scope: dict[str, Any], receive: ASGIReceiveCallable, limit: int) -> None:
        self.scope, self.source, self.left = scope, receive, limit

    async def receive(self) -> Any:
        """The next message of the request, cut short once the limit is passed."""
        message: Any = await self.source()
        while message["type"] == "http.request" and self.left < 0:
            message = await self.source()  # the rest is thrown away; what follows it is the disconnect
        if message["type"] == "http.request":
            self.left -= len(message.get("body", b""))
            if self.left < 0:
                self.scope["readyroom.body_cut"] = True
                return {"type": "http.request", "body": b"", "more_body": False}
        return message


django_application = Handler()


async def application(scope: Any, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answer one connection."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http":
        body = LimitedBody(scope, receive, largest_body(scope["path"]))
        await django_application(scope, body.receive, send)  # type: ignore[arg-type]
    elif scope["type"] == "websocket":
        await live_application(scope, receive, send)


async def lifespan(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answer the server's start and stop."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hub()  # so that the line to the broker stands before anybody comes
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await hub().stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
