"""A line of a chat: what a browser may say, and what the server makes of it."""

from datetime import datetime
from typing import Any

from webapp.accounts.models import User

LONGEST = 2000  # characters of a line
LONGEST_ID = 40


class NoLine(Exception):
    """This is no line that a chat takes."""


class TooLong(NoLine):
    """It has more characters than a line may have."""


def line_of(user: User, id: object, text: object, at: datetime) -> dict[str, Any]:
    """The line as it is kept: `id` is the browser's, name and time (milliseconds since 1970) are the server's."""
    if (
        not isinstance(text, str)
        or not isinstance(id, str)
        or not 0 < len(id) <= LONGEST_ID
        or not text.strip()
    ):
        raise NoLine
    if len(text) > LONGEST:
        raise TooLong
    # Half of a pair, which JSON can name and UTF-8 cannot: no document could hold it.
    if any("\ud800" <= character <= "\udfff" for character in id + text):
        raise NoLine
    millis = round(at.timestamp() * 1000)
    return {"id": id, "by": user.pk, "name": user.username, "at": millis, "text": text}
