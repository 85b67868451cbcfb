"""The site as a server of its own serves it: bodies that never end, streams that wait, static files."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as site_settings
from django.db import connection
from django.test import Client

from tests.webapp.making import make_submission

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


def test_database_url() -> str:
    """The address of the database that this test writes to."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    login = f"{quote(facts['USER'])}:{quote(facts['PASSWORD'])}"
    return f"postgres://{login}@{facts['HOST'] or 'localhost'}:{facts['PORT'] or 5432}/{facts['NAME']}"


test_database_url.__test__ = False  # type: ignore[attr-defined]


@contextmanager
def served(data: Path, redis_url: str) -> Iterator[tuple[str, int]]:
    """The site's address and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "webapp.asgi:application", "--port", str(port)]
    more = {"READYROOM_DATA": str(data), "REDIS_URL": redis_url, "DATABASE_URL": test_database_url()}
    more |= {"SECRET_KEY": site_settings.SECRET_KEY, "DJANGO_SETTINGS_MODULE": "webapp.settings"}
    with subprocess.Popen(
        [*command, "--log-level", "warning", "--timeout-graceful-shutdown", "1"],
        cwd=ROOT,
        env=os.environ | more,
    ) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address)
            yield address, process.pid
        finally:
            process.send_signal(signal.SIGINT)


def wait_for(address: str) -> None:
    """Until the site answers."""
    for _ in range(200):
        try:
            httpx.get(f"{address}/health/live")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(address)


def threads_of(pid: int) -> int:
    """How many threads the process has."""
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def cookies(user):
    client = Client()
    client.force_login(user)
    return {site_settings.SESSION_COOKIE_NAME: client.cookies[site_settings.SESSION_COOKIE_NAME].value}


def endless():
    for _ in range(64):
        yield b"x" * 65536


def test_bodies_over_the_limit_are_refused_and_static_files_served_whole(db, tmp_path):
    with served(tmp_path, "redis://127.0.0.1:1/0") as (address, _), httpx.Client(base_url=address) as client:
        unannounced = client.post(
            "/problems/a/b/submit", content=endless(), headers={"Content-Type": "application/json"}
        )
        announced = client.post("/problems/a/b/submit", content=b"x" * (1024 * 1024 + 1))
        static = client.get("/static/admin/css/base.css")

    assert unannounced.status_code == 413
    assert unannounced.json() == {
        "error": {"id": "request.too_large", "text": "The request is larger than the site accepts."}
    }
    assert announced.status_code == 413
    assert "That is more than we take" in announced.text
    assert static.headers["Content-Type"] == 'text/css; charset="utf-8"'
    assert int(static.headers["Content-Length"]) == len(static.content) > 1000


async def test_waiting_streams_hold_no_threads(alice, problem, broker, broker_url, tmp_path):
    row = await sync_to_async(make_submission)(alice, problem)
    jar = await sync_to_async(cookies)(alice)
    with served(tmp_path, broker_url) as (address, pid):
        async with httpx.AsyncClient(base_url=address, cookies=jar) as client:
            before = threads_of(pid)
            url = f"/submissions/{row.pk}/events"
            streams = [await client.send(client.build_request("GET", url), stream=True) for _ in range(12)]
            readers = [stream.aiter_text() for stream in streams]  # an iterator that is dropped hangs up
            for reader in readers:
                assert (await anext(reader)).startswith("retry: ")
            await asyncio.sleep(0.5)
            held = threads_of(pid) - before
            for stream in streams:
                await stream.aclose()

    assert [stream.status_code for stream in streams] == [200] * 12
    assert held <= 8, "the shared pools of readers and connections, and not a thread for each of the twelve"
