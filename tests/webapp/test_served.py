"""The site as a real server serves it: bodies that never end, streams that wait, static files."""

import asyncio
import socket
import threading
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from asgiref.sync import sync_to_async
from django.conf import settings as site_settings
from django.test import Client

from tests.webapp.making import make_submission
from webapp.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)


@asynccontextmanager
async def served(**more):
    """A client of the site on a free port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(application, log_config=None, timeout_graceful_shutdown=1, http="h11")
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0.01)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=address, timeout=10, **more) as client:
            yield client
        server.should_exit = True
        await running


def cookies(user):
    client = Client()
    client.force_login(user)
    return {site_settings.SESSION_COOKIE_NAME: client.cookies[site_settings.SESSION_COOKIE_NAME].value}


async def test_body_without_end_is_cut_at_the_limit_and_refused():
    async def endless():
        for _ in range(64):
            yield b"x" * 65536

    async with served() as client:
        response = await client.post(
            "/problems/a/b/submit", content=endless(), headers={"Content-Type": "application/json"}
        )

    assert response.status_code == 413
    assert response.json() == {
        "error": {"id": "request.too_large", "text": "The request is larger than the site accepts."}
    }


async def test_announced_body_over_the_limit_is_refused():
    async with served() as client:
        response = await client.post("/problems/a/b/submit", content=b"x" * (1024 * 1024 + 1))

    assert response.status_code == 413
    assert "That is more than we take" in response.text


async def test_waiting_streams_hold_no_threads(alice, problem, broker):
    row = await sync_to_async(make_submission)(alice, problem)
    jar = await sync_to_async(cookies)(alice)
    async with served(cookies=jar) as client:
        await client.get("/health/live")
        before = threading.active_count()
        streams = [
            await client.send(client.build_request("GET", f"/submissions/{row.pk}/events"), stream=True)
            for _ in range(12)
        ]
        for stream in streams:
            assert (await anext(stream.aiter_text())).startswith("retry: ")
        await asyncio.sleep(0.3)
        held = threading.active_count() - before
        for stream in streams:
            await stream.aclose()

    assert [stream.status_code for stream in streams] == [200] * 12
    assert held <= 5, "the shared pool of readers, and not a thread for each of the twelve"


async def test_static_file_is_served_whole():
    async with served() as client:
        response = await client.get("/static/admin/css/base.css")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == 'text/css; charset="utf-8"'
    assert int(response.headers["Content-Length"]) == len(response.content) > 1000
