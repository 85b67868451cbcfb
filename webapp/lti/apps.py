"""LTI 1.3: cohorts as courses of a learning platform."""

from django.apps import AppConfig


class LtiConfig(AppConfig):
    """Platforms, who is who there, and grades on their way back."""

    name = "webapp.lti"
    label = "lti"
    verbose_name = "LTI 1.3"

    def ready(self) -> None:
        """Hear of grades."""
        from webapp.lti.hearing import on_grade
        from webapp.teaching.signals import grade_changed

        grade_changed.connect(on_grade, dispatch_uid="lti.grade")
