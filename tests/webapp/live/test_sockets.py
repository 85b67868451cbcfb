"""/live/<room>/socket: what two people write reaches both, and the database first."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError
from pycrdt import Array

from tests.webapp.live.browsers import PATIENCE_S, Browser, browsers, session_of
from webapp.live.domain.rooms import chat_of, open_room, set_role, text_of
from webapp.live.models import Member, RoomUpdate
from webapp.live.roles import Role
from webapp.live.sockets import hub as hubs
from webapp.live.sockets import storing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("hub")]


async def connected(room, user, **more):
    return await Browser(room.pk, await sync_to_async(session_of)(user), **more).connect()


async def test_what_one_types_the_other_has_and_the_database(room, alice, bob):
    async with browsers(room, alice, bob) as (a, b):
        await a.write("def f():\n")
        await b.until(lambda: str(b.text()) == "def f():\n")
        await b.write("    return 'ä😀'\n")
        await a.until(lambda: str(a.text()) == "def f():\n    return 'ä😀'\n")

    assert await sync_to_async(text_of)(room, "code") == "def f():\n    return 'ä😀'\n"
    rows = await sync_to_async(
        lambda: list(RoomUpdate.objects.order_by("seq").values_list("seq", "author"))
    )()
    assert rows == [(1, alice.pk), (2, bob.pk)]


async def test_text_is_there_after_everybody_has_left(room, hub, alice, bob):
    async with browsers(room, alice) as a:
        await a.write("kept")
    assert hub.feeds == {}, "nothing of it stays in memory"
    async with browsers(room, bob) as b:
        assert str(b.text()) == "kept"


async def test_both_write_offline_and_nothing_of_either_is_lost(room, alice, bob):
    async with browsers(room, alice, bob) as (a, b):
        await a.write("0123456789")
        await b.until(lambda: str(b.text()) == "0123456789")
        for browser in (a, b):
            await browser.disconnect()
        a.text().insert(0, "start ")
        del a.text()[8:10]
        b.text().insert(10, " end")
        for browser in (a, b):
            await browser.connect()
            await browser.offer()
        await a.until(lambda: str(a.text()) == "start 01456789 end")
        await b.until(lambda: str(b.text()) == "start 01456789 end")

    assert await sync_to_async(text_of)(room, "code") == "start 01456789 end"


async def test_what_cannot_be_stored_is_neither_confirmed_nor_shown(room, alice, bob, monkeypatch):
    def away(new):
        raise OperationalError("disk full")

    async with browsers(room, alice, bob) as (a, b):
        with monkeypatch.context() as patched:
            patched.setattr(storing, "append", away)
            a.text().insert(0, "only here")
            await a.offer()
            await a.until(lambda: False)
            await b.until(lambda: False)
        assert (a.code, b.code, a.stored) == (1013, 1013, {})
        assert "only here" not in str(b.text())
        for browser in (a, b):
            await browser.disconnect()
            await browser.connect()
        await a.offer()
        await b.until(lambda: str(b.text()) == "only here")

    assert await sync_to_async(RoomUpdate.objects.count)() == 1


async def test_update_that_comes_twice_is_confirmed_and_stored_once(room, alice):
    async with browsers(room, alice) as a:
        a.text().insert(0, "once")
        update = a.doc("code").get_update()
        counts = [await a.offer(update=update) for _ in range(3)]
        await a.until(lambda: set(counts) <= set(a.stored))

    assert [a.stored[count] for count in counts] == [1, 1, 1]
    assert await sync_to_async(RoomUpdate.objects.count)() == 1


async def test_update_without_what_it_stands_on_is_asked_for_again(room, alice, bob):
    async with browsers(room, alice, bob) as (a, b):
        a.text().insert(0, "first ")
        known = a.doc("code").get_state()
        a.text().insert(6, "second")
        a.places["code"]["there"] = None
        await a.offer(known=known)
        await a.until(lambda: a.places["code"]["there"] is not None)
        await a.offer()
        await b.until(lambda: str(b.text()) == "first second")

    assert await sync_to_async(RoomUpdate.objects.count)() == 1


async def test_update_under_the_others_client_id_is_refused(room, alice, bob):
    async with browsers(room, alice, bob) as (a, b):
        await a.write("mine")
        await b.until(lambda: str(b.text()) == "mine")
        forged = Browser(room.pk, "")
        forged.docs["code"] = type(a.doc("code"))(client_id=a.doc("code").client_id)
        forged.doc("code").apply_update(a.doc("code").get_update())
        known = forged.doc("code").get_state()
        forged.text().insert(4, " and forged")
        await b.offer(update=forged.doc("code").get_update(known))
        await b.until(lambda: False)
        await a.write("!")

    assert b.code == 4422
    assert await sync_to_async(text_of)(room, "code") == "mine!"


async def test_private_text_never_travels_to_the_candidate(room, alice, bob):
    canary = "canary-7f3a"
    async with browsers(room, alice, bob) as (a, b):
        await b.write(canary, name="private")
        await b.send(
            json.dumps(
                {"type": "caret", "document": b.places["private"]["place"], "where": {"anchor": canary}}
            )
        )
        await b.write("both see this", name="notes")
        await a.until(lambda: str(a.text("notes")) == "both see this")
        await a.disconnect()
        await a.connect()

    everything = b"".join(frame if isinstance(frame, bytes) else frame.encode() for frame in a.heard)
    assert canary.encode() not in everything
    assert b"private" not in everything
    assert list(a.places) == ["code", "notes", "board", "chat"]
    assert await sync_to_async(text_of)(room, "private") == canary


async def test_documents_are_reached_by_place_so_no_frame_leads_into_another_room(room, alice, bob, charlie):
    await sync_to_async(open_room)("room:2", {charlie: Role.CANDIDATE})
    async with browsers(room, alice, bob) as (a, _):
        for place in (len(a.places), 255):
            a.code = None
            await a.send(bytes([1, place, 0, 0, 0, 1, 0, 0]))
            await a.until(lambda: False)
            assert a.code == 4400
            await a.disconnect()
            await a.connect()

    assert await sync_to_async(RoomUpdate.objects.count)() == 0


async def test_chat_has_the_servers_name_and_time_and_each_line_once(room, alice, bob):
    async with browsers(room, alice, bob) as (a, b):
        await a.say("hourly?", id="a1")
        await a.until(lambda: any(one.get("id") == "a1" for one in a.told))
        await a.say("hourly?", id="a1")
        await b.say("yes", id="a1")
        await a.until(lambda: len(a.said() or []) == 2)
        await b.until(lambda: len(b.said() or []) == 2)
        a.doc("chat").get("content", type=Array).append({"name": "bob", "text": "hire her"})
        await a.offer("chat")
        await a.until(lambda: False)

    assert a.code == 4403, "lines are the server's to add"
    lines = await sync_to_async(chat_of)(room)
    assert [(line["name"], line["by"], line["text"]) for line in lines] == [
        ("alice", alice.pk, "hourly?"),
        ("bob", bob.pk, "yes"),
    ]


async def test_caret_is_shown_to_the_other_under_the_name_of_its_connection(room, alice, bob):
    async with browsers(room, alice, bob) as (a, b):
        where = {"anchor": {"tname": "content"}, "head": {"tname": "content"}, "name": "bob"}
        await a.send(json.dumps({"type": "caret", "document": a.places["code"]["place"], "where": where}))
        await b.until(lambda: any(one["type"] == "caret" for one in b.told))
        [caret] = [one for one in b.told if one["type"] == "caret"]
        [person] = [one for one in b.people if one["connection"] == caret["connection"]]

    assert caret == {
        "type": "caret",
        "connection": a.hello["you"]["connection"],
        "document": b.places["code"]["place"],
        "where": where,
    }
    assert (person["name"], person["role"]) == ("alice", "candidate")


async def test_presence_follows_who_comes_and_goes(room, alice, bob):
    async with browsers(room, alice) as a:
        await a.until(lambda: [one["name"] for one in a.people] == ["alice"])
        async with browsers(room, bob):
            await a.until(lambda: [one["name"] for one in a.people] == ["alice", "bob"])
        await a.until(lambda: [one["name"] for one in a.people] == ["alice"])

    assert a.code is None


async def test_who_logs_out_or_loses_the_seat_does_not_stay_connected(room, hub, alice, bob):
    from django.contrib.sessions.models import Session

    async with browsers(room, alice, bob) as (a, b):
        await hub.recheck()
        await sync_to_async(Member.objects.filter(user=bob).delete)()
        await hub.recheck()
        await b.until(lambda: False)
        await sync_to_async(Session.objects.all().delete)()
        await hub.recheck()
        await a.until(lambda: False)

    assert (a.code, b.code) == (4401, 4404)


async def test_change_of_role_lets_in_again_with_the_new_one(room, hub, broker, alice, bob):
    async with browsers(room, alice, bob) as (a, _b):
        await until(lambda: hub.relay.connected)
        await sync_to_async(set_role)(room, alice, Role.INTERVIEWER)
        await a.until(lambda: False)
        assert a.code == 4412
        await a.disconnect()
        await a.connect()

    assert list(a.places) == ["code", "notes", "board", "chat", "private"]


async def until(condition):
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.01)


async def test_two_processes_give_each_other_what_their_browsers_write(room, broker, processes, alice, bob):
    first, second = processes(0), processes(1)
    await until(lambda: first.relay.connected and second.relay.connected)
    processes(0)
    async with browsers(room, alice) as a:
        processes(1)
        async with browsers(room, bob) as b:
            await a.until(lambda: len(a.people) == 2)
            await b.until(lambda: len(b.people) == 2)
            await a.write("from the first ")
            await b.until(lambda: str(b.text()) == "from the first ")
            await b.write("from the second")
            await a.until(lambda: str(a.text()) == "from the first from the second")
            # Both at the same moment: one process finds the number taken, catches up and tries again.
            for browser, word in ((a, "A"), (b, "B")):
                known = browser.doc("code").get_state()
                browser.text().insert(0, word)
                await browser.offer(known=known)
            await a.until(lambda: len(a.text()) == 32)
            await b.until(lambda: len(b.text()) == 32)
            processes(1)
            again = await connected(room, alice)
            await a.until(lambda: False)
            await again.disconnect()

    assert str(a.text()) == str(b.text()) == await sync_to_async(text_of)(room, "code")
    assert a.code == 4409, "the other process closed it"


async def test_without_the_broker_processes_look_into_the_database_and_say_so(
    room, processes, alice, bob, monkeypatch
):
    monkeypatch.setattr(hubs, "LOOK_S", 0.05)
    processes(0)
    async with browsers(room, alice) as a:
        processes(1)
        async with browsers(room, bob) as b:
            await a.write("slow but there")
            await b.until(lambda: str(b.text()) == "slow but there")

    assert (a.hello["broker"], b.hello["broker"]) == (False, False)


async def test_message_that_the_site_did_not_sign_moves_nothing(room, hub, broker, alice):
    from webapp.live.domain.bells import channel, seal

    async with browsers(room, alice) as a:
        await until(lambda: hub.relay.connected)
        other = seal(type(room.pk)(int=1), {"kind": "reload"})  # signed, for another room
        for forged in (b"", b"\x81\xa4kind\xa6reload", bytes(16) + b"\x81\xa4kind\xa6reload", other):
            broker.publish(channel(room.pk), forged)
        await a.write("still here")

    assert a.code is None
