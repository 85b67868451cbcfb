"""/live/<room>/socket: who is let in, and what ends a connection without touching the other."""

import pytest
from asgiref.sync import sync_to_async

from tests.webapp.live.browsers import Browser, browsers, session_of
from webapp.live.domain import permissions
from webapp.live.domain.rooms import close_room, text_of
from webapp.live.models import Member, RoomUpdate
from webapp.live.roles import Role
from webapp.live.sockets import limits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("hub")]


async def connected(room, user, **more):
    return await Browser(room.pk, await sync_to_async(session_of)(user), **more).connect()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"", 4400),
        (b"\x07\x00rubbish", 4400),
        (b"\x00\x00\xff\xff\xff\xff", 4400),
        (b"\x01\x00\x00\x00\x00\x01\x05\xff\xff\xff", 4400),
        (b"\x01\x63\x00\x00\x00\x01\x00\x00", 4400),
        ("{", 4400),
        ("[]", 4400),
        ('{"type": 1}', 4400),
        ('{"type": "caret", "document": true}', 4400),
        ("[" * 5000, 4400),
        (r'{"type": "say", "id": "a1", "text": "half \ud83d"}', 4400),
        ('{"type": "say", "id": "a1", "text": " "}', 4400),
        ('{"type": "say", "id": "a1", "text": "%s"}' % ("x" * 2001), 4413),
        (bytes(limits.LARGEST_FRAME + 1), 4413),
    ],
    ids=[
        "empty", "unknown kind", "no state", "no update", "no such document", "no JSON", "no object", "no type",
        "no number", "brackets", "half a character", "no line", "long line", "too large",
    ],
)  # fmt: skip
async def test_frame_that_makes_no_sense_ends_its_own_connection_only(room, alice, bob, frame, code):
    async with browsers(room, alice, bob) as (a, b):
        await a.send(frame)
        await a.until(lambda: False)
        await b.write("undisturbed")

    assert a.code == code
    assert b.code is None


async def test_who_sends_too_fast_is_closed_and_what_was_stored_stays(room, alice, bob, monkeypatch):
    monkeypatch.setattr(limits, "FRAMES", (0.0, 30.0))
    async with browsers(room, alice, bob) as (a, b):
        await a.write("kept")
        await b.until(lambda: str(b.text()) == "kept")
        for _ in range(30):
            await a.send('{"type": "ping"}')
        await a.until(lambda: False)
        await b.write(" and more")

    assert a.code == 4429
    assert await sync_to_async(text_of)(room, "code") == "kept and more"


async def test_outsider_third_person_and_stranger_are_refused_each_with_a_code(
    room, alice, charlie, monkeypatch
):
    assert (await connected(room, charlie)).code == 4404
    assert (await Browser(room.pk, "no such session").connect()).code == 4401
    seated = permissions.Registered(lambda user, owner: Role.CANDIDATE)
    monkeypatch.setitem(permissions._registered, "room", seated)
    assert (await connected(room, charlie)).code == 4423
    monkeypatch.delitem(permissions._registered, "room")
    assert (await connected(room, alice)).code == 4404, "nobody answers for this prefix"


@pytest.mark.parametrize(
    "origin", ["", "null", "http://evil.example", "http://testserver:9000", "http://testserver.evil.example"]
)
async def test_page_of_another_origin_gets_no_socket(room, alice, origin):
    assert (await connected(room, alice, origin=origin)).code == 403


async def test_staff_look_on_beside_two_people_and_write_nothing(room, alice, bob, dana):
    async with browsers(room, alice, bob, dana) as (a, _b, d):
        await a.write("seen")
        await d.until(lambda: str(d.text()) == "seen")
        assert [place["write"] for place in d.places.values()] == [False] * 5
        d.text().insert(0, "not ")
        await d.offer()
        await d.until(lambda: False)

    assert d.code == 4403
    assert await sync_to_async(text_of)(room, "code") == "seen"
    assert await sync_to_async(Member.objects.count)() == 2


async def test_closed_room_is_read_only(room, alice):
    await sync_to_async(close_room)(room)
    async with browsers(room, alice) as a:
        assert a.hello["closed"] is True
        a.text().insert(0, "late")
        await a.offer()
        await a.until(lambda: False)

    assert a.code == 4403
    assert await sync_to_async(RoomUpdate.objects.count)() == 0


async def test_second_window_of_a_person_takes_over_from_the_first(room, alice, bob):
    async with browsers(room, alice, bob, alice) as (first, b, second):
        await first.until(lambda: False)
        await b.until(lambda: [one["name"] for one in b.people] == ["alice", "bob"])
        await second.write("here now")

    assert first.code == 4409
