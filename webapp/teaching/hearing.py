"""What this app does when another one tells of something."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from webapp.accounts.models import User
from webapp.teaching.domain.inviting import join_invited
from webapp.teaching.domain.scoring import settle_submission


def on_verdict(sender: Any, submission: UUID, **_: Any) -> None:
    """A verdict is the score of an attempt; noted in the transaction that records it, so that neither is without the other."""
    settle_submission(submission, timezone.now())


def on_verdicts_replaced(sender: Any, submissions: list[UUID], **_: Any) -> None:
    """So are the results of a rejudge."""
    for submission in submissions:
        settle_submission(submission, timezone.now())


def on_email_proved(sender: Any, email_address: Any, **_: Any) -> None:
    """Somebody proved that an address is theirs: whoever has it on a roster gets them as a member."""
    if email_address.verified and isinstance(email_address.user, User):
        join_invited(email_address.user, email_address.email, timezone.now())
