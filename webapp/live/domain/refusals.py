"""Why somebody is not let in, or a link is not taken: a stable id and words for the person."""

from enum import Enum


class Reason(Enum):
    """Each with its words; the id is the name in lower case."""

    NOT_THERE = "There is no room here for this account."
    FULL = "Two people are in this room already; a third is not let in."
    LINK_UNKNOWN = "This link leads nowhere. Ask whoever sent it for a new one."
    LINK_EXPIRED = "This link has expired. Ask whoever sent it for a new one."
    LINK_REVOKED = "This link was withdrawn by whoever sent it."
    LINK_TAKEN = "This link was used by another account; each works for one. Ask for one of your own."
    CLOSED = "This room is closed: nothing can be changed in it any more."
    MAY_NOT_INVITE = "Only the two people of a room invite into it."


class Refused(Exception):
    """The answer is no."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

    @property
    def id(self) -> str:
        """As in "live.link_expired"."""
        return f"live.{self.reason.name.lower()}"
