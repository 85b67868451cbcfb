"""How ready somebody is, how sure that is, and what to do next."""

from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    """Question banks, evidence, estimates, checks and plans."""

    name = "webapp.readiness"
    label = "readiness"
    verbose_name = "Readiness"
