"""A room of two, and a hub that ends with its test's event loop."""

import pytest

from webapp.live.domain.rooms import open_room
from webapp.live.roles import Role
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
