"""The demonstration accounts: Alice practises, Dana teaches."""

import secrets
from pathlib import Path

from allauth.account.models import EmailAddress
from django.db import transaction

from webapp.accounts.models import User

NAME, EMAIL = "alice", "alice@example.org"
INSTRUCTOR, INSTRUCTOR_EMAIL = "dana", "dana@example.org"


def ensure_demo(data: Path) -> tuple[User, str]:
    """The user alice and her password, kept in `data`/demo_password so that every start prints the same."""
    return _ensure(NAME, EMAIL, data / "demo_password")


def ensure_instructor(data: Path) -> tuple[User, str]:
    """The instructor dana, likewise; her password is kept in `data`/demo_password_dana."""
    return _ensure(INSTRUCTOR, INSTRUCTOR_EMAIL, data / "demo_password_dana", instructor=True)


@transaction.atomic
def _ensure(name: str, email: str, kept: Path, instructor: bool = False) -> tuple[User, str]:
    password = kept.read_text().strip() if kept.exists() else ""
    user, created = User.objects.get_or_create(
        username=name, defaults={"email": email, "instructor": instructor}
    )
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
