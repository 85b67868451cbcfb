"""The site as an ASGI application: `uvicorn webapp.asgi:application`."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable
from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from webapp.limits import largest_body  # noqa: E402 (as below)
from webapp.live.sockets.hub import hub  # noqa: E402 (needs the applications loaded)
from webapp.live.sockets.routing import application as live_application  # noqa: E402 (as above)


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
