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

        from webapp.practice.signals import verdict_recorded, verdicts_replaced
        from webapp.teaching.hearing import on_email_proved, on_verdict, on_verdicts_replaced

        verdict_recorded.connect(on_verdict, dispatch_uid="teaching.verdict")
        verdicts_replaced.connect(on_verdicts_replaced, dispatch_uid="teaching.replaced")
        email_confirmed.connect(on_email_proved, dispatch_uid="teaching.email")
