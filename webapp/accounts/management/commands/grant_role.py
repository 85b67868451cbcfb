"""manage.py grant_role"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from webapp.accounts.models import User


class Command(BaseCommand):
    """Make somebody an instructor or an operator, or take that back."""

    help = "Make somebody an instructor or an operator, or take that back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom, and what."""
        parser.add_argument("who", help="e-mail address or user name")
        parser.add_argument("role", choices=["instructor", "operator", "candidate"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Set the flags that a role consists of."""
        field = "email" if "@" in options["who"] else "username"
        user = User.objects.filter(**{f"{field}__iexact": options["who"]}).first()
        if user is None:
            raise CommandError(f"there is no account {options['who']}")
        role = options["role"]
        user.instructor = role != "candidate"
        user.is_staff = user.is_superuser = role == "operator"
        user.save(update_fields=["instructor", "is_staff", "is_superuser"])
        self.stdout.write(f"{user.email} is now {'an' if role[0] in 'io' else 'a'} {role}.")
