"""What two people said in the chat of their round: each line with its moment, whose it is, and by how much it was late."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from webapp.interviews.domain.log import Author
from webapp.interviews.domain.shared_texts import room_of
from webapp.interviews.models import Round
from webapp.live.domain.rooms import chat_of
from webapp.live.roles import Kind


@dataclass(frozen=True)
class Said:
    """One line; `after` is how long behind the end the server got it, None for one in time."""

    at: datetime
    by: Author
    name: str
    text: str
    after: timedelta | None


def _millis(at: datetime) -> int:
    """As the chat has its times: compared any finer, a line would be late that came at the end's own millisecond."""
    return round(at.timestamp() * 1000)


def said_in(round_: Round) -> list[Said]:
    """All lines in the order of their times; none in a round that was sat alone or whose recording was deleted."""
    room = room_of(round_)
    if room is None or not room.documents.filter(kind=Kind.CHAT).exists():
        return []
    end, candidate = round_.finished_at, round_.interview.user_id
    lines = []
    for line in chat_of(room):
        at = datetime.fromtimestamp(float(str(line["at"])) / 1000, UTC)
        by: Author = "candidate" if line["by"] == candidate else "interviewer"
        after = at - end if end and _millis(at) > _millis(end) else None
        lines.append(Said(at, by, str(line["name"]), str(line["text"]), after))
    return sorted(lines, key=lambda line: line.at)
