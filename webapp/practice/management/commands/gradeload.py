"""manage.py gradeload"""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from graders.store import NotStored, Store
from webapp.catalog.models import Problem
from webapp.practice.domain import load
from webapp.practice.domain.refusals import Refused

LOOK_S = 0.5


class Command(BaseCommand):
    """Hand in reference solutions at a steady rate and say how long the verdicts took; exit 1 unless each is AC."""

    help = "Hand in reference solutions at a steady rate and say how long the verdicts took; exit 1 unless each is AC."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much, for how long, of which problem."""
        parser.add_argument("--rate", type=float, required=True, metavar="R", help="submissions a second")
        parser.add_argument("--seconds", type=float, required=True, metavar="S", help="for so long")
        parser.add_argument("--problem", metavar="SET/PROBLEM", help="default: the first of kind function")
        parser.add_argument(
            "--wait", type=float, default=60.0, metavar="S", help="for verdicts, afterwards (60)"
        )
        parser.add_argument("--keep", action="store_true", help="leave the submissions in the database")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Produce, wait, tell, clean up."""
        problem = self._problem(options["problem"])
        assert problem.current is not None
        try:
            package = Store(settings.PACKAGE_STORE).get(problem.current.digest)
            count = load.due(options["rate"], options["seconds"])
            ids = list(load.produce(problem, package, options["rate"], count))
        except (NotStored, Refused) as error:
            raise CommandError(str(error)) from None
        until = time.monotonic() + options["wait"]
        while (found := load.outcome(ids)).finished < count and time.monotonic() < until:
            time.sleep(LOOK_S)
        told = {"problem": str(problem), "rate": options["rate"], **found.as_dict()}
        self.stdout.write(json.dumps(told) if options["json"] else self._words(told))
        if not options["keep"]:
            load.remove()
        if not found.sound:
            raise SystemExit(1)

    def _problem(self, name: str | None) -> Problem:
        rows = Problem.objects.select_related("set", "current").filter(retired=False, current__isnull=False)
        if name:
            set_slug, _, slug = name.partition("/")
            rows = rows.filter(set__slug=set_slug, slug=slug)
        else:
            rows = rows.filter(current__kind="function", current__image="python")
        found = rows.first()
        if found is None:
            raise CommandError(
                f"There is no problem {name}." if name else "No problem of kind function is loaded."
            )
        return found

    def _words(self, told: dict[str, Any]) -> str:
        times = ", ".join(
            f"{n} {told[f'{n}_s']:.2f} s" for n in ("p50", "p95", "p99", "max") if told[f"{n}_s"] is not None
        )
        verdicts = (
            ", ".join(f"{count} {verdict}" for verdict, count in told["verdicts"].items()) or "no verdict"
        )
        return f"{told['problem']}: {told['sent']} sent, {told['lost']} without a verdict; {verdicts}; {times or 'no times'}"
