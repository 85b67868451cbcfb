"""What a browser tells of a round: which part of a story begins, that the person looks elsewhere. Its times are checked."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

import structlog
from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from webapp.interviews.domain.attempts import running
from webapp.interviews.domain.log import append
from webapp.interviews.domain.rounds import bring_up, lock
from webapp.practice.domain.refusals import Refused

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 50
OLDEST = timedelta(minutes=10)
"""What could not be sent for longer than this is not believed any more."""
Ago = Annotated[int, Field(ge=0, le=int(OLDEST / timedelta(milliseconds=1)), strict=True)]


class Told(BaseModel):
    """One event: how long ago it was (ms) by a clock that cannot be set, never at what time."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["star", "view", "away", "back"]
    ago: Ago = 0
    sheet: Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9-]*$")] = ""
    part: Literal["S", "T", "A", "R", "end", ""] = ""
    place: Annotated[int, Field(ge=0, le=1_000_000)] = 0


def tell(round_id: UUID, batch: Any, now: datetime) -> int:
    """Add a batch to the log and say how many were taken; Refused, and logged, when one of them cannot be true.

    What happened before the round or claims to be of the future is a forgery. Order is the order of the batch.
    """
    bring_up(round_id, now)
    try:
        rows = [Told.model_validate(row) for row in _rows(batch)]
        with transaction.atomic():
            round_ = running(lock(round_id))
            names = set(round_.sheets.values_list("name", flat=True))
            for row in rows:
                at = now - timedelta(milliseconds=row.ago)
                if (
                    round_.started_at is None
                    or at < round_.started_at
                    or (row.sheet and row.sheet not in names)
                ):
                    raise Refused(
                        "event.false", "An event of this batch cannot be true; none was taken.", 400
                    )
                data = {"part": row.part, "place": row.place} if row.kind == "star" else {}
                if append(round_, row.kind, "candidate", at, row.sheet, **data) is None:
                    raise Refused(
                        "log.full", "The log of this round is full; your texts are kept as ever.", 409
                    )
    except ValidationError:
        log.warning("events refused", round=str(round_id), reason="event.false")
        raise Refused("event.false", "An event of this batch cannot be true; none was taken.", 400) from None
    except Refused as refused:
        log.warning("events refused", round=str(round_id), reason=refused.id)
        raise
    return len(rows)


def _rows(batch: Any) -> list[Any]:
    if not isinstance(batch, list) or len(batch) > MOST_AT_ONCE:
        raise Refused("event.batch", f"A batch is a list of at most {MOST_AT_ONCE} events.", 400)
    return batch
