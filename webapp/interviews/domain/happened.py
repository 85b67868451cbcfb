"""What is new in a shared round, for the pages of those who are in it. What each kind of event tells is listed by name."""

from typing import Any

from webapp.interviews.domain.access import Role
from webapp.interviews.models import Event, Round

TOLD: dict[str, tuple[str, ...]] = {
    "started": (), "shared": (), "paused": (), "resumed": (), "handed-in": (), "hint": (), "probe": (),
    "stage": (), "run": ("submission", "own"), "submit": ("submission",),
    "verdict": ("submission", "mode", "verdict", "passed", "total"),
}  # fmt: skip
"""Kinds that both are told of, with the fields of each."""
PRIVATE: dict[str, tuple[str, ...]] = {"note": ("text",)}
"""Kinds that the interviewer alone is told of, and staff."""
MOST = 200


def news_for(round_: Round, role: Role, after: int) -> dict[str, Any]:
    """{last, state, call, events}: events behind number `after`, the newest if there are many."""
    told = TOLD if role is Role.CANDIDATE else TOLD | PRIVATE
    rows = Event.objects.filter(round=round_, number__gt=after, kind__in=told).order_by("-number")[:MOST]
    events = [
        {
            "number": row.number,
            "at": row.at.isoformat(),
            "by": row.by,
            "kind": row.kind,
            "sheet": row.sheet,
            **{name: row.data[name] for name in told[row.kind] if name in row.data},
        }
        for row in reversed(rows)
    ]
    return {"last": round_.last_event, "state": round_.state, "call": round_.call_url, "events": events}
