"""Rounds for operators: where they stand, not what was written in them."""

from django.contrib import admin

from webapp.catalog.admin import ReadOnly
from webapp.interviews.models import Round


@admin.register(Round)
class RoundAdmin(ReadOnly, admin.ModelAdmin):
    """Rounds and their clocks."""

    list_display = (
        "title",
        "kind",
        "state",
        "started_at",
        "deadline",
        "finished_at",
        "finished_by",
        "log_bytes",
    )
    list_filter = ("kind", "state")
    fields = (
        "title",
        "kind",
        "state",
        "started_at",
        "deadline",
        "next_at",
        "warned",
        "pauses",
        "finished_at",
        "finished_by",
        "last_event",
        "log_bytes",
    )
    ordering = ("-started_at",)
