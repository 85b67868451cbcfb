"""Answers as they were spoken: kept only because their candidate said so, heard by the two people of the round, gone when deleted."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from webapp.interviews.domain.rounds import bring_up, lock
from webapp.interviews.domain.sheets import find
from webapp.interviews.domain.telling import PARTS
from webapp.interviews.models import Event, Recording, Round
from webapp.practice.domain.refusals import Refused

log = structlog.get_logger(__name__)
MOST_BYTES = 1_000_000
LONGEST = timedelta(minutes=5)
MOST = 24
"""Of one round."""
AFTERWARDS = timedelta(minutes=10)
"""So long after the end something that was spoken before it can still be kept."""
KINDS = (Round.Kind.SCREEN, Round.Kind.BEHAVIOURAL)
BEGINS = {"audio/webm": (0, b"\x1a\x45\xdf\xa3"), "audio/ogg": (0, b"OggS"), "audio/mp4": (4, b"ftyp")}
"""Types that browsers record, with where and how a file of each begins."""


def path_of(recording: UUID) -> Path:
    """Where its sound is."""
    return Path(settings.READYROOM_DATA) / "recordings" / f"{recording}.sound"


def keep(
    round_id: UUID, sheet: str, sound: bytes, type: str, length_ms: int, ago_ms: int, now: datetime
) -> Recording:
    """Keep a recording that is `length_ms` long and began so many ms ago; Refused for what is no sound or cannot be true."""
    kind = type.partition(";")[0].strip().lower()
    place, start = BEGINS.get(kind, (0, b""))
    if not start or sound[place : place + len(start)] != start:
        raise Refused(
            "recording.type", "This is no recording that the site knows: WebM, Ogg or MP4 audio.", 400
        )
    if len(sound) > MOST_BYTES or not 0 < length_ms <= LONGEST / timedelta(milliseconds=1) + 2000:
        minutes = int(LONGEST / timedelta(minutes=1))
        raise Refused("recording.size", f"A recording has at most {minutes} minutes and a megabyte.", 413)
    bring_up(round_id, now)
    begun = now - timedelta(milliseconds=ago_ms)
    with transaction.atomic():
        round_ = lock(round_id)
        find(round_, sheet)
        if round_.erased_at:
            raise Refused("round.erased", "What was recorded in this round was deleted.", 410)
        if round_.kind not in KINDS or round_.started_at is None:
            raise Refused("recording.round", "Nothing is recorded in this round.", 409)
        if round_.finished_at and (begun > round_.finished_at or now > round_.finished_at + AFTERWARDS):
            raise Refused(
                "recording.late", "The round is over; what was spoken in it can be kept for ten minutes.", 409
            )
        if begun < round_.started_at or ago_ms + 2000 < length_ms:
            raise Refused("recording.false", "This recording cannot have begun then; it was not kept.", 400)
        if round_.recordings.count() >= MOST:
            raise Refused("recording.many", f"{MOST} recordings are kept of a round. Delete one first.", 409)
        row = Recording.objects.create(
            round=round_, sheet=sheet, begun_at=begun, length_ms=length_ms, type=kind, bytes=len(sound), kept_at=now
        )  # fmt: skip
        _write(path_of(row.pk), sound)
    return row


def _write(path: Path, sound: bytes) -> None:
    """The file before the row is committed: a row without sound never stands, a file without a row is swept."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    part.write_bytes(sound)
    part.rename(path)


def sound_of(recording: Recording) -> bytes:
    """What was spoken; Refused when the file is gone."""
    try:
        return path_of(recording.pk).read_bytes()
    except FileNotFoundError:
        log.error("a recording has no file", recording=str(recording.pk))
        raise Refused(
            "recording.gone", "The sound of this recording is gone. Whoever runs the site was told.", 410
        ) from None


def drop(recording: Recording) -> None:
    """Delete it: the file first, so that nothing that cannot be deleted looks as if it were."""
    path_of(recording.pk).unlink(missing_ok=True)
    recording.delete()


def forget_file(recording: UUID) -> None:
    """The file of a row that is gone, however it went."""

    def unlink() -> None:
        try:
            path_of(recording).unlink(missing_ok=True)
        except OSError as error:
            log.error(
                "the file of a deleted recording is still there", recording=str(recording), error=str(error)
            )

    transaction.on_commit(unlink)


def sections(recording: Recording, events: list[Event]) -> list[dict[str, Any]]:
    """The parts of a story that were marked while it was recorded: part, title, from_ms and to_ms within it."""
    marks = [one for one in events if one.kind == "star" and one.sheet == recording.sheet]
    found: list[dict[str, Any]] = []
    for n, one in enumerate(marks):
        begun = _within(recording, one.at)
        ended = _within(recording, marks[n + 1].at) if n + 1 < len(marks) else recording.length_ms
        part = one.data.get("part")
        if part in PARTS and ended > begun:
            found.append({"part": part, "title": PARTS[part], "from_ms": begun, "to_ms": ended})
    return found


def _within(recording: Recording, at: datetime) -> int:
    """Milliseconds from its beginning, no more than it is long."""
    return min(max(0, int((at - recording.begun_at) / timedelta(milliseconds=1))), recording.length_ms)


def sweep(now: datetime) -> int:
    """Delete files that no row names and that are older than an hour; how many. Left by a process that was killed."""
    folder = path_of(UUID(int=0)).parent
    if not folder.is_dir():
        return 0
    known = {str(pk) for pk in Recording.objects.values_list("pk", flat=True)}
    old = now.timestamp() - 3600
    stray = [path for path in folder.iterdir() if path.stem not in known and path.stat().st_mtime < old]
    for path in stray:
        path.unlink(missing_ok=True)
    return len(stray)
