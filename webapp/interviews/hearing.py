"""What this app does when practice tells of a verdict."""

from typing import Any
from uuid import UUID

from django.db import transaction

from webapp.interviews.domain.attempts import note_verdict


def on_verdict(sender: Any, submission: UUID, **_: Any) -> None:
    """Note a verdict on what was run or handed in during a round, once it is committed.

    Nothing hangs on the note but the replay: reports read the submissions themselves.
    """
    transaction.on_commit(lambda: note_verdict(submission), robust=True)
