"""A room of two, and hubs that end with their test's event loop."""

from contextvars import ContextVar

import pytest

from webapp.live.domain.rooms import open_room
from webapp.live.roles import Role
from webapp.live.sockets import consumer
from webapp.live.sockets import hub as hubs

_process = ContextVar("process")


@pytest.fixture
def room(alice, bob):
    """Alice is the candidate, Bob interviews."""
    return open_room("room:1", {alice: Role.CANDIDATE, bob: Role.INTERVIEWER}, title="Round 3")


@pytest.fixture
async def hub():
    """That of the test's loop."""
    made = hubs.hub()
    yield made
    await made.stop()
    hubs._of_loop.clear()


@pytest.fixture
async def processes(monkeypatch):
    """Two hubs, as two web processes have; `processes(0)` makes what connects from here on connect to the first."""
    made = [hubs.Hub(), hubs.Hub()]
    monkeypatch.setattr(consumer, "hub", lambda: made[_process.get()])
    yield lambda number: (_process.set(number), made[number])[1]
    for one in made:
        await one.stop()
