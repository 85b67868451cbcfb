"""Who may enter a round, and as what. Whoever may not is told that there is none."""

from enum import StrEnum
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from webapp.accounts.models import User
from webapp.interviews.domain.people import interviews_in
from webapp.interviews.models import Round


class Role(StrEnum):
    """What somebody is in a round."""

    CANDIDATE = "candidate"
    INTERVIEWER = "interviewer"
    STAFF = "staff"  # looks on; has the permission to view rounds


def may_enter(user: User | AnonymousUser, round_id: UUID) -> Role | None:
    """The user's role in the round, or None: also where there is no such round."""
    if not user.is_authenticated or not user.is_active:
        return None
    owner = Round.objects.filter(pk=round_id).values_list("interview__user_id", flat=True).first()
    if owner is None:
        return None
    if owner == user.pk:
        return Role.CANDIDATE
    if interviews_in(user, round_id):
        return Role.INTERVIEWER
    return Role.STAFF if user.is_staff and user.has_perm("interviews.view_round") else None
