"""Timed mock interviews: rounds under the server's clock, what happened in them, and what it says."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """Interviews, rounds, their event logs and marks."""

    name = "webapp.interviews"
    label = "interviews"
    verbose_name = "Interviews"

    def ready(self) -> None:
        """Hear of verdicts."""
        from webapp.interviews.hearing import on_verdict
        from webapp.practice.signals import verdict_recorded

        verdict_recorded.connect(on_verdict, dispatch_uid="interviews.verdict")
