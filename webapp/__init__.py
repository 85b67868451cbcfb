"""The Django site: accounts, catalogue, practice and the API."""

from webapp.celery import app as celery_app

__all__ = ["celery_app"]
