"""A container that the engine makes and does not start leaves nothing behind.

No real engine fails on demand between two calls, so a small one on a socket of its own speaks its interface.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any

import pytest

from sandboxes import CellLost, Settings
from sandboxes.docker_backend import DockerBackend

ID = "c0ffee"


class Engine(ThreadingMixIn, UnixStreamServer):
    """Creates and attaches; `refuses` is the call that fails."""

    daemon_threads = True

    def __init__(self, path: Path, refuses: str) -> None:
        super().__init__(str(path), Call)
        self.refuses = refuses
        self.calls: list[str] = []
        self.hung_up = threading.Event()


class Call(BaseHTTPRequestHandler):
    """One request."""

    server: Engine

    def do_GET(self) -> None:
        self._answer(200, {"ApiVersion": "1.44", "Version": "1", "NCPU": 2, "ServerVersion": "1"})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        action = self.path.partition("?")[0].rsplit("/", 1)[1]
        self.server.calls.append(action)
        if action == self.server.refuses:
            self._answer(500, {"message": f"no {action} today"})
        elif action == "attach":
            self.wfile.write(b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n")
            with contextlib.suppress(ConnectionError):
                while self.connection.recv(1024):
                    pass
            self.server.hung_up.set()
            self.close_connection = True
        else:
            self._answer(201, {"Id": ID})

    def do_DELETE(self) -> None:
        self.server.calls.append(f"remove {self.path.partition('?')[0].rsplit('/', 1)[1]}")
        self._answer(204, {})

    def _answer(self, status: int, data: Any) -> None:
        body = b"" if status == 204 else json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """An engine that refuses one call."""
    with Engine(tmp_path / "engine.sock", request.param) as server:
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/engine.sock")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("engine", "calls", "attached"),
    [
        ("create", ["create"], False),
        ("attach", ["create", "attach", f"remove {ID}"], False),
        ("start", ["create", "attach", "start", f"remove {ID}"], True),
    ],
    indirect=["engine"],
)
def test_container_that_does_not_start_is_hung_up_on_and_removed(engine, calls, attached):
    backend = DockerBackend(Settings())
    with pytest.raises(
        CellLost, match=f"the engine did not start a python cell: .*no {engine.refuses} today"
    ):
        backend.start("python")

    assert engine.calls == calls
    assert engine.hung_up.wait(5 if attached else 0) is attached
    backend.close()
