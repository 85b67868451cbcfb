"""Workspaces in which problems are written, their proofs, and what was published of them."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    """Drafts of packages, their history, proofs, reviews and publications."""

    name = "webapp.authoring"
    label = "authoring"
    verbose_name = "Studio"
