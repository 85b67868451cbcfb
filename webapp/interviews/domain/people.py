"""The two people in a round: its candidate, and who sits with them as the interviewer."""

from uuid import UUID

from webapp.accounts.models import User
from webapp.interviews.domain.shared_texts import owner_of
from webapp.interviews.models import Round
from webapp.live.models import Member
from webapp.live.roles import Role as Seat


def interviewer_of(round_: Round) -> User | None:
    """Who has the interviewer's seat; None while nobody has come."""
    if round_.shared_at is None:
        return None
    seat = (
        Member.objects.filter(room__owner=owner_of(round_.pk), role=Seat.INTERVIEWER)
        .select_related("user")
        .first()
    )
    return seat.user if seat and seat.user_id != round_.interview.user_id else None


def interviews_in(user: User, round_id: UUID) -> bool:
    """Whether the user has the interviewer's seat in this round."""
    return Member.objects.filter(room__owner=owner_of(round_id), role=Seat.INTERVIEWER, user=user).exists()


def rounds_of_interviewer(user: User) -> list[UUID]:
    """The rounds in which the user has that seat, the newest first."""
    owners = (
        Member.objects.filter(user=user, role=Seat.INTERVIEWER, room__owner__startswith="round:")
        .order_by("-since")
        .values_list("room__owner", flat=True)
    )
    return [UUID(owner.partition(":")[2]) for owner in owners]
