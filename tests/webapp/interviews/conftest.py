"""Sockets of a round for two need a hub, as rooms do."""

from tests.webapp.live.conftest import hub

__all__ = ["hub"]
