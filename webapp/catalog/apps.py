"""What there is to practise."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Problem sets, problems and their versions."""

    name = "webapp.catalog"
    label = "catalog"
    verbose_name = "Catalogue"
