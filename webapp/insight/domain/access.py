"""Who sees what of many people's work.

Sums over the whole site name nobody and are for everybody who teaches. Names and code are shown only of what was handed in
for an assignment of a cohort that one teaches: what people practise for themselves stays theirs.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import rules
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from webapp.accounts.models import User
from webapp.accounts.roles import is_instructor, is_operator
from webapp.practice.models import Submission
from webapp.teaching.domain.access import cohorts_taught_by
from webapp.teaching.models import Membership

View = Callable[..., HttpResponseBase]
LEAST_PEOPLE = 5
"""A sum over fewer people says something of one of them."""


@rules.predicate
def teaches(user: User | AnonymousUser) -> bool:
    """Writes problems, or teaches in a cohort: may see sums over the whole site."""
    return is_instructor(user) or (
        isinstance(user, User) and user.is_active and cohorts_taught_by(user).exists()
    )


rules.add_perm("insight.see", teaches)


def teachers_only(view: View) -> View:
    """A page for those who teach: whoever is not logged in is asked to, others are told that it is not for them (403)."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not teaches(request.user):
            raise PermissionDenied(
                "This page is for those who teach. Whoever runs the site can make you an instructor."
            )
        return view(request, *args, **kwargs)

    return guarded


def submissions_shown_to(user: User) -> QuerySet[Submission]:
    """The submissions whose code and owner the user may see."""
    if is_operator(user):
        return Submission.objects.all()
    taught = cohorts_taught_by(user).values("pk")
    return Submission.objects.filter(work__item__assignment__cohort__in=taught)


def names_for(user: User, people: set[int]) -> dict[int, str]:
    """What people are called in the cohorts that the user teaches, by id; nobody else is in it."""
    rows = Membership.objects.filter(user__in=people, cohort__in=cohorts_taught_by(user).values("pk"))
    named = {
        row.user_id: row.name or row.user.username for row in rows.select_related("user").order_by("since")
    }
    if is_operator(user):
        others = User.objects.filter(pk__in=people - named.keys())
        named |= {other.pk: other.username for other in others}
    return named
