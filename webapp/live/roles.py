"""Who somebody is in a room, what a document is, and which of the two may meet."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a room. The first two take one of its two seats; an observer only looks on."""

    CANDIDATE = "candidate"
    INTERVIEWER = "interviewer"
    OBSERVER = "observer"

    @property
    def seated(self) -> bool:
        """Whether this role takes a seat."""
        return self is not Role.OBSERVER


class Kind(StrEnum):
    """What a document holds at its root, which is always called `content`."""

    TEXT = "text"
    MAP = "map"
    CHAT = "chat"  # a list that only the server appends to


class Audience(StrEnum):
    """Whose sockets a document may travel over."""

    ALL = "all"
    INTERVIEWERS = "interviewers"


@dataclass(frozen=True)
class Spec:
    """A document that a room is opened with; `first` is the text it begins with."""

    name: str
    kind: Kind = Kind.TEXT
    audience: Audience = Audience.ALL
    first: str = ""


DOCUMENTS = (
    Spec("code"),
    Spec("notes"),
    Spec("board", Kind.MAP),
    Spec("chat", Kind.CHAT),
    Spec("private", audience=Audience.INTERVIEWERS),
)
"""What a room has unless its owner says otherwise."""


def may_read(role: Role, audience: str) -> bool:
    """Private documents are the interviewer's, and an observer's who looks over that shoulder."""
    return audience == Audience.ALL or role in (Role.INTERVIEWER, Role.OBSERVER)


def may_write(role: Role, audience: str) -> bool:
    """An observer writes nothing."""
    return role.seated and may_read(role, audience)
