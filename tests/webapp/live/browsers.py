"""A browser as far as a room is concerned: documents in pycrdt, the frames of docs/live.md over the real application."""

import asyncio
import json
import struct
from contextlib import asynccontextmanager

from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client
from pycrdt import Array, Doc, Map, Text

from webapp.asgi import application

HAVE, UPDATE, STORED = 0, 1, 2
ROOTS = {"text": Text, "map": Map, "chat": Array}
PATIENCE_S = 60  # an upper bound on a busy machine; what is quick ends quickly


def session_of(user):
    """A session key of the user, as a login makes one."""
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


class Browser:
    """Holds documents over connections and disconnections; everything that came over a socket is in `heard`."""

    def __init__(self, room, session, host="testserver", origin="http://testserver"):
        self.address = f"/live/{room}/socket"
        self.headers = [(b"host", host.encode()), (b"cookie", f"sessionid={session}".encode())]
        if origin:
            self.headers.append((b"origin", origin.encode()))
        self.docs, self.places, self.hello, self.people = {}, {}, None, []
        self.heard, self.told = [], []
        self.socket, self.code, self.count, self.stored = None, None, 0, {}

    async def connect(self, sync=True):
        """Opens the socket; with `sync` also brings every document up to date."""
        scope = {
            "type": "websocket",
            "path": self.address,
            "query_string": b"",
            "headers": self.headers,
            "subprotocols": [],
        }
        self.socket = ApplicationCommunicator(application, scope)
        self.code, self.hello, self.places = None, None, {}
        await self.socket.send_input({"type": "websocket.connect"})
        answer = await self.socket.receive_output(PATIENCE_S)
        if answer["type"] != "websocket.accept":
            self.code = 403  # what a server makes of a close before the accept
        await self.until(lambda: self.hello or self.code)
        if self.code:
            await self.disconnect()
        if sync and self.code is None:
            for name in self.places:
                await self.have(name)
            await self.until(lambda: all(place["there"] is not None for place in self.places.values()))
        return self

    async def disconnect(self):
        """Goes away without a word."""
        if self.socket:
            await self.socket.send_input({"type": "websocket.disconnect", "code": 1006})
            await self.socket.wait(PATIENCE_S)
            self.socket = None

    def doc(self, name):
        return self.docs.setdefault(name, Doc())

    def text(self, name="code"):
        return self.doc(name).get("content", type=Text)

    def said(self):
        return self.doc("chat").get("content", type=Array).to_py()

    async def have(self, name):
        await self.send(bytes([HAVE, self.places[name]["place"]]) + self.doc(name).get_state())

    async def offer(self, name="code", update=None, known=None):
        """Sends what the server lacks of a document (all that is behind the state `known`), or this update."""
        self.count += 1
        if update is None:
            update = self.doc(name).get_update(known if known is not None else self.places[name]["there"])
        await self.send(struct.pack("!BBI", UPDATE, self.places[name]["place"], self.count) + update)
        return self.count

    async def write(self, text, at=None, name="code"):
        """Types, and waits until it is stored."""
        before = self.doc(name).get_state()
        content = self.text(name)
        content.insert(len(content) if at is None else at, text)
        count = await self.offer(name, known=before)
        await self.until(lambda: count in self.stored)

    async def say(self, text, id):
        await self.send(json.dumps({"type": "say", "id": id, "text": text}))

    async def send(self, frame):
        if isinstance(frame, bytes):
            await self.socket.send_input({"type": "websocket.receive", "bytes": frame})
        else:
            await self.socket.send_input({"type": "websocket.receive", "text": frame})

    async def until(self, condition):
        """Reads frames until the condition holds, or the socket is closed."""
        async with asyncio.timeout(PATIENCE_S):
            while not condition() and self.code is None:
                await self.read()
        return self

    async def read(self):
        message = await self.socket.receive_output(PATIENCE_S)
        if message["type"] == "websocket.close":
            self.code = message["code"]
            return
        data = message.get("bytes") or message.get("text")
        self.heard.append(data)
        if isinstance(data, bytes):
            self._binary(data)
        else:
            self._text(json.loads(data))

    def _binary(self, data):
        name = next(name for name, place in self.places.items() if place["place"] == data[1])
        if data[0] == HAVE:
            self.places[name]["there"] = data[2:]
        elif data[0] == UPDATE:
            self.doc(name).apply_update(data[6:])
        elif data[0] == STORED:
            _, _, count, seq = struct.unpack("!BBII", data)
            self.stored[count] = seq

    def _text(self, message):
        self.told.append(message)
        if message["type"] == "hello":
            self.hello = message
            for place, document in enumerate(message["documents"]):
                self.places[document["name"]] = {"place": place, "there": None, **document}
        elif message["type"] == "people":
            self.people = message["people"]


@asynccontextmanager
async def browsers(room, *users):
    """A connected browser for each of the users."""
    made = []
    try:
        for user in users:
            made.append(await Browser(room.pk, await sync_to_async(session_of)(user)).connect())
        yield made[0] if len(made) == 1 else made
    finally:
        for browser in made:
            await browser.disconnect()
