"""Personal API tokens: issue, recognise, revoke."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from webapp.accounts.models import ApiToken, User

MARK = "rr_"
USED_AGAIN_AFTER = timedelta(minutes=1)  # how exact "last used" has to be; spares a write per request


def issue(user: User, name: str, days: int | None) -> tuple[ApiToken, str]:
    """A new token and its plain text, which exists nowhere else and is shown once."""
    plain = MARK + secrets.token_urlsafe(32)
    expires_at = timezone.now() + timedelta(days=days) if days else None
    token = ApiToken.objects.create(
        user=user, name=name, hash=digest(plain), prefix=plain[:8], expires_at=expires_at
    )
    return token, plain


def recognise(plain: str) -> User | None:
    """The active user whose unexpired token this is."""
    token = ApiToken.objects.select_related("user").filter(hash=digest(plain)).first()
    if token is None or token.expired or not token.user.is_active:
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USED_AGAIN_AFTER:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.user


def revoke(user: User, token_id: int) -> bool:
    """Delete one of the user's tokens; False when it is not theirs."""
    return ApiToken.objects.filter(user=user, pk=token_id).delete()[0] == 1


def digest(plain: str) -> str:
    """SHA-256 in hex; a slow hash adds nothing to 256 random bits."""
    return hashlib.sha256(plain.encode()).hexdigest()
