"""What this app does when practice tells of a verdict."""

from typing import Any
from uuid import UUID

from django.db import transaction

from webapp.interviews.domain.attempts import note_verdict
from webapp.interviews.domain.recordings import forget_file
from webapp.interviews.models import Recording


def on_verdict(sender: Any, submission: UUID, **_: Any) -> None:
    """Note a verdict on what was run or handed in during a round, once it is committed.

    Nothing hangs on the note but the replay: reports read the submissions themselves.
    """
    transaction.on_commit(lambda: note_verdict(submission), robust=True)


def on_recording_deleted(sender: Any, instance: Recording, **_: Any) -> None:
    """A recording's sound goes with its row, whatever took that."""
    forget_file(instance.pk)
