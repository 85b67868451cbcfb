"""Cohorts: made, changed, archived; people leave, are removed, get another role."""

from datetime import datetime

from django.db import transaction

from webapp.accounts.models import User
from webapp.practice.domain.refusals import Refused
from webapp.teaching.models import Cohort, Membership, Role


def create(owner: User, title: str, term: str, zone: str) -> Cohort:
    """A new cohort; its owner is an instructor of it."""
    with transaction.atomic():
        cohort = Cohort.objects.create(title=title, term=term, zone=zone, owner=owner)
        Membership.objects.create(cohort=cohort, user=owner, role=Role.INSTRUCTOR)
    return cohort


def archive(cohort: Cohort, now: datetime) -> None:
    """Make it read only; what ran is over."""
    Cohort.objects.filter(pk=cohort.pk, archived_at=None).update(archived_at=now)


def restore(cohort: Cohort) -> None:
    """Make it one that is taught again."""
    Cohort.objects.filter(pk=cohort.pk).update(archived_at=None)


def check_active(cohort: Cohort) -> None:
    """Refused for an archived cohort."""
    if cohort.archived_at is not None:
        raise Refused("cohort.archived", "This cohort is archived. Restore it to change something.", 409)


def enrol(cohort: Cohort, user: User, role: str, now: datetime, name: str = "") -> Membership:
    """Make somebody a member, or one again; who is a member keeps the role they have."""
    found, created = Membership.objects.get_or_create(
        cohort=cohort, user=user, defaults={"role": role, "name": name, "since": now}
    )
    if not created and found.left_at is not None:
        found.role, found.left_at, found.since = Role(role), None, now
    if name and not found.name:
        found.name = name
    if not created:
        found.save(update_fields=["role", "left_at", "since", "name"])
    return found


def leave(cohort: Cohort, user: User, now: datetime) -> None:
    """Somebody goes, or is made to; their work stays in the gradebook. The owner cannot go."""
    if cohort.owner_id == user.pk:
        raise Refused("cohort.owner", "The owner of a cohort cannot leave it. Archive it instead.", 409)
    if Membership.objects.filter(cohort=cohort, user=user, left_at=None).update(left_at=now) != 1:
        raise Refused("cohort.not_member", "That person is not in this cohort.", 404)


def change_role(cohort: Cohort, user: User, role: str) -> None:
    """Give a member another role. The owner stays an instructor."""
    if cohort.owner_id == user.pk and role != Role.INSTRUCTOR:
        raise Refused("cohort.owner", "The owner of a cohort is an instructor of it.", 409)
    if role not in Role.values:
        raise Refused("cohort.role", "There is no such role.")
    if Membership.objects.filter(cohort=cohort, user=user, left_at=None).update(role=role) != 1:
        raise Refused("cohort.not_member", "That person is not in this cohort.", 404)
