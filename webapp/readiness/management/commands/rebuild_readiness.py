"""manage.py rebuild_readiness"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from webapp.accounts.models import User
from webapp.readiness.domain.estimating import rebuild
from webapp.readiness.domain.remembering import recompute
from webapp.readiness.models import Memory


class Command(BaseCommand):
    """Compute every estimate anew from the log of evidence, and every memory from its reviews."""

    help = "Compute the estimates anew from the log of evidence; people are named by user name, else it is everybody."

    def add_arguments(self, parser: CommandParser) -> None:
        """User names."""
        parser.add_argument("user", nargs="*", help="user names")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild person by person, so that nobody waits for all."""
        people = User.objects.filter(evidence__isnull=False).distinct().order_by("pk")
        if options["user"]:
            missing = set(options["user"]) - set(
                User.objects.filter(username__in=options["user"]).values_list("username", flat=True)
            )
            if missing:
                raise CommandError(f"There is nobody called {', '.join(sorted(missing))}.")
            people = people.filter(username__in=options["user"])
        steps = [rebuild(user) for user in people.iterator()]
        for memory in Memory.objects.filter(user__in=people).iterator():
            recompute(memory)
        self.stdout.write(f"{len(steps)} estimates rebuilt from {sum(steps)} pieces of evidence")
