"""Names and roles: who is in a course at the platform gets a place in its cohort here, before they ever come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from webapp.lti.domain.arriving import new_account
from webapp.lti.domain.claims import MEMBERS_SCOPE, Claims, role_of
from webapp.lti.domain.services import members
from webapp.lti.models import Course, Identity
from webapp.practice.domain.refusals import Refused
from webapp.teaching.domain.cohorts import check_active, enrol
from webapp.teaching.models import Membership


@dataclass
class Read:
    """What one reading did."""

    members: int = 0
    joined: int = 0
    left: int = 0


def read_members(course: Course, now: datetime) -> Read:
    """Enrol who is in the course; who is there no more leaves, if they came from the platform. The owner stays."""
    if not course.members_url:
        raise Refused(
            "lti.members",
            "The platform has not offered its list of members. Open the course from there once.",
            409,
        )
    check_active(course.cohort)
    platform = course.deployment.platform
    rows = list(members(platform, course.members_url, MEMBERS_SCOPE))
    done, there = Read(), set[int]()
    with transaction.atomic():
        for row in rows:
            user_id = _enrol(course, platform.issuer, row, done, now)
            there |= {user_id} if user_id is not None else set()
        if there:  # an empty list is a platform's fault rather than an empty course
            known = Identity.objects.filter(issuer=platform.issuer).values("user")
            gone = Membership.objects.filter(cohort=course.cohort, left_at=None, user__in=known)
            gone = gone.exclude(user__in=there).exclude(user=course.cohort.owner_id)
            done.left = gone.update(left_at=now)
        Course.objects.filter(pk=course.pk).update(read_at=now)
    return done


def _enrol(course: Course, issuer: str, row: dict[str, Any], done: Read, now: datetime) -> int | None:
    claims = Claims(
        {
            "iss": issuer,
            "sub": row.get("user_id"),
            **{k: row.get(k) for k in ("name", "given_name", "family_name")},
        }
    )
    role = role_of(row.get("roles"))
    if not claims.subject or role is None or row.get("status", "Active") != "Active":
        return None
    done.members += 1
    user = new_account(issuer, claims.subject, claims.name)
    if not Membership.objects.filter(cohort=course.cohort, user=user, left_at=None).exists():
        done.joined += 1
    enrol(course.cohort, user, role, now, claims.name)
    return user.pk
