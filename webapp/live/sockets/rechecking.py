"""Whether who is connected may still be: the session, and what the room's owner says now."""

from collections.abc import Iterable
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from webapp.live.domain.permissions import role_of
from webapp.live.models import Room
from webapp.live.sockets.closing import Close
from webapp.live.sockets.connection import Connection

RECHECK_S = 30.0


def recheck(connections: Iterable[Connection]) -> dict[Connection, Close]:
    """Those that have to be closed, and why."""
    return {one: code for one in connections if (code := _verdict(one)) is not None}


def _verdict(connection: Connection) -> Close | None:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(connection.session_key)
    user = get_user(request)
    if user.pk != connection.entry.user.pk or not user.is_active:
        return Close.SIGNED_OUT
    room = Room.objects.filter(pk=connection.room).first()
    role = role_of(room, connection.entry.user) if room else None
    if room is None or role is None:
        return Close.NOT_THERE
    same = role is connection.entry.role and room.closed_at == connection.entry.room.closed_at
    return None if same else Close.CHANGED
