"""What a cell needs to have a GPU in it: the driver's nodes and libraries on this host, and what was found from inside.

The host itself never opens a device. Whether one can be used is asked in a cell, by a run of our own.
"""

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .inside.codec import ValueRefused
from .model import Call, Ending, Limits, Outcome
from .selfcheck import Layer
from .values import Opaque

IMAGE = "cuda"
"""The image whose cells have the device; it is the image "torch" with it."""
PROBE = "device_probe.py"
PROBE_LIMITS = Limits(wall_s=60.0, memory_bytes=2 << 30)
LIBRARY = "libcuda.so.1"
_DRIVER = ("libcuda.so.", "libnvidia-")
_DRIVER_FIX = "install the NVIDIA driver of this host's GPU; nvidia-smi must list it"
_TORCH_FIX = "install the CUDA build of PyTorch into the sandbox's environment or image (unset TORCH_WHEELS)"
_FACTS = {"name": str, "memory_bytes": int, "capability": str, "driver": str, "torch": str}


def nodes(index: str, dev: Path = Path("/dev")) -> list[Path]:
    """Return the device nodes that a cell with device number `index` cannot do without."""
    return [dev / "nvidiactl", dev / "nvidia-uvm", dev / f"nvidia{index}"]


def libraries() -> list[Path]:
    """Return the driver's libraries that the loader of this host knows."""
    for command in ("/sbin/ldconfig", "/usr/sbin/ldconfig"):
        if Path(command).exists():
            run = subprocess.run([command, "-p"], capture_output=True, text=True, timeout=10)
            return driver_libraries(run.stdout)
    return []


def driver_libraries(cache: str) -> list[Path]:
    """Return the driver's libraries in what `ldconfig -p` prints."""
    lines = (line.strip().partition(" => ") for line in cache.splitlines())
    return list(dict.fromkeys(Path(path) for name, _, path in lines if path and name.startswith(_DRIVER)))


def host_layers(index: str, dev: Path = Path("/dev"), known: Iterable[Path] | None = None) -> list[Layer]:
    """Return the layers of a device that a jail takes from this host."""
    missing = [str(node) for node in nodes(index, dev) if not node.exists()]
    names = [path.name for path in (libraries() if known is None else known)]
    found = LIBRARY in names
    return [
        Layer(
            "device nodes",
            not missing,
            f"device {index}" if not missing else f"there is no {', '.join(missing)}",
            "" if not missing else _DRIVER_FIX + "; nvidia-modprobe -u -c 0 makes the nodes",
        ),
        Layer(
            "driver library",
            found,
            LIBRARY if found else f"the loader knows no {LIBRARY}",
            "" if found else _DRIVER_FIX,
        ),
    ]


def engine_layer(info: dict[str, Any]) -> Layer:
    """Return whether a Docker engine can hand on a device, by what it says of itself."""
    how = engine_way(info)
    fix = "install nvidia-container-toolkit where the engine runs, `nvidia-ctk runtime configure`, restart the engine"
    if how is None:
        return Layer(
            "device runtime", False, "the engine knows neither the runtime nvidia nor a CDI device", fix
        )
    return Layer("device runtime", True, how)


def engine_way(info: dict[str, Any]) -> str | None:
    """Return "nvidia" or "cdi", the way in which the engine hands on a device, or None."""
    if "nvidia" in (info.get("Runtimes") or {}):
        return "nvidia"
    devices = [str(device.get("ID", "")) for device in info.get("DiscoveredDevices") or ()]
    return "cdi" if any(device.startswith("nvidia.com/gpu") for device in devices) else None


def device_request(info: dict[str, Any], index: str) -> dict[str, Any]:
    """Return the request of one device as the engine's API takes it."""
    if engine_way(info) == "cdi":
        return {"Driver": "cdi", "DeviceIDs": [f"nvidia.com/gpu={index}"]}
    return {"Driver": "nvidia", "DeviceIDs": [index], "Capabilities": [["gpu", "compute", "utility"]]}


def untouched(hello: dict[str, Any]) -> list[Layer]:
    """Return whether the zygote has left the device alone: a CUDA context does not survive a fork."""
    if "device" not in hello:
        return []
    touched = hello["device"]["touched"]
    detail = (
        "the zygote has a CUDA context, which no fork could use" if touched else "no CUDA before the fork"
    )
    return [Layer("device untouched", not touched, detail, "report this as a defect" if touched else "")]


def build_layer(hello: dict[str, Any]) -> Layer:
    """Return whether the cell's PyTorch was built for CUDA."""
    build = hello.get("device", {}).get("build")
    detail = f"CUDA {build}" if build else "the cell's PyTorch is built for the CPU alone"
    return Layer("PyTorch for CUDA", bool(build), detail, "" if build else _TORCH_FIX)


def probe_call() -> tuple[dict[str, bytes], Call]:
    """Return the files and the call that ask for the device's facts from inside a cell."""
    return {PROBE: (Path(__file__).parent / PROBE).read_bytes()}, Call(PROBE, "facts")


def judged(outcome: Outcome) -> tuple[Layer, dict[str, Any]]:
    """Return the layer "device" and what the device says of itself, by the probe's outcome."""
    try:
        return Layer("device", True, _facts(outcome)["name"]), _facts(outcome)
    except ValueRefused as why:
        return Layer(
            "device", False, str(why), "see dmesg and nvidia-smi on the host; a cell cannot use the device"
        ), {}


def _facts(outcome: Outcome) -> dict[str, Any]:
    if outcome.ending is not Ending.RETURNED:
        said = f": {outcome.error.type}: {outcome.error.message}" if outcome.error else ""
        raise ValueRefused(f"asking for it ended with {outcome.ending}{said}")
    facts = outcome.value
    if isinstance(facts, str):
        raise ValueRefused(facts)
    if not isinstance(facts, dict) or isinstance(facts, Opaque) or set(facts) != set(_FACTS):
        raise ValueRefused("the answer has another form")
    if any(type(facts[name]) is not kind for name, kind in _FACTS.items()):
        raise ValueRefused("the answer has another form")
    return facts
