"""A submission's life as server-sent events.

Between events a stream holds no thread, no database connection and no broker connection of its own: it waits for
a bell, then reads the rows in a small shared pool of threads.
"""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from asgiref.sync import SyncToAsync, sync_to_async
from django.db import close_old_connections, connections

from webapp.broker import graders_recently
from webapp.practice.domain.recording import CASE_FIELDS
from webapp.practice.domain.states import State, attempt_events, state_of, summary_of
from webapp.practice.domain.telling import narrowed, told_event
from webapp.practice.domain.wakeups import wake_ups
from webapp.practice.models import GradedEvent, Submission

POLL_S = 1.0  # while queued (position and graders change without a wake-up), and while the broker is away
CHECK_S = 5.0  # while running, against a wake-up that got lost
HEARTBEAT_S = 15.0
TOLD = ("case", "progress")
LONGEST_S = 600.0  # then the browser connects anew, so that no stream outlives a deployment
Cursor = tuple[int, int]  # attempt and number of the last event the browser has
readers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="event-streams")
_EVENT_ID = re.compile(r"(\d{1,5})\.(\d{1,9})")


@dataclass(frozen=True)
class Look:
    """What the rows say at one moment."""

    state: State
    events: Sequence[tuple[GradedEvent, dict[str, Any]]]  # with what of each is told
    summary: dict[str, Any] | None  # of a finished submission


def parse_cursor(text: str | None) -> Cursor:
    """From a Last-Event-ID; (0, 0) for none or nonsense."""
    match = _EVENT_ID.fullmatch(text or "")
    return (int(match[1]), int(match[2])) if match else (0, 0)


def look(submission_id: UUID, after: Cursor, sent: Set[Cursor] = frozenset()) -> Look | None:
    """The state, and what of the attempt that counts comes after `after` and was not sent; None if it is gone.

    Two workers may record out of order, so within one stream what was sent counts and not how far it came.
    """
    submission = Submission.objects.defer("code", "report").filter(pk=submission_id).first()
    if submission is None:
        return None
    events = attempt_events(submission)
    fresh = [
        (one, data)
        for one in events
        if one.kind in TOLD and (place := (one.attempt, one.number)) > after and place not in sent
        if (data := told_event(submission, one)) is not None
    ]
    graders = graders_recently() if submission.state == "queued" else None
    summary = summary_of(narrowed(submission)) if submission.done else None
    return Look(state_of(submission, graders, events), fresh, summary)


Looks = Callable[[UUID, Cursor, Set[Cursor]], Look | None]


async def stream(submission_id: UUID, after: Cursor, looks: Looks = look) -> AsyncIterator[str]:
    """Server-sent events until the verdict: `state`, `case`, `progress`, and `done` last; `looks` reads the rows."""
    await release_request_thread()
    begun = spoken = time.monotonic()
    told: State | None = None
    sent: set[Cursor] = set()
    yield "retry: 2000\n\n"
    async with wake_ups().listening(str(submission_id)) as bell:
        while time.monotonic() - begun < LONGEST_S:
            bell.clear()  # before reading: what happens from here on rings again
            now = await asyncio.get_running_loop().run_in_executor(
                readers, _read, looks, submission_id, after, sent
            )
            if now is None:
                return
            chunk = "".join(_messages(now, told))
            if chunk:
                yield chunk
                spoken = time.monotonic()
            if now.summary is not None:
                return
            told = now.state
            sent.update((event.attempt, event.number) for event, _ in now.events)
            with suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), _patience(now))
            if time.monotonic() - spoken >= HEARTBEAT_S:
                yield ": still here\n\n"
                spoken = time.monotonic()


def _read(looks: Looks, submission_id: UUID, after: Cursor, sent: Set[Cursor]) -> Look | None:
    try:
        return looks(submission_id, after, sent)
    finally:
        close_old_connections()


def _patience(now: Look) -> float:
    polling = now.state.state in ("queued", "waiting") or not wake_ups().connected
    return POLL_S if polling else CHECK_S


def _messages(now: Look, told: State | None) -> list[str]:
    messages = []
    if now.state != told and now.summary is None:
        messages.append(message("state", now.state.as_dict()))
    for event, told_of_it in now.events:
        data = {name: told_of_it.get(name) for name in CASE_FIELDS} if event.kind == "case" else told_of_it
        messages.append(message(event.kind, data, f"{event.attempt}.{event.number}"))
    if now.summary is not None:
        messages.append(message("done", now.summary))
    return messages


def message(event: str, data: dict[str, Any], id: str | None = None) -> str:
    """One server-sent event."""
    head = f"id: {id}\n" if id else ""
    return f"{head}event: {event}\ndata: {json.dumps(data)}\n\n"


async def release_request_thread() -> None:
    """Give back the thread, and the connection in it, that the middleware ran on for this request.

    Django keeps one thread per request until the response ends, which here may be minutes away. Should anything
    need it again, a new one is made.
    """
    context = SyncToAsync.thread_sensitive_context.get(None)
    if context is None or context not in SyncToAsync.context_to_thread_executor:
        return
    await sync_to_async(connections.close_all)()
    SyncToAsync.context_to_thread_executor.pop(context).shutdown(wait=False)
