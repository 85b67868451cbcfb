"""`make run`: set everything up, then serve until Ctrl-C."""

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import console, database, setup, steps
from tools.console import Failure
from tools.paths import data_directory
from tools.site import Site
from tools.supervisor import Supervisor


def serve(host: str, port: int) -> int:
    """Set up and serve; returns when every process has ended."""
    started = time.monotonic()
    site = Site(host, port, data_directory())
    console.say(console.colour("Readyroom", "bold"))
    with _sole_user(site.data):
        _require_free(site)
        steps.perform(*setup.for_site())
        setup.bubblewrap()
        if os.geteuid() == 0:
            console.note("Running as root works; for more than a trial, run it as a user of its own.")
        code = Supervisor(site.services(), on_serving=lambda: _announce(site, started)).run()
    console.say("Stopped.")
    return code


def _announce(site: Site, started: float) -> None:
    console.say()
    console.say(f"  Serving at {console.colour(site.url, 'bold')}  ({time.monotonic() - started:.1f} s)")
    for line in database.demo_login().splitlines():
        console.say(f"  {line}")
    console.say("  Ctrl-C stops it.")
    console.say()


def require_stopped() -> None:
    """Failure while a site runs from this data folder."""
    if data_directory().exists():
        with _sole_user(data_directory()):
            pass


@contextmanager
def _sole_user(data: Path) -> Iterator[None]:
    """Hold the data folder's lock; the kernel lets go of it however this process ends."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Failure(
                f"Readyroom already runs from {data} (process {lock.read().strip() or 'unknown'})",
                who="you: stop that one with Ctrl-C, or give this one its own folder and port",
                command="READYROOM_DATA=/some/folder PORT=8001 make run",
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _require_free(site: Site) -> None:
    with socket.socket() as probe:
        # As the server itself binds: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((site.host, site.port))
        except OSError as error:
            raise Failure(
                f"Port {site.port} on {site.host} cannot be used: {error.strerror}",
                who=f"you: stop what listens there (ss -ltnp 'sport = :{site.port}' names it), or take another port",
                command=f"PORT={site.port + 1} make run",
            ) from error
