"""Who may see and do what in a cohort. Whoever has no place in it is told that there is none.

Everything here reads memberships that have not ended. Operators may do what a cohort's instructor may.
"""

from uuid import UUID

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from webapp.accounts.models import User
from webapp.accounts.roles import is_operator
from webapp.teaching.models import Assignment, Cohort, Membership, Role

TEACHING = (Role.ASSISTANT, Role.INSTRUCTOR)


def role_in(user: User | AnonymousUser, cohort: Cohort | UUID) -> Role | None:
    """What the user is in the cohort; None for outsiders, for who has left, and where there is no such cohort."""
    if not isinstance(user, User) or not user.is_active:
        return None
    pk = cohort.pk if isinstance(cohort, Cohort) else cohort
    row = Cohort.objects.filter(pk=pk).values_list("owner_id", flat=True).first()
    if row is None:
        return None
    if row == user.pk or is_operator(user):
        return Role.INSTRUCTOR
    own = Membership.objects.filter(cohort=pk, user=user, left_at=None).values_list("role", flat=True).first()
    return Role(own) if own else None


@rules.predicate
def sees_work(user: User | AnonymousUser, cohort: Cohort) -> bool:
    """May read everybody's work and the gradebook, and mark: assistants and instructors."""
    return role_in(user, cohort) in TEACHING


@rules.predicate
def leads(user: User | AnonymousUser, cohort: Cohort) -> bool:
    """May change the cohort: its people, its assignments, extensions."""
    return role_in(user, cohort) == Role.INSTRUCTOR


@rules.predicate
def takes_part(user: User | AnonymousUser, cohort: Cohort) -> bool:
    """Has any place in it."""
    return role_in(user, cohort) is not None


rules.add_perm("teaching.take_part", takes_part)
rules.add_perm("teaching.see_work", sees_work)
rules.add_perm("teaching.lead", leads)


def cohorts_of(user: User, *roles: Role) -> QuerySet[Cohort]:
    """The cohorts in which the user has one of these roles; for an operator, all of them where teaching is asked for."""
    if is_operator(user) and (not roles or Role.INSTRUCTOR in roles):
        return Cohort.objects.all()
    own = Membership.objects.filter(cohort=OuterRef("pk"), user=user, left_at=None)
    if roles:
        own = own.filter(role__in=roles)
    owned = Q(owner=user) if not roles or Role.INSTRUCTOR in roles else Q()
    return Cohort.objects.filter(Exists(own) | owned) if owned else Cohort.objects.filter(Exists(own))


def cohorts_taught_by(user: User) -> QuerySet[Cohort]:
    """Where the user sees everybody's work: as assistant, instructor, owner or operator."""
    return cohorts_of(user, *TEACHING)


def candidates_of(cohort: Cohort) -> QuerySet[Membership]:
    """Those who are taught there now, with their accounts."""
    return cohort.memberships.filter(role=Role.CANDIDATE, left_at=None).select_related("user")


def people_taught_by(user: User) -> QuerySet[User]:
    """The candidates of the cohorts that the user teaches: whose names may be shown to them."""
    taught = Membership.objects.filter(
        user=OuterRef("pk"), role=Role.CANDIDATE, cohort__in=cohorts_taught_by(user).values("pk")
    )
    return User.objects.filter(Exists(taught))


def assignments_of(user: User) -> QuerySet[Assignment]:
    """What the user has to do: published, in cohorts where they are a candidate and that are not archived."""
    return Assignment.objects.filter(
        cohort__archived_at=None,
        cohort__memberships__user=user,
        cohort__memberships__role=Role.CANDIDATE,
        cohort__memberships__left_at=None,
        published_at__isnull=False,
    ).select_related("cohort")
