"""Teaching: cohorts, what they are assigned, and what became of it."""

from django.apps import AppConfig


class TeachingConfig(AppConfig):
    """Cohorts and their members, assignments, sittings and work."""

    name = "webapp.teaching"
    label = "teaching"
    verbose_name = "Teaching"

    def ready(self) -> None:
        """Hear of verdicts, and of addresses that were proved to be somebody's."""
        from allauth.account.signals import email_confirmed

        from webapp.practice.signals import results_replaced, verdict_recorded
        from webapp.teaching.hearing import on_email_proved, on_results_replaced, on_verdict

        verdict_recorded.connect(on_verdict, dispatch_uid="teaching.verdict")
        results_replaced.connect(on_results_replaced, dispatch_uid="teaching.replaced")
        email_confirmed.connect(on_email_proved, dispatch_uid="teaching.email")
