"""Takes everything away from a process, step by step: namespaces, mounts, limits, capabilities, system calls."""

import contextlib
import fcntl
import io
import os
import resource
import socket
import sys
from collections.abc import Iterator
from typing import Any

from . import kernel
from .raised import WORK

SESSION_UID = 1000
_NAMESPACES = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
)
_STACK = 256 << 20
_THREAD_STACK = 4 << 20
_DATA_SLACK = 128 << 20
_INODES = 20_000
_LOCKED = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
COMPANIONS = 128  # processes of ours, at most, that have the candidate's uid in its user namespace
_KEPT_DESCRIPTORS = 4  # standard streams and the channel


class LayerMissing(Exception):
    """A layer could not be put in place: its name, as the self-check has it, and why."""

    def __init__(self, layer: str, why: str) -> None:
        super().__init__(f"{layer}: {why}")
        self.layer, self.why = layer, why


@contextlib.contextmanager
def layer(name: str) -> Iterator[None]:
    """Raise `LayerMissing` for `name` where the kernel refuses what is done inside."""
    try:
        yield
    except OSError as error:
        raise LayerMissing(name, str(error)) from error


@layer("session namespaces")
def enter_namespaces() -> None:
    """Move this process into fresh namespaces, in which it is uid 1000; its next child is pid 1 there."""
    outer_uid, outer_gid = os.getuid(), os.getgid()
    kernel.set_dumpable(True)  # else the maps belong to root
    kernel.unshare(_NAMESPACES)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{SESSION_UID} {outer_uid} 1"),
        ("gid_map", f"{SESSION_UID} {outer_gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def furnish_session() -> None:
    """In fresh namespaces, as their pid 1: a read-only root, this session's own /proc, an own host name."""
    os.setsid()
    socket.sethostname("cell")
    with layer("read-only root"):
        kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
        kernel.read_only("/")
    with layer("shared memory"):
        # Mapped, /dev/zero is shared memory that no process has as its own. /dev/full reads alike and cannot be mapped.
        kernel.mount("/dev/full", "/dev/zero", None, kernel.MS_BIND)
    with layer("private /proc"):
        _mount_proc()
    if os.path.isdir("/sys"):
        kernel.mount("none", "/sys", "tmpfs", _LOCKED | kernel.MS_RDONLY, "size=4k,mode=555")
    kernel.set_no_new_privs()
    kernel.drop_bounding_set()
    kernel.set_dumpable(False)


def _mount_proc() -> None:
    """Mount /proc with processes alone; kernels and runtimes without that option get the whole of it."""
    try:
        kernel.mount("proc", "/proc", "proc", _LOCKED, "subset=pid")
    except OSError:
        kernel.mount("proc", "/proc", "proc", _LOCKED)


def furnish_run(file_bytes: int) -> None:
    """Give this process a mount namespace with a /proc of its own pid namespace, empty /tmp and /dev/shm."""
    with layer("private /proc"):
        kernel.set_dumpable(True)  # else its files in /proc belong to root
        kernel.unshare(kernel.CLONE_NEWNS)
        _mount_proc()
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")  # rather this process than its supervisor
        kernel.read_only("/proc", recursive=False)
    with layer("private /tmp"):
        size = f"size={file_bytes},nr_inodes={_INODES},mode=1777"
        kernel.mount("none", "/tmp", "tmpfs", _LOCKED, size)
        kernel.mount("none", "/dev/shm", "tmpfs", _LOCKED, size)
        os.mkdir(WORK)
        os.chdir(WORK)


def place(sources: dict[str, bytes]) -> None:
    """Write the candidate's files."""
    for name, content in sources.items():
        path = f"{WORK}/{name}"
        if "/" in name:
            os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)


def limit(limits: dict[str, Any]) -> None:
    """Set the rlimits of this process: backstops behind the supervisor's watch, and caps where capping is enough."""
    with open("/proc/self/statm") as file:
        data = int(file.read().split()[5]) * resource.getpagesize()
    data += limits["memory_bytes"] + _DATA_SLACK + limits["processes"] * _THREAD_STACK
    _, most_stack = resource.getrlimit(resource.RLIMIT_STACK)
    stack = _STACK if most_stack == resource.RLIM_INFINITY else min(_STACK, most_stack)
    wanted = {
        resource.RLIMIT_DATA: data,
        resource.RLIMIT_STACK: stack,
        resource.RLIMIT_FSIZE: limits["file_bytes"],
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_NPROC: limits["processes"]
        + COMPANIONS,  # the supervisor sets it exactly when a run begins
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 64 << 10,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: 256,
        resource.RLIMIT_RTPRIO: 0,
    }
    if limits["cpu_s"] is not None:
        wanted[resource.RLIMIT_CPU] = int(limits["cpu_s"]) + 2
    for name, value in wanted.items():
        resource.setrlimit(name, (value, value))


def give_up_power(program: bytes) -> None:
    """Drop every capability, then install the strict filter: nothing privileged can follow this."""
    with layer("capabilities"):
        kernel.drop_capabilities()
    kernel.set_dumpable(True)  # its own /proc/self is the candidate's to read
    with layer("seccomp filter"):
        kernel.install_filter(program)


def take_streams(channel: int, null: int, stdout: int, stderr: int) -> None:
    """Make these descriptors 3, 0, 1 and 2, which the interpreter's streams are built on, and close every other."""
    # First out of the way of one another, then into their places.
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 16) for fd in (null, stdout, stderr, channel)]
    for target, source in enumerate(high):
        os.dup2(source, target, inheritable=target < _KEPT_DESCRIPTORS - 1)
    os.closerange(_KEPT_DESCRIPTORS, 1 << 16)


def build_streams() -> None:
    """Build the interpreter's streams on descriptors 0, 1 and 2, whatever those will be in a candidate's process.

    Once in the zygote: in every process it would cost a hundred page faults.
    """
    unread, out = os.pipe()
    kept = [os.dup(1), os.dup(2)]
    for descriptor in (1, 2):
        os.dup2(out, descriptor)  # a pipe, as it will be: a stream asks when it is made whether it can seek
    stdin = open(0, encoding="utf-8", errors="replace", closefd=False)
    for name, stream in (("stdin", stdin), ("stdout", _text_stream(1)), ("stderr", _text_stream(2))):
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    for descriptor, own in zip((1, 2), kept, strict=True):
        os.dup2(own, descriptor)
        os.close(own)
    os.close(out)
    os.close(unread)


def _text_stream(descriptor: int) -> io.TextIOWrapper:
    raw = open(descriptor, "wb", closefd=False)
    # Lines go out as they are written, so that what a killed process said last is seen.
    return io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", line_buffering=True)
