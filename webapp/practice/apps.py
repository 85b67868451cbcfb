"""Writing, running and submitting code."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Drafts, submissions and what graders report about them."""

    name = "webapp.practice"
    label = "practice"
    verbose_name = "Practice"
