"""Piles, for operators who are asked why something was not marked."""

from django.contrib import admin

from webapp.marking.models import Pile


@admin.register(Pile)
class PileAdmin(admin.ModelAdmin):
    """How far marking is."""

    list_display = ("item", "markers", "opened_at", "released_at")
    readonly_fields = ("item", "opened_by", "opened_at", "released_by", "released_at")
