"""`manage.py lti_platform`: register a platform, or say what its operator has to enter there."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from webapp.lti.models import Deployment, Platform

ASKED = ("issuer", "client-id", "auth-url", "token-url", "keys-url")


class Command(BaseCommand):
    """Register a learning platform (LTI 1.3)."""

    help = "Register a platform by what it says of itself; again with the same issuer and client id changes the rest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The platform's particulars."""
        for name in ASKED:
            parser.add_argument(f"--{name}", required=True)
        parser.add_argument(
            "--deployment", action="append", default=[], help="a deployment id; may be given again"
        )
        parser.add_argument("--title", default="", help="how people know the platform")
        parser.add_argument("--audience", default="", help="of requests for tokens, if not the token address")
        parser.add_argument(
            "--site", default="https://SITE", help="address of this site, for what is printed"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Store it, and print what the platform needs of us."""
        fields = {name: options[name] for name in ("auth_url", "token_url", "keys_url", "audience")}
        fields["title"] = options["title"] or options["issuer"]
        with transaction.atomic():
            row = Platform.objects.filter(issuer=options["issuer"], client_id=options["client_id"]).first()
            row = row or Platform(issuer=options["issuer"], client_id=options["client_id"])
            for name, value in fields.items():
                setattr(row, name, value)
            try:
                row.full_clean()
            except ValidationError as error:
                raise CommandError(f"These particulars cannot be used: {error.message_dict}") from None
            row.save()
            for name in options["deployment"]:
                Deployment.objects.get_or_create(platform=row, name=name)
        site = options["site"].rstrip("/")
        told = {"login": f"{site}/lti/login", "launch": f"{site}/lti/launch", "keys": f"{site}/lti/keys"}
        if options["json"]:
            self.stdout.write(json.dumps({"platform": row.pk, **told}))
            return
        self.stdout.write(f"{row.title} is registered. Enter there:")
        self.stdout.write(f"  initiate login  {told['login']}")
        self.stdout.write(f"  redirect, target link  {told['launch']}")
        self.stdout.write(f"  public key set  {told['keys']}")
        if not row.deployments.exists():
            self.stdout.write(
                "Without a deployment id every launch is refused: run this again with --deployment."
            )
