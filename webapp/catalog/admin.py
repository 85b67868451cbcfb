"""The catalogue for operators: packages are changed on disk, so everything here is read-only."""

from typing import Any

from django.contrib import admin

from webapp.catalog.models import Problem, ProblemSet, ProblemVersion


class ReadOnly:
    """An admin that shows and never changes."""

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False


@admin.register(ProblemSet)
class ProblemSetAdmin(ReadOnly, admin.ModelAdmin):
    """Problem sets."""

    list_display = ("title", "slug", "track", "order")


@admin.register(Problem)
class ProblemAdmin(ReadOnly, admin.ModelAdmin):
    """Problems and which version is current."""

    list_display = ("slug", "set", "current", "retired")
    list_filter = ("set", "retired")
    list_select_related = ("set", "current")
    search_fields = ("slug", "current__title")


@admin.register(ProblemVersion)
class ProblemVersionAdmin(ReadOnly, admin.ModelAdmin):
    """Every version there ever was."""

    list_display = ("title", "problem", "kind", "image", "digest", "created_at")
    list_filter = ("kind", "image", "problem__set")
    list_select_related = ("problem__set",)
    search_fields = ("title", "digest", "problem__slug")
