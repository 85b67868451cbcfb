"""One browser in one room, as the hub sees it."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from webapp.live.domain.permissions import Entry
from webapp.live.sockets.closing import Close
from webapp.live.sockets.figures import CLOSED
from webapp.live.sockets.limits import OUTBOX_BYTES, Allowance


@dataclass(eq=False)
class Connection:
    """Who is connected, what they may, and what waits to be sent to them.

    Nobody waits for a browser that does not read: frames queue up to a limit, above which it is closed.
    """

    entry: Entry
    session_key: str
    id: str = field(default_factory=lambda: uuid4().hex[:12])
    allowance: Allowance = field(default_factory=Allowance)
    outbox: "asyncio.Queue[bytes | str | Close]" = field(default_factory=asyncio.Queue)
    waiting: int = 0  # bytes
    closing: bool = False

    @property
    def room(self) -> UUID:
        """The room's id."""
        return self.entry.room.pk

    @property
    def person(self) -> dict[str, Any]:
        """What others are told of whoever is connected."""
        user = self.entry.user
        return {"connection": self.id, "user": user.pk, "name": user.username, "role": self.entry.role.value}

    def tell(self, frame: bytes | Mapping[str, Any]) -> None:
        """Queue a frame."""
        if self.closing:
            return
        data = frame if isinstance(frame, bytes) else json.dumps(frame)
        self.waiting += len(data)
        if self.waiting > OUTBOX_BYTES:
            self.close(Close.SLOW)
            return
        self.outbox.put_nowait(data)

    def close(self, code: Close) -> None:
        """Queue the end; nothing is sent after it."""
        if not self.closing:
            self.closing = True
            CLOSED.labels(code.name.lower()).inc()
            self.outbox.put_nowait(code)
