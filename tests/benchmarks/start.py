"""How long a person waits for the site: from `make run`, the second time, until it is ready to serve.

Starts the site as `make run` does, on a free port with data of its own, once to set it up and then again and again.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.harness import Figure, main, percentile

_ROOT = Path(__file__).resolve().parent.parent.parent
_GOAL_S = 5.0
_PATIENCE_S = 600.0


def measure(quick: bool) -> list[Figure]:
    """Seconds to the first answer, over several starts."""
    with tempfile.TemporaryDirectory(prefix="readyroom-bench-") as folder:
        with _started(Path(folder)):
            pass
        serving = []
        for _ in range(2 if quick else 5):
            with _started(Path(folder)) as seconds:
                serving.append(seconds)
    return [
        Figure("second start until it serves, p50", "s", percentile(serving, 0.5), _GOAL_S),
        Figure("second start until it serves, worst", "s", max(serving), _GOAL_S),
    ]


@contextmanager
def _started(data: Path) -> Iterator[float]:
    """Start the site, yield the seconds that it took to answer, and stop it."""
    port = _free_port()
    env = {**os.environ, "READYROOM_DATA": str(data), "PORT": str(port)}
    with (data / "start.log").open("wb") as log:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "tools", "run"], cwd=_ROOT, env=env, stdout=log, stderr=log
        )
        try:
            while not _answers(port):
                if process.poll() is not None or time.monotonic() - began > _PATIENCE_S:
                    raise SystemExit(f"the site did not come up:\n{(data / 'start.log').read_text()[-3000:]}")
                time.sleep(0.02)
            yield time.monotonic() - began
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2) as answer:
            return bool(json.load(answer))
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main("start", measure))
