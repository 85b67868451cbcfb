"""manage.py watch"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from graders.store import Store
from webapp.catalog.domain.exchanging import NotTaken
from webapp.catalog.domain.watching import follow


class Command(BaseCommand):
    """Show on the site what is saved in a folder: a package, a set or a library; until Ctrl-C."""

    help = "Show on the site what is saved in a folder: a package, a set or a library; until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which folder."""
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say after each save what is shown, and what is wrong with the rest."""
        path = options["path"].resolve()
        try:
            for seen in follow(path, Path(settings.PROBLEMS_DIR), Store(settings.PACKAGE_STORE)):
                for name in seen.shown:
                    self.stdout.write(f"shown     {name}")
                for line in seen.refused:
                    self.stderr.write(self.style.ERROR(f"refused   {line}"))
        except NotTaken as reason:
            raise CommandError(str(reason)) from None
