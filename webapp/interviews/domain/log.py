"""A round's event log: rows are only added, numbered, at the server's time, and bounded in size."""

import json
from datetime import datetime
from typing import Any, Literal

from django.db.models import F

from webapp.interviews.models import Event, Round

MOST_BYTES = 2_000_000
"""Of one round's log."""
RESERVED_BYTES = 60_000
"""Kept for what the clock has to say, so that no flood of others keeps it from being written down."""
OVERHEAD = 60
"""Bytes that an event takes beside its data."""
Author = Literal["candidate", "clock", "grader", "interviewer"]


def append(round_: Round, kind: str, by: Author, at: datetime, sheet: str = "", **data: Any) -> Event | None:
    """Add an event; None when the log is full. The caller's transaction holds the round's row.

    Times in a log never go back: what comes in late is noted as of the last event.
    """
    size = OVERHEAD + len(json.dumps(data, ensure_ascii=False).encode())
    if round_.log_bytes + size > (MOST_BYTES if by == "clock" else MOST_BYTES - RESERVED_BYTES):
        return None
    round_.last_event += 1
    round_.log_bytes += size
    round_.last_at = max(at, round_.last_at or at)
    Round.objects.filter(pk=round_.pk).update(
        last_event=F("last_event") + 1, log_bytes=F("log_bytes") + size, last_at=round_.last_at
    )
    return Event.objects.create(
        round=round_, number=round_.last_event, at=round_.last_at, by=by, kind=kind, sheet=sheet, data=data
    )
