"""The programming interface at /api/v1, described by its own OpenAPI document."""

from webapp.api.root import api

__all__ = ["api"]
