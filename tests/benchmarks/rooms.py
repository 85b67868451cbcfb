"""What the benchmark of shared rooms stands on: a served site with rooms of two, and people who type over real sockets."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from pycrdt import Doc, Text
from websockets.asyncio.client import connect

from tests.benchmarks.serving import ROOT
from tools.site import Site

START_S = 120.0
MAKE = """
import json, sys
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from webapp.accounts.models import User
from webapp.live.domain.rooms import open_room
from webapp.live.roles import Role

def session(user):
    made = import_module(settings.SESSION_ENGINE).SessionStore()
    made[SESSION_KEY], made[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    made[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    made.save()
    return made.session_key

found = []
for number in range(ROOMS):
    pair = [User.objects.create(username=f"{name}{number}", email=f"{name}{number}@example.org") for name in ("alice", "bob")]
    room = open_room(f"room:{number}", {pair[0]: Role.CANDIDATE, pair[1]: Role.INTERVIEWER})
    found.append({"room": str(room.pk), "sessions": [session(user) for user in pair]})
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Served:
    """A site that serves rooms: for each its id and the session keys of its two people."""

    url: str
    rooms: list[dict[str, Any]]


@contextmanager
def served(rooms: int) -> Iterator[Served]:
    """The broker and the web process of `make run`, on a free port with data of their own, and rooms of two."""
    with tempfile.TemporaryDirectory(prefix="readyroom-bench-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        site = Site("127.0.0.1", port, Path(folder))
        services = {one.name: one for one in site.services() if one.name in ("broker", "web")}
        running = []
        try:
            for name in ("broker", "web"):
                if name not in services:
                    continue
                if name == "web":
                    manage(services["web"].env, "migrate", "--verbosity", "0")
                    answer = manage(
                        services["web"].env,
                        "shell",
                        "--verbosity",
                        "0",
                        "--command",
                        MAKE.replace("ROOMS", str(rooms)),
                    )
                log = (Path(folder) / f"{name}.log").open("w")
                running.append(
                    subprocess.Popen(
                        services[name].command, cwd=ROOT, env=services[name].env, stdout=log, stderr=log
                    )
                )
                wait(services[name].ready, running[-1], Path(log.name))
            yield Served(site.url, json.loads(answer.splitlines()[-1]))
        finally:
            for process in reversed(running):
                process.terminate()
                process.wait(30)


def manage(env: Any, *words: str) -> str:
    """The output of a management command."""
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=dict(env), check=True, capture_output=True, text=True).stdout


def wait(ready: Any, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until it is ready; SystemExit with its log when it is not."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        if ready():
            return
        time.sleep(0.1)
    raise SystemExit(f"{process.args} did not come up:\n{log.read_text()[-3000:]}")


class Typist:
    """One person: types a character now and then, and notes when each was sent and when the other's arrive."""

    def __init__(self, url: str, room: dict[str, Any], which: int) -> None:
        self.address = f"{url.replace('http', 'ws', 1)}/live/{room['room']}/socket"
        self.headers = {"Cookie": f"sessionid={room['sessions'][which]}", "Origin": url}
        self.doc: Doc = Doc()
        self.text = self.doc.get("content", type=Text)
        self.sent: list[float] = []
        self.arrived: list[float] = []
        self.stored = 0
        self.kept: list[
            bytes
        ] = []  # applied afterwards: the receiving side of a browser is not what is measured here

    async def run(self, begin: asyncio.Event, seconds: float, pace_s: float, random: Random) -> None:
        """Connects, waits for `begin`, types for so long."""
        async with connect(
            self.address, additional_headers=self.headers, compression=None, max_size=None
        ) as socket:
            reader = asyncio.create_task(self._read(socket))
            while not hasattr(self, "place"):
                await asyncio.sleep(0.01)
            await socket.send(bytes([0, self.place]) + self.doc.get_state())
            await begin.wait()
            end = time.perf_counter() + seconds
            await asyncio.sleep(random.random() * pace_s)
            while time.perf_counter() < end:
                known = self.doc.get_state()
                self.text.insert(0, "x")
                update = self.doc.get_update(known)
                self.sent.append(time.perf_counter())
                await socket.send(bytes([1, self.place]) + len(self.sent).to_bytes(4, "big") + update)
                await asyncio.sleep(pace_s * (0.5 + random.random()))
            await asyncio.sleep(2)
            reader.cancel()

    async def _read(self, socket: Any) -> None:
        async for data in socket:
            now = time.perf_counter()
            if isinstance(data, str):
                message = json.loads(data)
                if message["type"] == "hello":
                    self.place = next(
                        n for n, one in enumerate(message["documents"]) if one["name"] == "code"
                    )
            elif data[1] == self.place and data[0] == 1:
                if len(data) > 8:  # not the empty answer to the first HAVE
                    self.arrived.append(now)
                    self.kept.append(data[6:])
            elif data[0] == 2:
                self.stored += 1


async def type_in(url: str, rooms: list[dict[str, Any]], seconds: float, pace_s: float) -> dict[str, Any]:
    """Both people of each room type: milliseconds from one to the other, and characters that did not come through."""
    random, begin = Random(1), asyncio.Event()
    pairs = [(Typist(url, room, 0), Typist(url, room, 1)) for room in rooms]
    people = [person for pair in pairs for person in pair]
    tasks = [asyncio.create_task(one.run(begin, seconds, pace_s, random)) for one in people]
    while not all(hasattr(one, "place") for one in people):
        await asyncio.sleep(0.05)
        if failed := next((task for task in tasks if task.done()), None):
            failed.result()
    print("ready", flush=True)
    begin.set()
    await asyncio.gather(*tasks)
    delays, lost = [], 0
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            delays += [(there - here) * 1000 for here, there in zip(one.sent, other.arrived, strict=False)]
            lost += len(one.sent) - one.stored
        for one in pair:
            for update in one.kept:
                one.doc.apply_update(update)
        expected = sum(len(one.sent) for one in pair)
        lost += sum(abs(expected - len(str(one.text))) for one in pair)
    return {"delays": delays, "lost": lost, "typed": sum(len(one.sent) for one in people)}


def load() -> None:
    """As a process of its own: the order on standard input, "ready" when all are connected, the result last."""
    order = json.loads(os.environ["ROOMS_LOAD"])
    print(json.dumps(asyncio.run(type_in(**order))), flush=True)
