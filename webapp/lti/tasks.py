"""Celery tasks: grades back to platforms."""

from celery import shared_task
from django.utils import timezone

from webapp.lti.domain.passing import left_over, send
from webapp.lti.domain.services import ServiceDown
from webapp.lti.models import Passback


@shared_task(
    name="lti.pass_back", autoretry_for=(ServiceDown,), retry_backoff=5, retry_backoff_max=240, max_retries=6
)
def pass_back(passback: int) -> None:
    """Send one grade; what the platform has already is not sent again."""
    if Passback.objects.filter(pk=passback).exists():
        send(passback, timezone.now())


@shared_task(name="lti.sweep")
def sweep() -> None:
    """Send what is left over, for as long as a platform may be away."""
    for passback in left_over(timezone.now()):
        pass_back.delay(passback)
