"""Where a launch leads: an account, a place in a cohort, an assignment."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from webapp.accounts.models import User
from webapp.lti.domain.claims import Claims
from webapp.lti.domain.refusals import LaunchRefused
from webapp.lti.models import Course, Deployment, Identity, Launch, Link
from webapp.teaching.domain.cohorts import create, enrol
from webapp.teaching.models import Assignment, Membership, Role


def account_of(claims: Claims) -> User | None:
    """The account of the platform's person, if it has one; refused where it was shut."""
    row = Identity.objects.select_related("user").filter(issuer=claims.issuer, subject=claims.subject).first()
    if row is None:
        return None
    if not row.user.is_active:
        raise LaunchRefused("inactive", "Your account here is switched off. Ask whoever runs this site.")
    if row.user.is_staff or row.user.is_superuser:
        # A platform must not be a door to the site's own administration.
        raise LaunchRefused("staff", "An operator’s account is not entered from a platform. Log in here.")
    return row.user


def may_link(user: User) -> bool:
    """Whether an account may be linked by its owner: not one that runs the site, which a platform could then enter."""
    return user.is_active and not user.is_staff and not user.is_superuser


def link(user: User, claims: Claims) -> None:
    """Let the platform's person be this account from now on; the owner asked for it, logged in here."""
    if not may_link(user):
        raise LaunchRefused("staff", "An operator’s account cannot be linked to a platform.")
    row, created = Identity.objects.get_or_create(
        issuer=claims.issuer, subject=claims.subject, defaults={"user": user}
    )
    if not created and row.user_id != user.pk:
        raise LaunchRefused("linked", "The platform’s person has another account here.", 409)


def new_account(issuer: str, subject: str, name: str) -> User:
    """An account for a platform's person: no password, no address that could be taken for somebody's."""
    known = Identity.objects.select_related("user").filter(issuer=issuer, subject=subject)
    short = hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:20]
    base = (slugify(name) or "learner")[:120]
    first, _, last = name.partition(" ")
    for username in (base, f"{base}-{short[:8]}"):
        if (row := known.first()) is not None:
            return row.user
        user = User(
            username=username, email=f"{short}@lti.invalid", first_name=first[:150], last_name=last[:150]
        )
        user.set_unusable_password()
        try:
            with transaction.atomic():
                user.save()
                Identity.objects.create(issuer=issuer, subject=subject, user=user)
        except IntegrityError:
            continue  # the name is taken, or another launch of the same person was first
        return user
    if (row := known.first()) is not None:
        return row.user
    raise LaunchRefused("name", "No account could be made for you. Tell whoever runs this site.", 409)


def enter(launch: Launch, claims: Claims, user: User, now: datetime) -> tuple[Course, Role]:
    """The course, and the person's place in its cohort; whoever teaches there opens it first."""
    role = claims.role
    if role is None:
        raise LaunchRefused("role", "You have no role in this course that has a place here.")
    context, title = claims.context
    if not context:
        raise LaunchRefused("context", "The platform does not say from which course you come.", 400)
    deployment = Deployment.objects.get(platform=launch.platform, name=claims.deployment)
    with transaction.atomic():
        course = (
            Course.objects.select_related("cohort").filter(deployment=deployment, context=context).first()
        )
        if course is None:
            if role is not Role.INSTRUCTOR:
                raise LaunchRefused(
                    "course", "This course is not set up here yet: its instructor opens it first.", 409
                )
            course = Course.objects.create(
                deployment=deployment, context=context, cohort=create(user, title, "", "UTC")
            )
        if claims.members_url and claims.members_url != course.members_url:
            course.members_url = claims.members_url
            course.save(update_fields=["members_url"])
        enrol(course.cohort, user, role, now, claims.name)
    return course, Role(Membership.objects.get(cohort=course.cohort, user=user).role)


def assignment_of(course: Course, claims: Claims) -> Assignment | None:
    """What the place in the course leads to; its column of the platform's gradebook is kept for grades."""
    row = Link.objects.select_related("assignment").filter(course=course, resource=claims.resource).first()
    named = _named(course, claims.assignment)
    assignment = named or (row.assignment if row else None)
    if assignment is None or not claims.resource:
        return assignment
    kept: dict[str, Any] = {"assignment": assignment}
    if claims.column_url:
        kept["column_url"] = claims.column_url
    Link.objects.update_or_create(course=course, resource=claims.resource, defaults=kept)
    return assignment


def _named(course: Course, name: str) -> Assignment | None:
    """Of this course's cohort alone: what a platform names elsewhere is not there."""
    try:
        return Assignment.objects.filter(pk=UUID(name), cohort=course.cohort).first()
    except ValueError:
        return None
