"""Who may do what on the site as a whole. What somebody is in one cohort or to one problem is that app's to say.

Candidate is everybody who has an account; an instructor writes problems and has cohorts; an operator runs the site.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import rules
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from webapp.accounts.models import User

View = Callable[..., HttpResponseBase]


@rules.predicate
def is_operator(user: User | AnonymousUser) -> bool:
    """Runs the site."""
    return bool(user.is_active and user.is_superuser)


@rules.predicate
def is_instructor(user: User | AnonymousUser) -> bool:
    """Writes problems and teaches; operators may do that too."""
    return isinstance(user, User) and user.is_active and (user.instructor or user.is_superuser)


rules.add_perm("accounts.operate", is_operator)
rules.add_perm("accounts.teach", is_instructor)


def instructors_only(view: View) -> View:
    """A page for instructors: whoever is not logged in is asked to, and others are told that it is not for them (403)."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_instructor(request.user):
            raise PermissionDenied("This page is for instructors. Whoever runs the site can make you one.")
        return view(request, *args, **kwargs)

    return guarded
