"""Whose marks and notes are shown to whom, and when: each marks unseen by the other, and sees the other's when both are done."""

from collections.abc import Callable
from typing import Any

from webapp.interviews.domain.access import Role
from webapp.interviews.domain.people import interviewer_of
from webapp.interviews.models import Event, Round


def sees_given(round_: Round, role: Role) -> bool:
    """Whether this role is shown the interviewer's marks and notes: the candidate when both are done marking."""
    return role is not Role.CANDIDATE or (round_.judged_at is not None and round_.marked_at is not None)


def sees_own(round_: Round, role: Role) -> bool:
    """Whether this role is shown the candidate's marks: the interviewer when their own are given."""
    return role is not Role.INTERVIEWER or round_.judged_at is not None


def interviewer_data(round_: Round, role: Role) -> dict[str, Any] | None:
    """Who interviewed, and whether their marks are given and shown; None for a round that was sat alone."""
    who = interviewer_of(round_)
    if who is None and round_.judged_at is None:
        return None
    return {
        "name": who.username if who else "somebody who has left the site",
        "judged": round_.judged_at is not None,
        "shown": round_.judged_at is not None and sees_given(round_, role),
    }


def notes_data(
    events: list[Event], titles: dict[str, str], time_of: Callable[[int], str]
) -> list[dict[str, Any]]:
    """What the interviewer noted, each at its moment."""
    return [
        {
            "event": event.number,
            "at": time_of(event.number),
            "text": event.data["text"],
            "about": titles.get(event.sheet, ""),
        }
        for event in events
        if event.kind == "note"
    ]
