"""Who asks."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from webapp.accounts.domain.tokens import recognise


class TokenAuth(HttpBearer):
    """A personal API token; `request.user` is its owner from here on, whoever a cookie says."""

    openapi_bearerFormat = "rr_…"  # noqa: N815 (the framework reads this name)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The token's owner or None."""
        user = recognise(token)
        if user is not None:
            request.user = user
        return user
