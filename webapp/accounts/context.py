"""What every page knows about the person looking at it."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from webapp.accounts.domain.preferences import preferences_of


def preferences(request: HttpRequest) -> dict[str, Any]:
    """`preferences` for templates, read only where one asks; a request without session has the defaults."""
    user = getattr(request, "user", None) or AnonymousUser()
    return {"preferences": SimpleLazyObject(lambda: preferences_of(user))}
