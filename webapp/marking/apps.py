"""Marking by people: with rubrics, without names, twice where that is asked for."""

from django.apps import AppConfig


class MarkingConfig(AppConfig):
    """Piles of scripts, marks, comments, and requests to look again."""

    name = "webapp.marking"
    label = "marking"
    verbose_name = "Marking"
