"""What every page knows about the person looking at it."""

from typing import Any

from django.http import HttpRequest

from webapp.accounts.domain.preferences import preferences_of


def preferences(request: HttpRequest) -> dict[str, Any]:
    """`preferences` for templates; error pages outside of a session get the defaults."""
    user = getattr(request, "user", None)
    from django.contrib.auth.models import AnonymousUser

    return {"preferences": preferences_of(user or AnonymousUser())}
