"""manage.py calibrate_items"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from webapp.readiness.domain.calibrating import calibrate


class Command(BaseCommand):
    """Learn the items' difficulties from all answers, as the nightly task does, and name those that misfit."""

    help = "Learn the items' difficulties from all answers, as the nightly task does, and name those that misfit."

    def add_arguments(self, parser: CommandParser) -> None:
        """--json for scripts."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Calibrate and report."""
        report = calibrate(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(vars(report)))
            return
        self.stdout.write(
            f"{report.answers} answers of {report.people} people: {report.calibrated} items calibrated"
        )
        for name in report.misfits:
            self.stdout.write(f"misfit    {name}: look at its key and its wording")
