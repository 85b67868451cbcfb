"""How large a request may be."""

from django.conf import settings


def largest_body(path: str) -> int:
    """Bytes of a request's body that are read at this address."""
    return settings.MAX_UPLOAD_BYTES if path in settings.UPLOADS else settings.MAX_BODY_BYTES
