"""How ready somebody is, how sure that is, and what to do next."""

from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    """Question banks, evidence, estimates, checks and plans."""

    name = "webapp.readiness"
    label = "readiness"
    verbose_name = "Readiness"

    def ready(self) -> None:
        """Hear of verdicts."""
        from webapp.practice.signals import verdict_recorded, verdicts_replaced
        from webapp.readiness.hearing import on_replaced, on_verdict

        verdict_recorded.connect(on_verdict, dispatch_uid="readiness.verdict")
        verdicts_replaced.connect(on_replaced, dispatch_uid="readiness.replaced")
