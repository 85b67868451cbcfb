"""manage.py create_demo"""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from webapp.accounts.domain.demo import ensure_demo, ensure_instructor


class Command(BaseCommand):
    """Create the demonstration accounts if they are missing, and print their logins."""

    help = "Create the demonstration accounts if they are missing, and print their logins."

    def add_arguments(self, parser: CommandParser) -> None:
        """--json for scripts."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print addresses and passwords."""
        user, password = ensure_demo(settings.READYROOM_DATA)
        dana, other = ensure_instructor(settings.READYROOM_DATA)
        if options["json"]:
            instructor = {"email": dana.email, "password": other}
            self.stdout.write(
                json.dumps({"email": user.email, "password": password, "instructor": instructor})
            )
        else:
            self.stdout.write(f"Demo account: {user.email}, password {password}")
            self.stdout.write(f"Instructor:   {dana.email}, password {other}")
