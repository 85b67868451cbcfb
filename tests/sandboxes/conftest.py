"""Real cells on both backends. A machine without one skips its tests and says why; with CI=true that is a failure."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sandboxes import Call, Limits, Outcome, Pool, SandboxUnavailable, Session, open_pool

BACKENDS = [
    pytest.param("bubblewrap", marks=pytest.mark.bubblewrap),
    pytest.param("docker", marks=pytest.mark.docker),
]
ROOMY = Limits(wall_s=20.0)


@pytest.hookimpl(tryfirst=True)  # xdist reads the group when its own turn comes
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of one backend in one process, which opens its pools once."""
    for item in items:
        callspec = getattr(item, "callspec", None)
        if Path(__file__).parent in item.path.parents and callspec and "backend" in callspec.params:
            item.add_marker(pytest.mark.xdist_group(f"cells of {callspec.params['backend']}"))


def opened(backend: str, sizes: dict[str, int], **options: Any) -> Pool:
    """Return an open pool, or skip the test with the reason."""
    try:
        return open_pool(backend, sizes, **options)
    except SandboxUnavailable as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no {backend} cells here: {error}")


@pytest.fixture(scope="session", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def pool(backend: str) -> Iterator[Pool]:
    with opened(backend, {"python": 1}) as pool:
        yield pool


@pytest.fixture
def lone_pool(backend: str) -> Iterator[Pool]:
    """A pool whose one cell serves every session."""
    with opened(backend, {"python": 1}) as pool:
        yield pool


@pytest.fixture(scope="session")
def torch_pool(backend: str) -> Iterator[Pool]:
    with opened(backend, {"torch": 1}) as pool:
        yield pool


@pytest.fixture
def session_for(pool: Pool) -> Iterator[Callable[..., Session]]:
    """Return a function that opens a session for the source of solution.py."""
    sessions: list[Session] = []

    def make(source: str | bytes, limits: Limits = ROOMY, **files: bytes) -> Session:
        content = source if isinstance(source, bytes) else source.encode()
        session = pool.session("python", {"solution.py": content, **files}, limits)
        sessions.append(session)
        return session

    yield make
    for session in sessions:
        session.close()


@pytest.fixture
def run(session_for: Callable[..., Session]) -> Callable[..., Outcome]:
    """Return a function that runs `f(*args)` of a source in a session of its own."""

    def once(source: str | bytes, *args: Any, limits: Limits = ROOMY, **changes: Any) -> Outcome:
        with session_for(source, limits) as session:
            return session.run(Call("solution.py", "f", args=args), **changes)

    return once
