"""The warm interpreter of a cell: imports what its image preloads, then forks a session whenever the host asks.

The next session is prepared while nobody waits for it. Sessions take turns on the cell's one stream.
"""

import contextlib
import gc
import importlib
import os
import platform
import resource
import socket
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from typing import Any, NoReturn

import msgpack

from . import filter as strict_filter
from . import kernel, lockdown, probe, watch
from .nursery import Nursery
from .nursery import serve as serve_nursery
from .stream import HostGone, Stream
from .supervisor import MOST_AHEAD, RECENT, USUAL_AHEAD, Supervisor
from .wire import read_frame, write_frame

_STANDARD = [
    "abc",
    "array",
    "asyncio",
    "bisect",
    "cmath",
    "collections",
    "collections.abc",
    "concurrent.futures",
    "contextlib",
    "copy",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "inspect",
    "io",
    "itertools",
    "json",
    "linecache",
    "math",
    "operator",
    "pathlib",
    "queue",
    "random",
    "re",
    "secrets",
    "statistics",
    "string",
    "struct",
    "tempfile",
    "textwrap",
    "threading",
    "time",
    "traceback",
    "typing",
    "unittest",
    "uuid",
    "warnings",
    "weakref",
    "zlib",
]
# Parts that a library imports when first named: in a run that would cost time of the candidate's.
_LAZY = {"numpy": ("fft", "linalg", "ma", "polynomial", "random", "strings", "typing")}
_THREAD_STACK = 4 << 20
_HOST_GONE = 3  # the exit status of a session whose host has closed the stream
_SERVED = 64  # and of one that was served, plus the number of processes that the next one will need
Make = Callable[[Nursery, watch.OomCounter], Supervisor]


def main(config: dict[str, Any]) -> NoReturn:
    """Warm up, say hello, serve sessions until the host closes the stream."""
    source, sink = _take_stream()
    _drop_root(config.get("uid"))
    os.environ.clear()
    os.environ.update(config["environment"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kernel.become_subreaper()
    kernel.set_default_thread_stack(_THREAD_STACK)
    versions = _preload(config["preload"])
    if threading.active_count() > 1:
        raise RuntimeError(
            "a preloaded library has started a thread, which no fork of this process would have"
        )
    lockdown.build_streams()
    sys.path[:] = ["/tmp/work", *(path for path in sys.path if path)]
    sys.argv = [""]
    program = strict_filter.program()
    gc.collect()
    gc.freeze()
    kernel.collapse_memory()
    try:
        spare = _Session(program, source, sink, USUAL_AHEAD)
    except lockdown.LayerMissing as missing:
        write_frame(sink, msgpack.packb({"is": "refused", "layer": missing.layer, "why": missing.why}))
        sys.exit(1)
    hello: dict[str, Any] = {
        "is": "hello",
        "versions": versions,
        "namespaces": probe.namespaces(),
        "status": probe.status(),
        "uid": os.getuid(),
        "interfaces": spare.interfaces,
    }
    if "torch" in sys.modules:
        torch = sys.modules["torch"]
        hello["device"] = {"build": torch.version.cuda, "touched": torch.cuda.is_initialized()}
    write_frame(sink, msgpack.packb(hello))
    needed: deque[int] = deque(maxlen=RECENT)
    while (status := spare.wait()) >= _SERVED:
        # The pool gives a cell to sessions of one sort: the next one will need as many processes as one of the last.
        needed.append(status - _SERVED)
        spare = _Session(program, source, sink, max(needed))
    os._exit(0 if status == _HOST_GONE else 1)


def _take_stream() -> tuple[int, int]:
    """Move the host's stream away from the standard descriptors, so that no print of a library lands in it."""
    source, sink = os.dup(0), os.dup(1)
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    return source, sink


def _drop_root(uid: int | None) -> None:
    if uid is not None and os.getuid() == 0:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)


def _preload(names: list[str]) -> dict[str, str]:
    """Import the standard library's usual modules and the image's libraries; return the libraries' versions."""
    for name in _STANDARD:
        importlib.import_module(name)
    versions = {"python": platform.python_version()}
    for name in names:
        module = importlib.import_module(name)
        versions[name] = str(module.__version__)
        for part in _LAZY.get(name, ()):
            with contextlib.suppress(ModuleNotFoundError):  # older versions lack some of them
                importlib.import_module(f"{name}.{part}")
        if name == "torch":
            module.set_num_threads(1)
            module.set_num_interop_threads(1)
            # The first optimizer of a process imports this: 1.2 s in every fork if the zygote has not.
            importlib.import_module("torch._dynamo")
            # The first operation asks /proc/cpuinfo what the processor can do; a session's own /proc has none.
            module.ones(1).add(1)
    return versions


class _Session:
    """A forked session in fresh namespaces, which serves the host's stream for one order of the host's.

    The zygote itself never reads that stream: what it had read, every later session would inherit.
    """

    def __init__(self, program: bytes, source: int, sink: int, ahead: int) -> None:
        self._reports, reports = os.pipe()
        middle = kernel.fork()
        if middle == 0:
            os.close(self._reports)
            _enter(
                program, reports, lambda nursery, oom: Supervisor(Stream(source, sink), nursery, oom, ahead)
            )
        os.close(reports)
        os.waitpid(middle, 0)
        report = read_frame(self._reports)
        if report is None:
            raise OSError("a session could not be prepared")
        os.close(self._reports)
        said = msgpack.unpackb(report)
        if "layer" in said:
            raise lockdown.LayerMissing(said["layer"], said["why"])
        self._pid, self.interfaces = said["pid"], said["interfaces"]

    def wait(self) -> int:
        """Wait for the session's end and return its exit status; negative for a signal."""
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])


def _enter(program: bytes, reports: int, make: Make) -> NoReturn:
    """In the first fork: make the namespaces, fork their pid 1, and leave it to the zygote (the subreaper)."""
    try:
        lockdown.enter_namespaces()
        started, start = os.pipe()
        pid = kernel.fork()
        if pid == 0:
            os.close(start)
            _begin(program, reports, started, make)
        os.write(start, pid.to_bytes(4, "big"))
        os._exit(0)
    except BaseException as error:
        _complain(error, reports)
        os._exit(1)


def _begin(program: bytes, reports: int, started: int, make: Make) -> NoReturn:
    """As pid 1 of the session: furnish it, fork its supervisor, and be its nursery."""
    status = 1
    try:
        pid = int.from_bytes(os.read(started, 4), "big")
        os.close(started)
        oom = watch.OomCounter()
        facts = {"pid": pid, "interfaces": probe.interfaces()}
        lockdown.furnish_session()
        requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        supervisor = kernel.fork()
        if supervisor == 0:
            requests.close()
            _supervise(lambda: make(Nursery(theirs), oom), reports, facts)
        for descriptor in (theirs.detach(), reports):
            os.close(descriptor)
        serve_nursery(requests, program)
        status = os.waitstatus_to_exitcode(os.waitpid(supervisor, 0)[1])
    except BaseException as error:
        _complain(error, reports)
    os._exit(status if status >= 0 else 1)


def _supervise(make: Callable[[], Supervisor], reports: int, facts: dict[str, Any]) -> NoReturn:
    """As the session's supervisor: say that it is there, and serve."""
    status = 1
    try:
        supervisor = make()
        write_frame(reports, msgpack.packb(facts))
        os.close(reports)
        runs = supervisor.serve()
        status = _SERVED + (USUAL_AHEAD if runs is None else min(runs, MOST_AHEAD))
    except HostGone:
        status = _HOST_GONE
    except BaseException as error:
        _complain(error, reports)
    os._exit(status)


def _complain(error: BaseException, reports: int) -> None:
    """Report a layer that is missing; say anything else on stderr, which the host keeps the end of."""
    if isinstance(error, lockdown.LayerMissing):
        write_frame(reports, msgpack.packb({"layer": error.layer, "why": error.why}))
        return
    traceback.print_exception(error, file=sys.stderr)
    sys.stderr.flush()
