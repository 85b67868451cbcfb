"""What the site's processes are told: the broker in front of them all, and no secret for the grader."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from tools import broker as brokers
from tools.broker import Broker
from tools.site import Site
from tools.supervisor import Service


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Service]:
    """The services of a site whose environment holds secrets."""
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setenv("SECRET_KEY", "of the site")
    monkeypatch.setenv("DATABASE_URL", "postgresql://site:secret@db/site")
    monkeypatch.setenv("EMAIL_URL", "smtp://site:secret@mail")
    monkeypatch.setenv("SANDBOX", "bubblewrap")
    return {service.name: service for service in Site("127.0.0.1", 8123, tmp_path).services()}


@contextmanager
def _running(broker: Broker) -> Iterator[Broker]:
    """The broker, from the moment that it answers."""
    broker.write_configuration()
    process = subprocess.Popen(broker.command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while not broker.ready() and time.monotonic() < deadline:
            time.sleep(0.02)
        yield broker
    finally:
        process.terminate()
        process.wait()


def test_broker_starts_first_and_stops_last(services: dict[str, Service]) -> None:
    assert list(services) == ["broker", "web", "worker", "grader", "beat"]
    assert [name for name, service in services.items() if service.foundation] == ["broker"]


def test_named_broker_is_used_instead_of_an_embedded_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere:6379/3")

    services = {service.name: service for service in Site("127.0.0.1", 8123, tmp_path).services()}

    assert "broker" not in services
    assert {service.env["REDIS_URL"] for service in services.values()} == {"redis://elsewhere:6379/3"}


def test_grader_is_told_no_secret_but_the_brokers(services: dict[str, Service], tmp_path: Path) -> None:
    grader = services["grader"].env

    assert {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL"} & set(grader) == set()
    assert grader["REDIS_URL"] == services["web"].env["REDIS_URL"]
    assert grader["PACKAGE_STORE"] == str(tmp_path / "packages")
    assert grader["READYROOM_DATA"] == str(tmp_path / "grader")
    assert grader["SANDBOX"] == "bubblewrap"


def test_site_listens_where_it_was_told(services: dict[str, Service]) -> None:
    command = list(services["web"].command)

    assert command[command.index("--host") + 1 :][:3] == ["127.0.0.1", "--port", "8123"]


@pytest.mark.parametrize("kind", ["redis-server", "valkey-server"])
def test_embedded_broker_asks_for_its_password(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if kind == "valkey-server":
        monkeypatch.setattr("tools.broker.shutil.which", lambda program: None)
    with _running(brokers.embedded(tmp_path)) as broker:
        assert Path(broker.program).name == kind
        with redis.Redis(port=broker.port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        with redis.Redis.from_url(broker.url) as client:
            assert client.ping() is True
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_embedded_broker_keeps_queues_over_a_restart(tmp_path: Path) -> None:
    with _running(brokers.embedded(tmp_path)) as broker, redis.Redis.from_url(broker.url) as client:
        client.lpush("grade", "job")
    with _running(brokers.embedded(tmp_path)) as broker, redis.Redis.from_url(broker.url) as client:
        assert client.lrange("grade", 0, -1) == [b"job"]


def test_brokers_password_is_not_on_its_command_line(tmp_path: Path) -> None:
    broker = brokers.embedded(tmp_path)
    broker.write_configuration()

    assert broker.password not in " ".join(broker.command)
    assert oct(os.stat(broker.command[1]).st_mode & 0o777) == "0o600"
