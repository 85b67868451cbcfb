"""Computations, for operators: how far they have come and why they failed."""

from django.contrib import admin
from django.http import HttpRequest

from webapp.insight.models import Comparison, Survey


class ComputationAdmin(admin.ModelAdmin):
    """Read only: what is computed is computed anew, never edited."""

    list_display = ("asked_at", "state", "people", "finished_at", "fault")
    list_filter = ("state",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nor changes one."""
        return False


admin.site.register(Comparison, ComputationAdmin)
admin.site.register(Survey, ComputationAdmin)
