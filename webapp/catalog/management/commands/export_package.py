"""manage.py export_package"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from graders.store import NotStored, Store
from webapp.catalog.domain.exchanging import NotTaken, export_package


class Command(BaseCommand):
    """Write the current version of a problem as a zip, which import_package reads."""

    help = "Write the current version of a problem as a zip, which import_package reads."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which problem, and where to."""
        parser.add_argument("name", metavar="SET/PROBLEM")
        parser.add_argument("target", nargs="?", type=Path, help="default: PROBLEM.zip here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        target = options["target"] or Path(options["name"].rpartition("/")[2] + ".zip")
        try:
            data = export_package(options["name"], Store(settings.PACKAGE_STORE))
        except (NotTaken, NotStored) as reason:
            raise CommandError(str(reason)) from None
        target.write_bytes(data)
        self.stdout.write(str(target))
