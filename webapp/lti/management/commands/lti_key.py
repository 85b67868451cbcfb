"""`manage.py lti_key`: another signing key."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from webapp.lti.domain.keys import make_key
from webapp.lti.models import Key

KNOWN_AFTER = timedelta(days=1)


class Command(BaseCommand):
    """Make a key that signs from now on."""

    help = "Make another signing key for LTI; --retire withdraws those that are older than a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether old keys go."""
        parser.add_argument("--retire", action="store_true", help="withdraw keys that are older than a day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it; the old ones are still published, so that what they signed can be checked."""
        now = timezone.now()
        old = Key.objects.filter(retired_at=None, created_at__lt=now - KNOWN_AFTER)
        retired = old.update(retired_at=now) if options["retire"] else 0
        self.stdout.write(f"{make_key().kid} signs from now on; {retired} withdrawn.")
