"""manage.py load_questions"""

import json
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from graders.loops import FOLDER, RUBRICS
from webapp.interviews.domain.loading import load_loop_versions, load_rubric_versions
from webapp.readiness.domain.loading import Loaded, load_banks


class Command(BaseCommand):
    """Load the question banks, and loops and rubrics beside them; exit 1 when an item is broken."""

    help = "Load the question banks and loops into the site; exit 1 when an item is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        """--json for scripts, and another folder than PROBLEMS_DIR/questions."""
        parser.add_argument("root", nargs="?", type=Path, default=settings.PROBLEMS_DIR / "questions")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, report, and fail afterwards if something was refused."""
        begun = time.monotonic()
        loaded = load_banks(options["root"])
        problems = options["root"].parent
        loaded.kept += [f"{name} (a loop)" for name in load_loop_versions(problems / FOLDER)]
        loaded.kept += [f"{name} (a rubric)" for name in load_rubric_versions(problems / RUBRICS)]
        seconds = round(time.monotonic() - begun, 3)
        if options["json"]:
            self.stdout.write(json.dumps({**loaded.as_dict(), "seconds": seconds}))
        else:
            self._print(loaded, seconds)
        if loaded.broken:
            raise SystemExit(1)

    def _print(self, loaded: Loaded, seconds: float) -> None:
        for what in ("updated", "rendered", "retired"):
            for name in getattr(loaded, what):
                self.stdout.write(f"{what:9} {name}")
        for name in loaded.kept:
            self.stdout.write(f"kept      {name}: published by the studio, the folder's is left alone")
        for note in loaded.broken:
            place = "/".join(part for part in (note["bank"], note["file"]) if part)
            line = "" if note["line"] is None else f":{note['line']}"
            self.stderr.write(self.style.ERROR(f"broken    {place}{line}: {note['message']}"))
        self.stdout.write(f"{len(loaded.added)} added, {len(loaded.unchanged)} unchanged; {seconds:.2f} s")
