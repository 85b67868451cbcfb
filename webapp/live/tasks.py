"""Celery tasks: what rests is packed."""

from celery import shared_task
from django.utils import timezone

from webapp.live.domain.packing import pack_rested


@shared_task(name="live.pack")
def pack_rested_documents() -> None:
    """Move changes that nobody waits for into packs."""
    pack_rested(timezone.now())
