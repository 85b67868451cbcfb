"""The compose files: valid where compose is there, and the promises about who may do what."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

_ROOT = Path(__file__).resolve().parent.parent
_FILES = ("docker-compose.yml", "docker-compose.gpu.yml")
_GRADERS = {"grader", "grader-gpu"}
_SITE = {"setup", "web", "worker", "scheduler"}


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    """Every service of the stack and of its overlay by name."""
    found: dict[str, dict[str, Any]] = {}
    for name in _FILES:
        found |= yaml.safe_load((_ROOT / name).read_text())["services"]
    return found


def _each(names: Iterable[str], value: object) -> dict[str, object]:
    """The same value for every name."""
    return {name: value for name in names}  # noqa: C420 - fromkeys would share a list, which nothing here changes


def _mounts(service: dict[str, Any]) -> set[str]:
    """Where a service's volumes end up, as path or path:ro."""
    return {
        mount.partition(":")[2] if mount[0] != "$" else mount.partition("}:")[2]
        for mount in service["volumes"]
    }


def test_services_are_those_that_operations_describes(services: dict[str, dict[str, Any]]) -> None:
    assert set(services) == {"db", "broker", *_SITE, *_GRADERS}


def test_nothing_is_privileged(services: dict[str, dict[str, Any]]) -> None:
    loosening = {"privileged", "cap_add", "pid", "ipc", "network_mode", "userns_mode", "devices"}

    assert {name: sorted(loosening & set(service)) for name, service in services.items()} == _each(
        services, []
    )
    assert {name: service["security_opt"] for name, service in services.items()} == _each(
        services, ["no-new-privileges:true"]
    )


def test_own_services_drop_capabilities_and_cannot_write_their_image(
    services: dict[str, dict[str, Any]],
) -> None:
    own = {name: services[name] for name in _SITE | _GRADERS}

    assert {name: (service["cap_drop"], service["read_only"]) for name, service in own.items()} == _each(
        own, (["ALL"], True)
    )


def test_only_graders_reach_the_engine(services: dict[str, dict[str, Any]]) -> None:
    with_socket = {name for name, service in services.items() if "docker.sock" in yaml.safe_dump(service)}

    assert with_socket == _GRADERS


def test_graders_reach_the_queue_alone(services: dict[str, dict[str, Any]]) -> None:
    assert {name: services[name]["networks"] for name in _GRADERS} == _each(_GRADERS, ["queue"])


def test_graders_know_no_secret_but_the_brokers(services: dict[str, dict[str, Any]]) -> None:
    allowed = {"REDIS_URL", "PACKAGE_STORE", "READYROOM_DATA", "SANDBOX", "SANDBOX_RUNTIME"}

    assert {name: set(services[name]["environment"]) for name in _GRADERS} == {
        "grader": allowed,
        "grader-gpu": {*allowed, "SANDBOX_DEVICE"},  # the number of its card
    }


def test_graders_cannot_write_packages_nor_see_the_sites_data(services: dict[str, dict[str, Any]]) -> None:
    expected = {"/data/packages:ro", "/var/run/docker.sock"}

    assert {name: _mounts(services[name]) for name in _GRADERS} == _each(_GRADERS, expected)


def test_inner_networks_have_no_way_out() -> None:
    networks = yaml.safe_load((_ROOT / "docker-compose.yml").read_text())["networks"]

    assert networks == {"front": {}, "database": {"internal": True}, "queue": {"internal": True}}


def test_only_web_is_published_and_on_loopback_by_default(services: dict[str, dict[str, Any]]) -> None:
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}

    assert published == {"web": ["${PUBLISH:-127.0.0.1:8000}:8000"]}


def test_long_running_services_have_health_checks(services: dict[str, dict[str, Any]]) -> None:
    unchecked = {name for name, service in services.items() if "healthcheck" not in service}

    assert unchecked == {"setup"}


def test_passwords_have_no_default(services: dict[str, dict[str, Any]]) -> None:
    text = "".join((_ROOT / name).read_text() for name in _FILES)

    for name in ("POSTGRES_PASSWORD", "BROKER_PASSWORD"):
        assert text.count("${" + name) == text.count("${" + name + ":?set " + name + " in .env}") > 0


def test_named_volumes_and_networks_are_declared(services: dict[str, dict[str, Any]]) -> None:
    declared = yaml.safe_load((_ROOT / "docker-compose.yml").read_text())
    volumes = {
        mount.partition(":")[0]
        for service in services.values()
        for mount in service.get("volumes", [])
        if not mount.startswith(("$", "/", "."))
    }

    assert volumes == set(declared["volumes"])
    assert {network for service in services.values() for network in service["networks"]} == set(
        declared["networks"]
    )


def test_gpu_worker_serves_its_queue_with_a_device(services: dict[str, dict[str, Any]]) -> None:
    command, deploy = services["grader-gpu"]["command"], services["grader-gpu"]["deploy"]

    assert command[command.index("--queues") + 1] == "gpu"
    assert deploy["resources"]["reservations"]["devices"] == [
        {"driver": "nvidia", "count": 1, "capabilities": ["gpu"]}
    ]


@pytest.mark.parametrize("files", [_FILES[:1], _FILES])
def test_compose_accepts_the_files(files: tuple[str, ...]) -> None:
    compose = ["docker", "compose"]
    if (
        shutil.which("docker") is None
        or subprocess.run([*compose, "version"], capture_output=True).returncode
    ):
        pytest.skip("docker compose (version 2) is not installed; the other tests read the files as YAML")

    words = [word for name in files for word in ("-f", name)]
    result = subprocess.run(
        [*compose, *words, "config", "--quiet"],
        cwd=_ROOT,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "POSTGRES_PASSWORD": "a", "BROKER_PASSWORD": "b"},
        capture_output=True,
        text=True,
    )

    assert (result.returncode, result.stderr) == (0, "")
