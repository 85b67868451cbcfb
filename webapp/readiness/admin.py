"""Items for operators and instructors: what they are, what the answers say of them, and which misfit."""

from django.contrib import admin

from webapp.catalog.admin import ReadOnly
from webapp.readiness.models import Calibration, Item, ItemVersion


@admin.register(Item)
class ItemAdmin(ReadOnly, admin.ModelAdmin):
    """Items and which version is current."""

    list_display = ("name", "kind", "topic", "current", "retired")
    list_filter = ("kind", "topic", "retired")
    list_select_related = ("current",)
    search_fields = ("name",)


@admin.register(ItemVersion)
class ItemVersionAdmin(ReadOnly, admin.ModelAdmin):
    """Every wording there ever was, with its key."""

    list_display = ("item", "type", "level", "difficulty", "digest", "created_at")
    list_filter = ("type", "level", "item__topic")
    list_select_related = ("item",)
    search_fields = ("item__name", "digest")


@admin.register(Calibration)
class CalibrationAdmin(ReadOnly, admin.ModelAdmin):
    """What answers said of questions and problems, newest first; infit and outfit are 1 for what fits."""

    list_display = (
        "of",
        "difficulty",
        "difficulty_sd",
        "discrimination",
        "answers",
        "infit",
        "outfit",
        "misfit",
        "drift",
        "drifted",
        "made_at",
    )
    list_filter = ("misfit", "drifted", "version__item__topic", "made_at")
    list_select_related = ("version__item", "problem__problem__set")
    search_fields = ("version__item__name", "problem__problem__slug")

    @admin.display(description="question or problem")
    def of(self, calibration: Calibration) -> str:
        """Its name."""
        return calibration.name
