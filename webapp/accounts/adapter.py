"""How allauth makes an account here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up can be closed by the operator; everything else is allauth's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether newcomers may register themselves."""
        return bool(settings.SIGNUP_OPEN)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> Any:
        """The message, with the site's name at hand for every template."""
        return super().render_mail(template_prefix, email, {"site_name": "Readyroom", **context}, headers)
