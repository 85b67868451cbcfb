"""/live/<room>/socket: what two people write reaches both, and the database first."""

import pytest
from asgiref.sync import sync_to_async

from tests.webapp.live.browsers import browsers
from webapp.live.domain.rooms import text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("hub")]


async def test_what_one_types_the_other_has_and_the_database(room, alice, bob):
    async with browsers(room, alice, bob) as (a, b):
        await a.write("def f():\n")
        await b.until(lambda: str(b.text()) == "def f():\n")
        await b.write("    return 1\n")
        await a.until(lambda: str(a.text()) == "def f():\n    return 1\n")

    assert await sync_to_async(text_of)(room, "code") == "def f():\n    return 1\n"
