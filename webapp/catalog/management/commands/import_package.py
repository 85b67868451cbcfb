"""manage.py import_package"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from graders.store import Store
from webapp.catalog.domain.exchanging import NotTaken, import_package
from webapp.catalog.domain.loading import load_problems


class Command(BaseCommand):
    """Put a package, a folder or a zip, into PROBLEMS_DIR and onto the site; exit 1 when it is refused."""

    help = "Put a package, a folder or a zip, into PROBLEMS_DIR and onto the site; exit 1 when it is refused."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where it is, and where it shall be."""
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--set", dest="set_slug", metavar="SLUG", help="default: the folder that it lies in"
        )
        parser.add_argument("--replace", action="store_true", help="in place of the one of that name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it, load it, say so."""
        library = Path(settings.PROBLEMS_DIR)
        try:
            taken = import_package(options["path"], library, options["set_slug"], options["replace"])
        except NotTaken as reason:
            raise CommandError(str(reason)) from None
        load_problems(library, Store(settings.PACKAGE_STORE))
        package = taken.package
        word = "replaced" if taken.replaced else "added"
        self.stdout.write(f"{word} {package.set_slug}/{package.slug} {package.digest}")
