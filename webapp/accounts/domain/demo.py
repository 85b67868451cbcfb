"""The demonstration account."""

import secrets
from pathlib import Path

from allauth.account.models import EmailAddress
from django.db import transaction

from webapp.accounts.models import User

NAME, EMAIL = "alice", "alice@example.org"


@transaction.atomic
def ensure_demo(data: Path) -> tuple[User, str]:
    """The user alice and her password, kept in `data`/demo_password so that every start prints the same."""
    kept = data / "demo_password"
    password = kept.read_text().strip() if kept.exists() else ""
    user, created = User.objects.get_or_create(username=NAME, defaults={"email": EMAIL})
    if created or not password:
        password = secrets.token_urlsafe(9)
        user.set_password(password)
        user.save(update_fields=["password"])
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(password + "\n")
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user, password
