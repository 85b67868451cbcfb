"""What a process of the candidate's can see and do, collected from where it stands: the facts of the self-check."""

import ctypes
import errno
import mmap
import os
import socket
from collections.abc import Callable
from typing import Any

from .raised import WORK

_NAMESPACES = ("user", "pid", "mnt", "net", "ipc", "uts")
_STATUS_FIELDS = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp", "Uid")
_WRITABLE_PLACES = (
    "/",
    "/usr",
    "/etc",
    "/dev",
    "/dev/mqueue",
    "/var",
    "/var/tmp",
    "/home",
    "/root",
    "/run",
    "/sys",
)


def namespaces() -> dict[str, str]:
    """Return the identity of each namespace that this process is in."""
    return {name: os.readlink(f"/proc/self/ns/{name}") for name in _NAMESPACES}


def status(pid: str = "self") -> dict[str, str]:
    """Return the fields of /proc/PID/status that say what a process may do."""
    with open(f"/proc/{pid}/status") as file:
        rows = dict(line.rstrip("\n").split(":", 1) for line in file)
    return {name: rows.get(name, "").strip() for name in _STATUS_FIELDS}


def interfaces() -> list[list[Any]]:
    """Return [name, is up] of each network interface; needs a socket, so the zygote's side must ask."""
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        for _, name in socket.if_nameindex():
            reply = fcntl.ioctl(any_socket, 0x8913, name.encode().ljust(32, b"\0"))  # SIOCGIFFLAGS
            found.append([name, bool(reply[16] & 1)])
    return found


def facts() -> dict[str, Any]:
    """Return what the self-check judges; runs as the candidate would, in the candidate's place."""
    return {
        "namespaces": namespaces(),
        "status": status(),
        "uid": os.getuid(),
        "pids": sorted(int(name) for name in os.listdir("/proc") if name.isdigit()),
        "proc_sys": os.path.exists("/proc/sys/kernel"),
        "writable": [place for place in _WRITABLE_PLACES if _can_write(place)],
        "tmp": os.listdir("/tmp") == [os.path.basename(WORK)] and _can_write("/tmp"),
        "supervisor_memory": _outcome(lambda: open("/proc/1/mem", "rb").close()),
        "inet_socket": _outcome(lambda: socket.socket(socket.AF_INET).close()),
        "unshare": _outcome(lambda: _call("unshare", 0x10000000)),
        "ptrace": _outcome(lambda: _call("ptrace", 16, 1, 0, 0)),
        "shared_memory": [_outcome(lambda: mmap.mmap(-1, 4096).close()), _outcome(_map_zeros)],
        "descriptors": sorted(int(name) for name in os.listdir("/proc/self/fd"))[:16],
        "environment": sorted(os.environ),
    }


def _map_zeros() -> None:
    with open("/dev/zero", "r+b", buffering=0) as zeros:
        mmap.mmap(zeros.fileno(), 4096).close()


def _can_write(place: str) -> bool:
    path = f"{place}/.probe"
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError:
        return False
    os.unlink(path)
    return True


def _call(name: str, *arguments: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*(ctypes.c_long(argument) for argument in arguments)) != 0:
        raise OSError(ctypes.get_errno(), name)


def _outcome(attempt: Callable[[], None]) -> str:
    """Return "ok", or the name of the error that the kernel answered with."""
    try:
        attempt()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, str(error.errno))
    return "ok"
