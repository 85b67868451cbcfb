"""What the host sends into a cell at its start: the modules of `sandboxes.inside`, and the zygote's configuration."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from .inside.wire import LENGTH

_INSIDE = Path(__file__).parent / "inside"
_PACKAGE = "_readyroom"  # so that no file of a candidate's has the same name
# Each imports only those before it.
_MODULES = (
    "wire",
    "stream",
    "plain",
    "encoder",
    "decoder",
    "codec",
    "inbound",
    "syscalls",
    "filter",
    "kernel",
    "raised",
    "lockdown",
    "watch",
    "probe",
    "proxy",
    "harness",
    "nursery",
    "child",
    "account",
    "run",
    "supervisor",
    "zygote",
)

PRELOADS = {"python": ["numpy"], "torch": ["numpy", "torch"]}
PRELOADS_DEVICE = {"cuda": PRELOADS["torch"]}
"""Images whose cells have a device, beside those that every machine can have."""
UNPRIVILEGED = 65534

_ENVIRONMENT = {
    "HOME": "/tmp/work",
    "LANG": "C.UTF-8",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "TMPDIR": "/tmp",
    "USER": "candidate",
    "LOGNAME": "candidate",
    # One thread each: a fork of the zygote has no other threads, and cells do not compete for cores.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",  # a verdict can be replayed: sets iterate alike in every cell
}


def preloads(image: str) -> list[str]:
    """Return the libraries that an image's zygote imports. Raises ValueError if there is no such image."""
    known = {**PRELOADS, **PRELOADS_DEVICE}
    if image not in known:
        raise ValueError(f"no image {image!r}; there are {', '.join(known)}")
    return known[image]


def environment() -> dict[str, str]:
    """Return the environment variables of everything in a cell."""
    return dict(_ENVIRONMENT)


@cache
def boot_code() -> str:
    """Return the program that the cell's interpreter gets by `-c`."""
    return (_INSIDE / "boot.py").read_text()


@cache
def sources() -> list[tuple[str, str]]:
    """Return (name, source) of each module, in import order."""
    return [(name, (_INSIDE / f"{name}.py").read_text()) for name in _MODULES]


def first_frame(image: str) -> bytes:
    """Return the frame that turns a bare interpreter into the zygote of `image`."""
    config: dict[str, Any] = {"preload": preloads(image), "environment": environment(), "uid": UNPRIVILEGED}
    body = json.dumps({"package": _PACKAGE, "modules": sources(), "config": config}).encode()
    return LENGTH.pack(len(body)) + body
