"""What the answers of many say of a problem, and whose programs share code."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Comparisons of submissions, and figures of problems and questions."""

    name = "webapp.insight"
    label = "insight"
    verbose_name = "Insight"
