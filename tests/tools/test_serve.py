"""`make run` refuses, before it sets anything up, what cannot work, and says what to type."""

import fcntl
import socket
from collections.abc import Callable
from pathlib import Path

from tests.tools.conftest import Running

Start = Callable[..., Running]


def test_taken_port_is_named_with_the_way_out(start: Start, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        running = start("-m", "tools", "run", PORT=str(port), READYROOM_DATA=str(tmp_path))

        assert f"Port {port} on 127.0.0.1 cannot be used: Address already in use" in running.wait_for("✗")
        assert running.wait_for("Command:").split(maxsplit=1)[1] == f"PORT={port + 1} make run"
        assert running.ends() == 1


def test_second_site_on_the_same_data_is_refused(start: Start, tmp_path: Path) -> None:
    with (tmp_path / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()

        running = start("-m", "tools", "run", PORT="0", READYROOM_DATA=str(tmp_path))

        assert f"Readyroom already runs from {tmp_path} (process 4711)" in running.wait_for("✗")
        assert running.ends() == 1


def test_clean_refuses_while_the_site_runs(start: Start, tmp_path: Path) -> None:
    with (tmp_path / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        running = start("-m", "tools", "clean", READYROOM_DATA=str(tmp_path))

        assert f"Readyroom already runs from {tmp_path}" in running.wait_for("✗")
        assert running.ends() == 1
        assert tmp_path.exists()
