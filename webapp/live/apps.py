"""Rooms that two people share: documents they write together, over WebSockets."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Shared documents, who may write them, and every change that was made."""

    name = "webapp.live"
    label = "live"
    verbose_name = "Shared rooms"

    def ready(self) -> None:
        """Rooms that stand for themselves; other apps register their own prefixes."""
        from webapp.live.domain.permissions import by_seat, register

        register("room", by_seat)
