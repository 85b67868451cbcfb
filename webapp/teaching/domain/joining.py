"""Links into a cohort: they expire, can be revoked, and have so many seats. Only the hash of a token is kept."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from webapp.accounts.domain.tokens import digest
from webapp.accounts.models import User
from webapp.practice.domain.refusals import Refused
from webapp.teaching.domain.cohorts import check_active, enrol
from webapp.teaching.models import Cohort, JoinLink, Membership, Role

LONGEST = timedelta(days=180)


def make_link(
    cohort: Cohort, maker: User, role: str, now: datetime, days: int, seats: int | None
) -> tuple[JoinLink, str]:
    """A new link, and the token in it, which exists nowhere else."""
    check_active(cohort)
    token = secrets.token_urlsafe(32)
    valid = min(timedelta(days=days), LONGEST)
    link = JoinLink.objects.create(
        cohort=cohort, role=Role(role), hash=digest(token), made_by=maker, made_at=now,
        expires_at=now + valid, seats=seats,
    )  # fmt: skip
    return link, token


def look_up(token: str, now: datetime) -> JoinLink:
    """The link of this token if it can be used; Refused with the reason if not."""
    link = JoinLink.objects.select_related("cohort__owner").filter(hash=digest(token)).first()
    if link is None:
        raise Refused("link.unknown", "There is no such invitation. Ask whoever sent it for a new one.", 404)
    if link.revoked_at is not None:
        raise Refused("link.revoked", "This invitation was taken back. Ask whoever sent it.", 410)
    if link.expires_at <= now:
        raise Refused("link.expired", "This invitation has expired. Ask whoever sent it for a new one.", 410)
    if link.cohort.archived_at is not None:
        raise Refused("cohort.archived", "This cohort is over: it takes nobody any more.", 410)
    return link


def accept(token: str, user: User, now: datetime) -> Cohort:
    """Take a seat. Whoever is a member already only gets there, and takes none."""
    with transaction.atomic():
        link = look_up(token, now)
        if Membership.objects.filter(cohort=link.cohort, user=user, left_at=None).exists():
            return link.cohort
        # Two people and one seat: the conditional update lets one of them have it.
        free = JoinLink.objects.filter(Q(seats=None) | Q(used__lt=F("seats")), pk=link.pk, revoked_at=None)
        if free.update(used=F("used") + 1) != 1:
            raise Refused("link.full", "All seats of this invitation are taken. Ask whoever sent it.", 410)
        enrol(link.cohort, user, link.role, now)
    return link.cohort


def revoke(cohort: Cohort, link_id: int, now: datetime) -> bool:
    """Take a link back; who has joined by it stays. False when there is none such."""
    return JoinLink.objects.filter(pk=link_id, cohort=cohort, revoked_at=None).update(revoked_at=now) == 1


def open_links(cohort: Cohort, now: datetime) -> list[JoinLink]:
    """Links that still work."""
    live = JoinLink.objects.filter(cohort=cohort, revoked_at=None, expires_at__gt=now)
    return list(live.filter(Q(seats=None) | Q(used__lt=F("seats"))).select_related("made_by"))
