"""What the navigation knows: whether somebody has assignments, and whether they teach."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from webapp.accounts.models import User
from webapp.accounts.roles import is_instructor
from webapp.teaching.models import Membership, Role


@dataclass(frozen=True)
class Places:
    """Where to lead somebody."""

    assigned: bool = False
    teaches: bool = False


def places(request: HttpRequest) -> dict[str, Any]:
    """`places` for templates, read in one query and only where one asks."""
    return {"places": SimpleLazyObject(lambda: places_of(getattr(request, "user", None)))}


def places_of(user: Any) -> Places:
    """Where the person has a place."""
    if not isinstance(user, User):
        return Places()
    # Marks of an archived cohort can still be read, by its candidates and by who teaches there.
    roles = set(Membership.objects.filter(user=user, left_at=None).values_list("role", flat=True))
    return Places(Role.CANDIDATE in roles, bool(is_instructor(user)) or bool(roles - {Role.CANDIDATE}))
