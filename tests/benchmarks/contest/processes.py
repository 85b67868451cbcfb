"""What starts a process for each submission: a bare interpreter, a hardened container, an import of PyTorch."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from sandboxes.bundle import UNPRIVILEGED, environment
from sandboxes.docker_seccomp import profile
from sandboxes.settings import Settings
from tests.benchmarks.contest.task import NotHere, Task

# All cases in one process, with nothing between the submission and whoever asks: no limits, no walls, no report.
RUNNER = """
import json, sys
task = json.load(sys.stdin)
space = {}
exec(task["source"], space)
print(all(space["largest"](values, 3) == expected for values, expected in zip(task["values"], task["expected"])))
"""


class Bare:
    """`python3` on the runner."""

    name = "bare python3"

    def __init__(self, python: Path) -> None:
        self._python = python

    def grade(self, task: Task) -> float:
        """One process."""
        return _timed([str(self._python), "-I", "-c", RUNNER], task)


class DockerRun:
    """`docker run --rm` with the walls of this engine's Docker cells, and the same runner in it."""

    name = "docker run --rm"

    def __init__(self, image: str) -> None:
        if (
            shutil.which("docker") is None
            or subprocess.run(["docker", "version"], capture_output=True).returncode
        ):
            raise NotHere("no Docker engine answers")
        name = Settings.from_environment().image_prefix + image
        if subprocess.run(["docker", "image", "inspect", name], capture_output=True).returncode:
            raise NotHere(f"the engine has no {name}: make sandbox-images")
        self._seccomp = tempfile.NamedTemporaryFile("w", suffix=".json")  # noqa: SIM115 - for as long as this is
        self._seccomp.write(json.dumps(profile()))
        self._seccomp.flush()
        self._command = [
            *(
                "docker",
                "run",
                "--rm",
                "--interactive",
                "--network",
                "none",
                "--read-only",
                "--cap-drop",
                "ALL",
            ),
            *("--security-opt", "no-new-privileges", "--security-opt", f"seccomp={self._seccomp.name}"),
            *("--user", f"{UNPRIVILEGED}:{UNPRIVILEGED}", "--ipc", "private", "--log-driver", "none"),
            *("--pids-limit", "512", "--memory", "4g", "--memory-swap", "4g"),
            *("--tmpfs", "/tmp:rw,noexec,nosuid,nodev,size=16m,mode=1777"),
            *(word for item in environment().items() for word in ("--env", "=".join(item))),
            *("--entrypoint", "python3", name, "-I", "-c", RUNNER),
        ]

    def grade(self, task: Task) -> float:
        """One container."""
        return _timed(self._command, task)


def cold_import(python: Path) -> float:
    """Seconds of a process that imports PyTorch and does nothing else."""
    begun = time.perf_counter()
    subprocess.run([str(python), "-c", "import torch"], check=True)
    return time.perf_counter() - begun


def _timed(command: list[str], task: Task) -> float:
    sent = task.as_json().encode()
    begun = time.perf_counter()
    answer = subprocess.run(command, input=sent, capture_output=True)
    seconds = time.perf_counter() - begun
    assert answer.stdout == b"True\n", answer.stderr.decode()[-500:]
    return seconds
