"""manage.py export_submission"""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from webapp.practice.domain.exporting import record_of
from webapp.practice.models import Submission


class Command(BaseCommand):
    """Print one submission, with its seed and whole report, for `python -m graders replay`."""

    help = "Print one submission, with its seed and whole report, for `python -m graders replay`."

    def add_arguments(self, parser: CommandParser) -> None:
        """The submission's id."""
        parser.add_argument("id", type=UUID, help="as in the address of its page, and in /admin/")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print JSON; exit 1 if there is no such submission or no report yet."""
        found = Submission.objects.select_related("version").filter(pk=options["id"]).first()
        if found is None:
            raise CommandError(f"There is no submission {options['id']}.")
        if not found.done:
            raise CommandError(f"{found.pk} is {found.get_state_display().lower()}; it has no report yet.")
        self.stdout.write(record_of(found).model_dump_json(indent=2))
