"""A room of two, and hubs that end with their test's event loop."""

import pytest

from webapp.live.domain.rooms import open_room
from webapp.live.roles import Role
from webapp.live.sockets import consumer
from webapp.live.sockets import hub as hubs


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
    made, current = [hubs.Hub(), hubs.Hub()], [0]
    monkeypatch.setattr(consumer, "hub", lambda: made[current[0]])

    def choose(number):
        current[0] = number
        return made[number]

    yield choose
    for one in made:
        await one.stop()
