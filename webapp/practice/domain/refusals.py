"""What the site says no to, in words for the person who asked."""

from typing import Any


class Refused(Exception):
    """A request that cannot be met: a stable id, the words, the HTTP status, and what else a script may need."""

    def __init__(self, id: str, text: str, status: int = 400, **more: Any) -> None:
        super().__init__(text)
        self.id, self.text, self.status = id, text, status
        self.more = {name: value for name, value in more.items() if value is not None}
