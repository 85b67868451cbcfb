"""Teaching: cohorts, what they are assigned, and what became of it."""

from django.apps import AppConfig


class TeachingConfig(AppConfig):
    """Cohorts and their members, assignments, sittings and work."""

    name = "webapp.teaching"
    label = "teaching"
    verbose_name = "Teaching"
