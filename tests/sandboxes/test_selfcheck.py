"""Cells that miss a layer are refused by that layer's name. The layer is really taken away, in what a cell is sent."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandboxes import SandboxUnavailable, Settings, bundle, open_pool
from sandboxes.bubblewrap_backend import BubblewrapBackend
from sandboxes.docker_backend import DockerBackend
from sandboxes.doctor import diagnose
from sandboxes.opening import choose

from .conftest import BACKENDS, opened

Weaken = Callable[[str, str, str], None]


@pytest.fixture
def weaken(monkeypatch: pytest.MonkeyPatch) -> Weaken:
    """Return a function that replaces text in one of the modules that cells are sent."""

    def change(module: str, text: str, replacement: str) -> None:
        sources = dict(bundle.sources())
        assert text in sources[module]
        sources[module] = sources[module].replace(text, replacement)
        monkeypatch.setattr(bundle, "sources", lambda: list(sources.items()))

    return change


LAYERS = [
    ("seccomp filter", "lockdown", "        kernel.install_filter(program)\n", "        pass\n"),
    ("capabilities", "lockdown", "        kernel.drop_capabilities()\n", "        pass\n"),
    ("capabilities", "lockdown", "    kernel.drop_bounding_set()\n", ""),
    ("session namespaces", "lockdown", "    | kernel.CLONE_NEWNET\n", ""),
    ("session namespaces", "lockdown", "    | kernel.CLONE_NEWIPC\n", ""),
    ("private /proc", "lockdown", "        _mount_proc()\n", "        pass\n"),
    (
        "private /tmp",
        "lockdown",
        '        kernel.mount("none", "/tmp", "tmpfs", _LOCKED, size)\n',
        "        pass\n",
    ),
    ("descriptors", "lockdown", "    os.closerange(_KEPT_DESCRIPTORS, 1 << 16)\n", ""),
]


@pytest.mark.bubblewrap
@pytest.mark.parametrize(("layer", "module", "text", "replacement"), LAYERS)
def test_missing_layer_is_named(weaken: Weaken, layer: str, module: str, text: str, replacement: str) -> None:
    opened("bubblewrap", {"python": 0}).close()
    weaken(module, text, replacement)
    with pytest.raises(SandboxUnavailable) as refused:
        open_pool("bubblewrap", {"python": 1})
    assert layer in [problem.layer for problem in refused.value.problems]
    assert all(problem.fix for problem in refused.value.problems)


@pytest.mark.docker
@pytest.mark.parametrize(
    ("layer", "host"),
    [
        ("cell namespaces", {"NetworkMode": "host"}),
        ("session namespaces", None),
        ("seccomp filter", None),
    ],
)
def test_missing_layer_of_a_container_is_named(
    weaken: Weaken, monkeypatch: pytest.MonkeyPatch, layer: str, host: dict[str, Any] | None
) -> None:
    opened("docker", {"python": 0}).close()
    if host is None:
        weaken(*next(row[1:] for row in LAYERS if row[0] == layer))
    else:
        original = DockerBackend._config

        def config(self: DockerBackend, image: str) -> dict[str, Any]:
            made = original(self, image)
            return {**made, "NetworkDisabled": False, "HostConfig": {**made["HostConfig"], **host}}

        monkeypatch.setattr(DockerBackend, "_config", config)
    with pytest.raises(SandboxUnavailable) as refused:
        open_pool("docker", {"python": 1})
    assert layer in [problem.layer for problem in refused.value.problems]
    assert all(problem.fix for problem in refused.value.problems)


@pytest.mark.docker
def test_container_without_room_for_a_private_proc_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    opened("docker", {"python": 0}).close()
    original = DockerBackend._config

    def masked(self: DockerBackend, image: str) -> dict[str, Any]:
        made = original(self, image)
        return {**made, "HostConfig": {**made["HostConfig"], "MaskedPaths": ["/proc/kcore", "/proc/keys"]}}

    monkeypatch.setattr(DockerBackend, "_config", masked)
    with pytest.raises(SandboxUnavailable) as refused:
        open_pool("docker", {"python": 1})
    [problem] = refused.value.problems
    assert problem.layer == "private /proc"
    assert "systempaths=unconfined" in problem.fix


@pytest.mark.parametrize("name", BACKENDS)
def test_every_layer_of_this_machines_cells_is_present(name: str) -> None:
    opened(name, {"python": 0}).close()
    backend = choose(name, ["python"], Settings.from_environment())
    cell, layers = backend.inspect("python")
    with cell:
        assert [layer.name for layer in layers if not layer.present] == []
        assert {"network", "seccomp filter", "private /proc", "read-only root"} <= {
            layer.name for layer in layers
        }
    backend.close()


def test_doctor_says_what_an_empty_environment_lacks(tmp_path: Path) -> None:
    settings = dataclasses.replace(Settings(), environment=tmp_path)
    [found] = diagnose(settings, "bubblewrap")
    assert not found.ready
    [layer] = found.layers
    assert layer.name in ("sandbox environment", "bubblewrap")
    assert layer.fix


def test_environment_whose_python_does_not_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python"
    python.write_text("#!/bin/sh\necho broken >&2\nexit 1\n")
    python.chmod(0o755)
    backend = BubblewrapBackend(dataclasses.replace(Settings(), environment=tmp_path))
    assert [(problem.layer, problem.why) for problem in backend.problems(["python"])] in (
        [("sandbox environment", "broken\n")],
        [("bubblewrap", "no bwrap on the PATH")],
    )
