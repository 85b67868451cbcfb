"""People who use the site."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, their preferences and their API tokens."""

    name = "webapp.accounts"
    label = "accounts"
    verbose_name = "Accounts"
