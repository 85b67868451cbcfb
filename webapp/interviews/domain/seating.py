"""A round that is drawn for two from the start: its interviewer sits there before anybody asks for a link."""

from datetime import datetime

from webapp.accounts.models import User
from webapp.interviews.domain.company import share
from webapp.interviews.domain.shared_texts import owner_of
from webapp.interviews.models import Round
from webapp.live.domain.rooms import open_room
from webapp.live.roles import Role as Seat


def seat_interviewer(round_: Round, interviewer: User, now: datetime) -> Round:
    """The round as one for two, with this person in the interviewer's seat."""
    share(round_.pk, now)
    open_room(owner_of(round_.pk), {interviewer: Seat.INTERVIEWER})
    return Round.objects.get(pk=round_.pk)  # shared by now
