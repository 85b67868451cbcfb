"""Stages on both backends, with canaries planted on the host, and the results for docs/security.md."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from sandboxes import Pool, SandboxUnavailable, open_pool
from tests.attacks.canaries import COMMON
from tests.attacks.catalogue import EVERYWHERE, HERE, Attack, HostileCode
from tests.attacks.stage import Stage
from tests.sandboxes.conftest import BACKENDS
from tests.webapp.clients import static_files_looked_up_once

FIRST = str(BACKENDS[0].values[0])
"""The backend on which is tried what comes through either wall alike."""
DOOR = "cnry-door"
"""The name of a local socket of the host's, in the abstract namespace."""


@pytest.hookimpl(tryfirst=True)  # xdist reads the group when its own turn comes
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """All attacks on one backend in one process, which opens their pools once; what either wall lets pass, on one."""
    spared = [] if os.environ.get(EVERYWHERE) else [item for item in items if _comes_through_alike(item)]
    if spared:
        config.hook.pytest_deselected(items=spared)
        items[:] = [item for item in items if item not in set(spared)]
    for item in items:
        callspec = getattr(item, "callspec", None)
        if HERE in item.path.parents and callspec and "backend" in callspec.params:
            item.add_marker(pytest.mark.xdist_group(f"attacks on {callspec.params['backend']}"))


def _comes_through_alike(item: pytest.Item) -> bool:
    """Whether an attack is tried on the other backend already, and says nothing about this one."""
    params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    tried = params.get("attack") or params.get("code")
    known = isinstance(tried, Attack | HostileCode) and tried.alike
    return HERE in item.path.parents and known and params.get("backend") not in (None, FIRST)


@pytest.fixture(scope="session", autouse=True)
def _quick_clients() -> Iterator[None]:
    with static_files_looked_up_once():
        yield


@pytest.fixture(scope="session", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The backend's name."""
    return str(request.param)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Canaries in the worker's environment, in a file of the host's, and behind its sockets."""
    with pytest.MonkeyPatch.context() as patch, _listening():
        patch.setenv("READYROOM_DATA", str(tmp_path_factory.mktemp("data")))
        patch.setenv("REDIS_PASSWORD", COMMON["the host's environment"])
        (tmp_path_factory.getbasetemp() / COMMON["the host's files"]).write_text(COMMON["the host's files"])
        yield


@pytest.fixture(scope="session")
def python_pool(backend: str, planted: None) -> Iterator[Pool]:
    """Cells without PyTorch."""
    with _opened(backend, {"python": 2}) as pool:
        yield pool


@pytest.fixture(scope="session")
def stage(python_pool: Pool) -> Stage:
    """A stage for packages that need no PyTorch."""
    return Stage(python_pool)


@pytest.fixture(scope="session")
def torch_stage(backend: str, python_pool: Pool) -> Iterator[Stage]:
    """A stage for all packages."""
    with _opened(backend, {"torch": 2}) as torch_pool:
        yield Stage(python_pool, torch_pool)


def _opened(backend: str, sizes: dict[str, int]) -> Pool:
    try:
        return open_pool(backend, sizes)
    except SandboxUnavailable as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no {backend} cells here: {error}")


@contextmanager
def _listening() -> Iterator[None]:
    """A local socket of the host's that tells a canary to whoever connects."""
    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(f"\0{DOOR}")
    except OSError:  # another process of these tests has it open
        listener.close()
        yield
        return
    listener.listen()
    threading.Thread(target=_tell, args=(listener,), daemon=True).start()
    yield
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def _tell(listener: socket.socket) -> None:
    with suppress(OSError):
        while True:
            with listener.accept()[0] as connection:
                connection.sendall(COMMON["the host's network"].encode())
