"""Why a socket is closed. A browser reads the code; the words are for whoever looks at it."""

from enum import IntEnum

from webapp.live.domain.refusals import Reason


class Close(IntEnum):
    """Close codes of ours, after the HTTP status that says the same."""

    TRY_AGAIN = 1013  # the database is away
    MALFORMED = 4400
    SIGNED_OUT = 4401
    READ_ONLY = 4403
    NOT_THERE = 4404
    SLOW = 4408
    ELSEWHERE = 4409
    CHANGED = 4412  # connect again: who may do what has changed
    TOO_LARGE = 4413
    REFUSED = 4422
    FULL = 4423
    TOO_FAST = 4429


WORDS = {
    Close.TRY_AGAIN: "The database does not answer; what you write is kept here until it does.",
    Close.MALFORMED: "The page sent something that the site does not understand. Load it again.",
    Close.SIGNED_OUT: "You are not logged in.",
    Close.READ_ONLY: "You may not write there.",
    Close.NOT_THERE: Reason.NOT_THERE.value,
    Close.SLOW: "This browser took too long to read what was sent.",
    Close.ELSEWHERE: "This room is open in another window of yours.",
    Close.CHANGED: "What you may do here has changed.",
    Close.TOO_LARGE: "That was more than the room takes at once, or in all.",
    Close.REFUSED: "What this browser keeps does not belong to this room and account.",
    Close.FULL: Reason.FULL.value,
    Close.TOO_FAST: "That was more than the room takes in so short a time.",
}


class Closing(Exception):
    """This connection has to be closed, for a reason that is its own."""

    def __init__(self, code: Close) -> None:
        super().__init__(WORDS[code])
        self.code = code
