"""Cohorts for operators, to look at: they are changed on their pages, which operators may do too."""

from django.contrib import admin

from webapp.catalog.admin import ReadOnly
from webapp.teaching.models import Assignment, Cohort


@admin.register(Cohort)
class CohortAdmin(ReadOnly, admin.ModelAdmin):
    """Cohorts."""

    list_display = ("title", "term", "zone", "owner", "created_at", "archived_at")
    search_fields = ("title", "owner__email", "owner__username")
    list_select_related = ("owner",)


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly, admin.ModelAdmin):
    """Assignments and their dates."""

    list_display = (
        "title",
        "cohort",
        "opens_at",
        "due_at",
        "late_until",
        "feedback",
        "exam_minutes",
        "published_at",
    )
    list_select_related = ("cohort",)
