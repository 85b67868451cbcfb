"""Every address, API route and socket, for everybody."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests.webapp.matrix import expected
from tests.webapp.matrix.expected import Line
from tests.webapp.matrix.world import WHO, World, make_world
from webapp.live.sockets import routing

pytestmark = pytest.mark.django_db
SOURCES = {
    "site": expected.SITE, "practice": expected.PRACTICE, "readiness": expected.READINESS,
    "interviews": expected.INTERVIEWS, "live": expected.LIVE, "teaching": expected.TEACHING,
    "unpublished": expected.UNPUBLISHED, "lti": expected.LTI, "insight": expected.INSIGHT, "marking": expected.MARKING,
    "studio": expected.STUDIO, "api": expected.API,
}  # fmt: skip


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The name of every address; one without a name is named by where it is."""
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield namespace + (one.name or str(one.pattern))
        else:
            yield from names(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def address(name: str, spelled: tuple[str, ...], world: World) -> str:
    """`a=b` is the argument a with the world's b, `a=:b` with the text b, `a` with the world's a."""
    kwargs = {}
    for one in spelled:
        argument, _, value = one.partition("=")
        kwargs[argument] = value[1:] if value.startswith(":") else world.args[value or argument]
    return reverse(name, kwargs=kwargs)


def client_of(who: str, world: World, api: bool) -> Client:
    """A new client for each answer; of who logs in, all have the same session."""
    headers = {"Authorization": f"Bearer {world.tokens[who]}"} if api and who in world.tokens else {}
    client = Client(headers=headers, raise_request_exception=False, REMOTE_ADDR="203.0.113.7")
    user = world.people[who]
    if user is not None and not api:
        if who not in world.sessions:
            client.force_login(user)
            world.sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[who]
    return client


def sign(answer: Any) -> str:
    """One letter for an answer."""
    if answer.status_code == 401 or (
        answer.status_code == 302 and answer.url.startswith(("/accounts/login", "/admin/login"))
    ):
        return "L"
    if (answer.status_code >= 500 and answer.status_code != 503) or answer.status_code == 405:
        return str(answer.status_code)
    return {403: "F", 404: "N"}.get(answer.status_code, "+")


def shape(name: str, line: Line, world: World) -> str:
    """What everybody is answered; nothing of it stays."""
    method, _, spelled = line
    place, found = address(name, spelled, world), ""
    sent = expected.BODIES.get(name)
    body = {} if sent is None else {"data": json.dumps(sent), "content_type": "application/json"}
    for who in WHO:
        client = client_of(who, world, name.startswith("api:"))
        with transaction.atomic():
            found += sign(getattr(client, method.lower())(place, **body))
            transaction.set_rollback(True)
    return found


def test_every_address_has_a_line():
    there = {name for name in names(get_resolver()) if not name.startswith("admin:")}
    assert there == set(expected.EVERYTHING)


@pytest.mark.parametrize("source", SOURCES)
def test_everybody_is_answered_as_declared(source, world):
    lines = SOURCES[source]
    assert {name: shape(name, line, world) for name, line in lines.items()} == {
        name: line[1] for name, line in lines.items()
    }


def test_administration_is_for_operators(world):
    """Every page of it that needs no object: who is not an operator is asked to log in as one, or refused."""
    for name in sorted(set(names(get_resolver()))):
        if not name.startswith("admin:") or name in ("admin:login", "admin:logout", "admin:jsi18n"):
            continue
        try:
            place = reverse(name)
        except Exception:
            place = reverse("admin:index") + name.removeprefix("admin:") + "/1/"
        answers = {who: sign(client_of(who, world, False).get(place)) for who in WHO if who != "operator"}
        assert set(answers.values()) <= {"L", "F"}, (name, answers)


def test_every_socket_has_a_line():
    router = routing.application.inner
    while not hasattr(router, "routes"):
        router = router.inner
    assert {str(route.pattern) for route in router.routes} == set(expected.SOCKETS)


def test_socket_lets_in_as_declared(world):
    """By what the consumer asks before it accepts; that it asks is tested beside the sockets (tests/webapp/live)."""
    from webapp.live.domain.permissions import role_of
    from webapp.live.models import Room

    room = Room.objects.get(pk=world.args["room"])
    found = "".join(
        "L" if (user := world.people[who]) is None else "+" if role_of(room, user) else "N" for who in WHO
    )
    assert found == expected.SOCKETS["live/<uuid:room>/socket"]
