"""manage.py load_problems"""

import json
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from graders.store import Store
from webapp.catalog.domain.loading import Loaded, load_problems


class Command(BaseCommand):
    """Load the problem packages into the catalogue and the package store; exit 1 when one is broken."""

    help = "Load the problem packages into the catalogue and the package store; exit 1 when one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        """--json for scripts, and another folder than PROBLEMS_DIR."""
        parser.add_argument("root", nargs="?", type=Path, default=settings.PROBLEMS_DIR)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, report, and fail afterwards if something was refused."""
        begun = time.monotonic()
        loaded = load_problems(options["root"], Store(settings.PACKAGE_STORE))
        seconds = round(time.monotonic() - begun, 3)
        if options["json"]:
            self.stdout.write(json.dumps({**loaded.as_dict(), "seconds": seconds}))
        else:
            self._print(loaded, seconds)
        if loaded.broken:
            raise SystemExit(1)

    def _print(self, loaded: Loaded, seconds: float) -> None:
        for what in ("added", "updated", "rendered", "retired", "kept"):
            for name in getattr(loaded, what):
                self.stdout.write(f"{what:9} {name}")
        for note in loaded.warnings:
            self.stderr.write(f"warning   {_place(note)}: {note['message']}")
        for note in loaded.broken:
            self.stderr.write(self.style.ERROR(f"broken    {_place(note)}: {note['message']}"))
        self.stdout.write(f"{len(loaded.unchanged)} unchanged; {seconds:.2f} s")


def _place(note: dict[str, Any]) -> str:
    place = "/".join(part for part in (note["package"], note["file"]) if part)
    return f"{place}:{note['line']}" if note["line"] is not None else place
