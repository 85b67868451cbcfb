"""Work on an author's texts, in a process of its own that ends if it takes too long: Markdown knows no bound itself."""

import json
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from typing import Any, NoReturn

CPU_S, WALL_S = 10, 60
MOST_BYTES = 8 << 20


class TooMuch(Exception):
    """The work failed or took too long; the text says which."""


def bounded(work: Callable[[], Any]) -> Any:
    """What `work` returns (as JSON can hold it), made in a fork of this process within CPU_S seconds of a processor."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _do(work, writing)
    os.close(writing)
    try:
        said = _read(reading)
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    if not said:
        raise TooMuch(f"takes longer than {CPU_S} s to be rendered")
    answer = json.loads(said)
    if "failed" in answer:
        raise TooMuch(f"cannot be rendered: {answer['failed']}")
    return answer["made"]


def _do(work: Callable[[], Any], writing: int) -> NoReturn:
    """In the fork: work within the limit, and say what came of it. Nothing of the parent's is touched or closed."""
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        try:
            answer = {"made": work()}
        except Exception as error:
            answer = {"failed": type(error).__name__}
        with os.fdopen(writing, "wb") as stream:
            stream.write(json.dumps(answer).encode())
    finally:
        os._exit(0)


def _read(descriptor: int) -> bytes:
    """All that is written until the end of the stream; nothing if that takes too long or is too much."""
    deadline, said = time.monotonic() + WALL_S, bytearray()
    while select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
        chunk = os.read(descriptor, 1 << 16)
        if not chunk:
            return bytes(said)
        said += chunk
        if len(said) > MOST_BYTES:
            raise TooMuch(f"becomes larger than {MOST_BYTES >> 20} MiB when it is rendered")
    return b""
