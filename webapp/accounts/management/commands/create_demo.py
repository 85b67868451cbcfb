"""manage.py create_demo"""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from webapp.accounts.domain.demo import ensure_demo


class Command(BaseCommand):
    """Create the demonstration account if it is missing, and print its login."""

    help = "Create the demonstration account if it is missing, and print its login."

    def add_arguments(self, parser: CommandParser) -> None:
        """--json for scripts."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print address and password."""
        user, password = ensure_demo(settings.READYROOM_DATA)
        if options["json"]:
            self.stdout.write(json.dumps({"email": user.email, "password": password}))
        else:
            self.stdout.write(f"Demo account: {user.email}, password {password}")
