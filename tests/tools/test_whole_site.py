"""The whole site as `make run` starts it: serves, survives a crash of its parts, leaves nothing behind."""

import os
import re
import shutil
import signal
import socket
import time
import urllib.request
from collections.abc import Callable

import pytest

from tests.library import write_library
from tests.tools.conftest import Running

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

Start = Callable[..., Running]


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A small library with one bank of questions, and data that the first site sets up and the next one finds."""
    library = write_library(tmp_path_factory.mktemp("problems"), ["streaming-top-k/most-watched-videos"])
    for bank in sorted(path for path in (library / "questions").iterdir() if path.is_dir())[1:]:
        shutil.rmtree(bank)
    data = tmp_path_factory.mktemp("data")
    return {"PROBLEMS_DIR": str(library), "READYROOM_DATA": str(data), "LOG_LEVEL": "INFO"}


@pytest.fixture
def site(start: Start, surroundings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> tuple[Running, str]:
    """A site on a free port with data of its own, once it serves; and its address."""
    # What the test run itself says about its database and broker is not for this site.
    for name in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = start("-m", "tools", "run", PORT=str(port), **surroundings)
    running.wait_for("Serving at", timeout_s=240)
    return running, f"http://127.0.0.1:{port}"


def test_killed_web_process_is_back_at_the_same_address_and_interrupt_ends_every_process(
    site: tuple[Running, str],
) -> None:
    running, url = site
    login = running.wait_for("Demo account")
    assert re.search(r"alice@example\.org, password \S{8,}", login)
    with urllib.request.urlopen(f"{url}/health/ready", timeout=5) as answer:
        assert answer.status == 200
    running.wait_for("site@")  # the worker says that it is ready
    pid = int(re.findall(r"\[(\d+)\]", running.seen("Started server process"))[0])

    os.kill(pid, signal.SIGKILL)

    running.wait_for("web was killed by SIGKILL; starting it again in 0.5 s")
    assert _status(f"{url}/health/live", within_s=30.0) == 200

    running.interrupt(signal.SIGINT)

    assert running.ends(timeout_s=30) == 0
    assert running.left() == []


def test_sigkill_of_the_supervisor_leaves_nothing(site: tuple[Running, str]) -> None:
    running, _ = site
    running.wait_for("site@")

    running.interrupt(signal.SIGKILL)

    assert running.nothing_left_within(10.0), running.left()


def _status(url: str, within_s: float) -> int:
    """The status of the first answer."""
    deadline = time.monotonic() + within_s
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return int(answer.status)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
