"""Cells with a GPU: what is asked of the host, what a cell is given, and that nothing runs where it is missing.

All but what is marked `gpu` holds on a machine without a device.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandboxes import (
    Call,
    Ending,
    Limits,
    Outcome,
    Pool,
    Raised,
    SandboxUnavailable,
    Settings,
    device,
    open_pool,
)
from sandboxes.bubblewrap_backend import BubblewrapBackend
from sandboxes.docker_backend import DockerBackend
from sandboxes.images import image_name

FACTS = {"name": "A card", "memory_bytes": 1 << 30, "capability": "9.0", "driver": "12.8", "torch": "2.9"}
CACHE = """3 libs found in cache `/etc/ld.so.cache'
\tlibnvidia-ml.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libnvidia-ml.so.1
\tlibcuda.so.1 (libc6,x86-64) => /opt/driver/libcuda.so.1
\tlibc.so.6 (libc6,x86-64) => /lib/x86_64-linux-gnu/libc.so.6
"""
NVIDIA: dict[str, Any] = {"Runtimes": {"runc": {}, "nvidia": {}}}
CDI: dict[str, Any] = {
    "Runtimes": {"runc": {}},
    "DiscoveredDevices": [{"Source": "cdi", "ID": "nvidia.com/gpu=0"}],
}
ROOMY = Limits(wall_s=60.0, memory_bytes=2 << 30)


def test_driver_libraries_are_those_that_the_loader_knows() -> None:
    assert [path.name for path in device.driver_libraries(CACHE)] == ["libnvidia-ml.so.1", "libcuda.so.1"]


def test_host_without_a_driver_lacks_nodes_and_library(tmp_path: Path) -> None:
    (tmp_path / "nvidiactl").touch()

    layers = device.host_layers("1", tmp_path, known=[])

    assert [(layer.name, layer.present) for layer in layers] == [
        ("device nodes", False),
        ("driver library", False),
    ]
    assert layers[0].detail == f"there is no {tmp_path}/nvidia-uvm, {tmp_path}/nvidia1"
    assert all(layer.fix for layer in layers)


def test_host_with_a_driver_has_both(tmp_path: Path) -> None:
    for name in ("nvidiactl", "nvidia-uvm", "nvidia0"):
        (tmp_path / name).touch()

    layers = device.host_layers("0", tmp_path, known=device.driver_libraries(CACHE))

    assert [layer.present for layer in layers] == [True, True]


@pytest.mark.parametrize(
    ("info", "way"), [(NVIDIA, "nvidia"), (CDI, "cdi"), ({"Runtimes": {"runc": {}}}, None), ({}, None)]
)
def test_engine_hands_on_a_device_by_its_runtime_or_by_cdi(info: dict[str, Any], way: str | None) -> None:
    assert (device.engine_way(info), device.engine_layer(info).present) == (way, way is not None)


@pytest.mark.parametrize(
    ("info", "request_"),
    [
        (NVIDIA, {"Driver": "nvidia", "DeviceIDs": ["3"], "Capabilities": [["gpu", "compute", "utility"]]}),
        (CDI, {"Driver": "cdi", "DeviceIDs": ["nvidia.com/gpu=3"]}),
    ],
)
def test_container_with_a_device_asks_for_that_one_and_no_other_does(
    info: dict[str, Any], request_: dict[str, Any]
) -> None:
    backend = DockerBackend(Settings(device="3"))
    backend._info = info

    config = backend._config("cuda")
    plain = backend._config("torch")

    assert config["HostConfig"].pop("DeviceRequests") == [request_]
    assert "DeviceRequests" not in plain["HostConfig"]
    config["Labels"], plain["Labels"] = {}, {}
    assert config == plain  # all other walls are the same, and so is the image


def test_image_with_a_device_is_that_of_pytorch() -> None:
    assert [image_name("p-", name) for name in ("python", "torch", "cuda")] == [
        "p-python",
        "p-torch",
        "p-torch",
    ]


def test_image_of_python_cells_alone_is_another_for_the_older_numpy() -> None:
    backend = DockerBackend(Settings(image_prefix="p-").with_older())
    assert [backend._config(image)["Image"] for image in ("python", "torch")] == ["p-python-older", "p-torch"]


@pytest.mark.bubblewrap
def test_jail_gets_the_nodes_of_its_device_and_no_other_jail_does() -> None:
    backend = BubblewrapBackend(Settings.from_environment({**_sandbox(), "SANDBOX_DEVICE": "2"}))

    with_device, without = backend._command("cuda"), backend._command("torch")

    nodes = ["/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia2"]
    assert [with_device[at + 1] for at, word in enumerate(with_device) if word == "--dev-bind"][-3:] == nodes
    assert [word for word in without if "nvidia" in word] == []


def _sandbox() -> dict[str, str]:
    return {"SANDBOX": "bubblewrap"}


@pytest.mark.parametrize("text", ["a", "-1", "0,1", "٣"])
def test_device_is_named_by_one_number(text: str) -> None:
    with pytest.raises(ValueError, match="SANDBOX_DEVICE"):
        Settings.from_environment({"SANDBOX_DEVICE": text})


@pytest.mark.skipif(Path("/dev/nvidiactl").exists(), reason="this machine has a driver")
def test_without_a_device_no_cell_for_one_is_opened(backend: str) -> None:
    with pytest.raises(SandboxUnavailable) as refused:
        open_pool(backend, {"cuda": 1})

    missing = {problem.layer for problem in refused.value.problems}
    assert missing == ({"device runtime"} if backend == "docker" else {"device nodes", "driver library"})


def test_zygote_that_touched_the_device_is_refused() -> None:
    def present(hello: dict[str, Any]) -> list[bool]:
        return [layer.present for layer in device.untouched(hello)]

    assert present({"device": {"touched": False, "build": None}}) == [True]
    assert present({"device": {"touched": True, "build": "12.8"}}) == [False]
    assert present({}) == []  # a cell without PyTorch


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome(Ending.RETURNED, "PyTorch finds no CUDA device in the cell"), "finds no CUDA device"),
        (Outcome(Ending.RETURNED, {**FACTS, "memory_bytes": "much"}), "another form"),
        (Outcome(Ending.RETURNED, {"name": "A card"}), "another form"),
        (Outcome(Ending.RETURNED, None), "another form"),
        (Outcome(Ending.MEMORY), "ended with memory"),
        (Outcome(Ending.RAISED, error=Raised("OSError", "no")), "ended with raised: OSError: no"),
    ],
)
def test_device_that_does_not_answer_as_it_should_is_missing(outcome: Outcome, said: str) -> None:
    layer, facts = device.judged(outcome)

    assert (layer.present, facts) == (False, {})
    assert said in layer.detail


def test_device_that_answers_is_present() -> None:
    layer, facts = device.judged(Outcome(Ending.RETURNED, dict(FACTS)))

    assert (layer.present, layer.detail, facts) == (True, "A card", FACTS)


@settings(max_examples=30)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_other_answer_passes_for_a_device(value: Any) -> None:
    assert device.judged(Outcome(Ending.RETURNED, value))[0].present is False


def test_warm_pytorch_has_not_touched_the_device_and_says_that_there_is_none(torch_pool: Pool) -> None:
    (cell,) = torch_pool._idle["torch"]
    assert cell.hello["device"]["touched"] is False  # after everything that the zygote imports and tries
    if cell.hello["device"]["build"]:
        pytest.skip("this PyTorch is built for CUDA; the tests marked gpu ask more")
    files, call = device.probe_call()
    with torch_pool.session("torch", files, ROOMY) as session:
        layer, _ = device.judged(session.run(call))
    assert (layer.present, layer.detail) == (False, "PyTorch finds no CUDA device in the cell")
    assert device.build_layer(cell.hello).present is False


@pytest.fixture(scope="module")
def device_pool(backend: str) -> Any:
    with open_pool(backend, {"cuda": 1}) as pool:
        yield pool


@pytest.mark.gpu
def test_cell_with_a_device_names_it_and_computes_on_it(device_pool: Pool) -> None:
    source = (
        b"import torch\ndef f(n):\n    x = torch.arange(n, device='cuda')\n    return int((x * x).sum())\n"
    )
    assert device_pool.describe()["device"]["memory_bytes"] > 1 << 30
    with device_pool.session("cuda", {"solution.py": source}, ROOMY) as session:
        first, second = (session.run(Call("solution.py", "f", args=(n,))) for n in (10, 100))
    assert [(one.ending, one.value) for one in (first, second)] == [
        (Ending.RETURNED, 285),
        (Ending.RETURNED, 328350),
    ]


@pytest.mark.gpu
def test_forks_of_a_warm_cell_each_get_a_context_of_their_own(device_pool: Pool) -> None:
    source = b"import torch\ndef f():\n    before = torch.cuda.is_initialized()\n    torch.ones(1, device='cuda')\n    return before\n"
    for _ in range(3):
        with device_pool.session("cuda", {"solution.py": source}, ROOMY) as session:
            assert session.run(Call("solution.py", "f")).value is False


@pytest.mark.gpu
def test_cell_without_a_device_sees_none_beside_one_that_has(backend: str) -> None:
    source = b"import os, torch\ndef f():\n    return [torch.cuda.is_available(), os.path.exists('/dev/nvidiactl')]\n"
    with open_pool(backend, {"torch": 1}) as pool, pool.session("torch", {"s.py": source}, ROOMY) as session:
        assert session.run(Call("s.py", "f")).value == [False, False]
