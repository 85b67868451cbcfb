"""GET /submissions/<uuid>/events, over a real broker and over none."""

import asyncio
import json
import threading
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient

from graders import heartbeat
from graders.messages import EventBatch, Heartbeat
from tests.webapp.making import CANARY, event, events_of_a_grade, make_submission
from webapp.practice.domain import streaming
from webapp.practice.domain.recording import record
from webapp.practice.domain.wakeups import wake_ups
from webapp.practice.models import Submission

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def submission(alice, problem):
    """Queued."""
    return make_submission(alice, problem)


@pytest.fixture
def grader(broker):
    """One that is ready."""
    heartbeat.write(broker, heartbeat.key("host", 1), Heartbeat(queues=["run", "grade"], ready=True, slots=2))


@asynccontextmanager
async def opened(user, submission, **headers):
    client = AsyncClient()
    await sync_to_async(client.force_login)(user)
    response = await client.get(f"/submissions/{submission.pk}/events", headers=headers)
    assert response.status_code == 200
    stream = messages(response)
    try:
        yield stream
    finally:
        await stream.aclose()
        await response._iterator.aclose()  # what the server does when the browser goes away


async def messages(response):
    """(event, data, id) of each message."""
    pending = ""
    async for part in response.streaming_content:
        pending += part.decode()
        *whole, pending = pending.split("\n\n")
        for text in whole:
            fields = dict(line.split(": ", 1) for line in text.splitlines() if not line.startswith(":"))
            if "event" in fields:
                yield fields["event"], json.loads(fields["data"]), fields.get("id")


async def told(submission, *events):
    await sync_to_async(record)(EventBatch.model_validate({"events": list(events)}))


async def following(stream):
    return await asyncio.wait_for(anext(stream), 5)


async def test_stream_tells_a_whole_grade_in_order_and_ends(alice, submission, grader):
    starting, *cases, done = events_of_a_grade(submission)
    async with opened(alice, submission) as stream:
        assert await following(stream) == (
            "state", {"state": "queued", "position": 1, "text": "Queued, next in line"}, None,
        )  # fmt: skip
        await told(submission, starting)
        assert await following(stream) == (
            "state", {"state": "starting", "position": None, "text": "Starting", "cases": 4}, None,
        )  # fmt: skip
        await told(submission, *cases)
        seen = [await following(stream) for _ in range(5)]
        await told(submission, done)
        name, data, _ = await following(stream)
        with pytest.raises(StopAsyncIteration):
            await following(stream)

    assert seen[0][1]["text"] == "Running case 4 of 4"
    assert [(n, d["number"], d["verdict"], i) for n, d, i in seen[1:]] == [
        ("case", 1, "AC", "1.2"),
        ("case", 2, "AC", "1.3"),
        ("case", 3, "WA", "1.4"),
        ("case", 4, "WA", "1.5"),
    ]
    assert (name, data["verdict"], data["title"], data["tone"]) == ("done", "WA", "Wrong answer", "bad")
    assert data["result"] == f"/submissions/{submission.pk}/result"


async def test_wake_up_arrives_without_waiting_for_a_poll(alice, submission, grader, monkeypatch):
    monkeypatch.setattr(streaming, "POLL_S", 60)
    monkeypatch.setattr(streaming, "CHECK_S", 60)
    async with opened(alice, submission) as stream:
        await following(stream)
        await told(submission, *events_of_a_grade(submission))
        assert [(await following(stream))[0] for _ in range(5)] == ["case"] * 4 + ["done"]


async def test_case_that_is_recorded_late_is_still_told(alice, submission, grader):
    starting, one, two, *_ = events_of_a_grade(submission)
    async with opened(alice, submission) as stream:
        await told(submission, starting, two)
        while (late := await following(stream))[0] != "case":
            pass
        await told(submission, one)
        while (early := await following(stream))[0] != "case":
            pass

    assert (late[2], early[2]) == ("1.3", "1.2")


async def test_last_event_id_resumes_behind_it(alice, submission, grader):
    await told(submission, *events_of_a_grade(submission)[:4])
    async with opened(alice, submission, **{"Last-Event-ID": "1.3"}) as stream:
        assert (await following(stream))[0] == "state"
        assert (await following(stream))[2] == "1.4"


async def test_last_event_id_of_an_earlier_attempt_starts_anew(alice, submission, grader):
    await told(submission, *events_of_a_grade(submission)[:4], event(submission, 9, "fault", retry=True))
    await told(submission, *events_of_a_grade(submission, attempt=2)[:2])
    async with opened(alice, submission, **{"Last-Event-ID": "1.5"}) as stream:
        assert (await following(stream))[0] == "state"
        assert (await following(stream))[2] == "2.2"


async def test_finished_submission_is_told_at_once(alice, submission, grader):
    await told(submission, *events_of_a_grade(submission))
    async with opened(alice, submission, **{"Last-Event-ID": "1.5"}) as stream:
        name, data, _ = await following(stream)

    assert (name, data["verdict"]) == ("done", "WA")


async def test_without_broker_the_stream_says_so_and_polls(alice, submission):
    async with opened(alice, submission) as stream:
        name, data, _ = await following(stream)
        assert (name, data["state"]) == ("state", "waiting")
        await told(submission, *events_of_a_grade(submission))
        names = [(await following(stream))[0] for _ in range(5)]

    assert names == ["case"] * 4 + ["done"]


async def test_grader_that_connects_later_is_noticed(alice, submission, broker):
    async with opened(alice, submission) as stream:
        assert (await following(stream))[1]["state"] == "waiting"
        heartbeat.write(broker, heartbeat.key("host", 1), Heartbeat(queues=["grade"], ready=True))
        assert (await following(stream))[1] == {
            "state": "queued",
            "position": 1,
            "text": "Queued, next in line",
        }


async def test_silence_is_broken_by_a_comment(alice, submission, grader, monkeypatch):
    monkeypatch.setattr(streaming, "HEARTBEAT_S", 0.2)
    monkeypatch.setattr(streaming, "POLL_S", 0.1)
    parts = streaming.stream(submission.pk, (0, 0))
    seen = [await asyncio.wait_for(anext(parts), 5) for _ in range(3)]
    await parts.aclose()

    assert (seen[0], seen[2]) == ("retry: 2000\n\n", ": still here\n\n")


async def test_many_streams_share_one_broker_connection_and_few_threads(alice, problem, grader, broker):
    rows = [await sync_to_async(make_submission)(alice, problem) for _ in range(30)]
    streams = [streaming.stream(row.pk, (0, 0)) for row in rows]
    for stream in streams:
        await anext(stream)
        await asyncio.wait_for(anext(stream), 5)
    subscribers = [c for c in broker.client_list() if int(c["psub"])]
    threads = [t for t in threading.enumerate() if t.name.startswith("event-streams")]
    for stream in streams:
        await stream.aclose()

    assert len(subscribers) == 1
    assert len(threads) <= 4
    assert wake_ups()._bells == {}, "nobody waits any more"


async def test_stream_of_somebody_else_is_not_there(alice, bob, submission, grader):
    client = AsyncClient()
    await sync_to_async(client.force_login)(bob)
    response = await client.get(f"/submissions/{submission.pk}/events")
    unknown = await client.get(f"/submissions/{uuid4()}/events")

    assert (response.status_code, unknown.status_code) == (404, 404)


async def test_stream_without_login_names_the_login(submission, grader):
    response = await AsyncClient().get(f"/submissions/{submission.pk}/events")

    assert response.status_code == 401
    assert response.json()["error"]["id"] == "auth.required"


async def test_stream_is_neither_cached_nor_buffered(alice, submission, grader):
    client = AsyncClient()
    await sync_to_async(client.force_login)(alice)
    response = await client.get(f"/submissions/{submission.pk}/events")

    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache, no-store"
    assert response.headers["X-Accel-Buffering"] == "no"


async def test_stream_holds_nothing_that_is_hidden(alice, submission, grader):
    await told(submission, event(submission, 1, "case", number=1, verdict="WA", input=CANARY, note=CANARY))
    await told(submission, *events_of_a_grade(submission)[5:])
    parts = [part async for part in streaming.stream(submission.pk, (0, 0))]

    assert CANARY not in "".join(parts)
    assert str(submission.seed * 1000) not in "".join(parts)


async def test_stream_ends_when_the_submission_is_deleted(alice, submission, grader):
    async with opened(alice, submission) as stream:
        await following(stream)
        await sync_to_async(Submission.objects.all().delete)()
        with pytest.raises(StopAsyncIteration):
            await following(stream)


@pytest.mark.parametrize(
    ("text", "cursor"),
    [
        (None, (0, 0)),
        ("", (0, 0)),
        ("1.7", (1, 7)),
        ("x", (0, 0)),
        ("1.7; drop", (0, 0)),
        ("9" * 30 + ".1", (0, 0)),
    ],
)
def test_cursor(text, cursor):
    assert streaming.parse_cursor(text) == cursor
