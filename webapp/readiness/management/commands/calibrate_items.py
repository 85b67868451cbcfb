"""manage.py calibrate_items"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from webapp.readiness.domain.calibrating import calibrate


class Command(BaseCommand):
    """Learn difficulties of questions and problems from all answers, as the nightly task does, and name those that misfit."""

    help = "Learn difficulties of questions and problems from all answers, as the nightly task does, and name those that misfit."

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
            f"{report.answers} answers of {report.people} people: {report.calibrated - report.problems} questions"
            f" and {report.problems} problems calibrated"
        )
        for name in report.misfits:
            self.stdout.write(f"misfit    {name}: look at its key or its cases, and its wording")
        for name in report.drifted:
            self.stdout.write(f"drifted   {name}: recent answers find it harder or easier than earlier ones")
