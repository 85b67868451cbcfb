"""Celery tasks: the clock of assignments, and invitations by e-mail."""

from celery import shared_task
from django.utils import timezone

from webapp.teaching.domain import closing
from webapp.teaching.domain.inviting import send_mails


@shared_task(name="teaching.sweep")
def sweep() -> None:
    """Do what is due; twice is once."""
    closing.sweep(timezone.now())


@shared_task(
    name="teaching.mail_invited",
    autoretry_for=(OSError,),
    retry_backoff=30,
    retry_backoff_max=3600,
    max_retries=8,
)
def mail_invited(ids: list[int], home: str) -> None:
    """Send these invitations; who got one gets no second, and what the mail server refuses is tried again for hours."""
    send_mails(ids, home, timezone.now())
