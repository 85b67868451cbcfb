"""The two Python environments: the site's own, and the one that sandboxed code sees."""

import importlib.util
import os
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from tools import shell, system
from tools.console import Failure
from tools.paths import OLDER_ENV, PYTHON, REQUIREMENTS, SANDBOX_ENV, VENV
from tools.steps import Step, digest

_NETWORK = "whoever runs this machine's network: pip reached no package index, or the index lacks the file"


def require_python() -> None:
    """Failure unless this is the Python that the locked packages were tried on."""
    if sys.version_info[:2] != (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        raise Failure(
            f"Readyroom needs Python 3.11; {sys.executable} is {found}",
            who="you, if another Python is installed; else " + system.ADMINISTRATOR,
            command="make run PYTHON=/path/to/python3.11   (or: sudo apt-get install python3.11)",
        )
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        system.install(["python3-venv"], "Making Python environments")


def site_environment(*, dev: bool) -> Step:
    """The site's environment from its lock file, with the development tools or without."""
    lock = REQUIREMENTS / ("dev.lock" if dev else "site.lock")

    def action() -> None:
        _create(VENV)
        _pip(VENV, ["--require-hashes", "-r", lock])

    # Two stamps, so that `make run` after `make test` finds its packages there and removes nothing.
    return Step(
        title="Site environment with development tools" if dev else "Site environment",
        stamp=VENV / (".dev-stamp" if dev else ".site-stamp"),
        digest=lambda: digest([lock], _interpreter()),
        action=action,
        present=PYTHON.exists,
    )


def sandbox_environment() -> Step:
    """The interpreter, numpy and PyTorch that bubblewrap cells bind read-only."""
    lock, torch = REQUIREMENTS / "sandbox.lock", REQUIREMENTS / "torch.txt"

    def action() -> None:
        _create(SANDBOX_ENV)
        _pip(SANDBOX_ENV, ["--require-hashes", "-r", lock])
        _pip(SANDBOX_ENV, ["-r", torch, *torch_options()])

    return Step(
        title="Sandbox environment (numpy, PyTorch)",
        stamp=SANDBOX_ENV / ".stamp",
        digest=lambda: digest([lock, torch], _interpreter(), os.environ.get("TORCH_WHEELS", "")),
        action=action,
        present=(SANDBOX_ENV / "bin" / "python").exists,
    )


def older_environment(*, essential: bool = True) -> Step:
    """The oldest NumPy that problems are proved on, for bubblewrap cells while they are."""
    lock = REQUIREMENTS / "sandbox-older.lock"

    def action() -> None:
        _create(OLDER_ENV)
        _pip(OLDER_ENV, ["--require-hashes", "-r", lock])

    return Step(
        title="Sandbox environment with the older NumPy",
        stamp=OLDER_ENV / ".stamp",
        digest=lambda: digest([lock], _interpreter()),
        action=action,
        present=(OLDER_ENV / "bin" / "python").exists,
        essential=essential,
    )


def torch_options() -> list[str]:
    """Where pip looks for PyTorch: TORCH_WHEELS is a folder of wheels or the address of an index."""
    source = os.environ.get("TORCH_WHEELS", "")
    if not source:
        return []
    return ["--index-url" if "://" in source else "--find-links", source]


def site_packages(env: Path) -> Path:
    """The folder that an environment's packages lie in."""
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(env), "platbase": str(env)}))


def install_locked(env: Path, lock: Path) -> None:
    """Install a lock file into an environment, every file checked against its hash."""
    _pip(env, ["--require-hashes", "-r", lock])


def _interpreter() -> str:
    return f"{sys.base_prefix} {sys.version}"


def _create(env: Path) -> None:
    if (env / "bin" / "python").exists() and (env / "bin" / "pip").exists():
        return
    shell.run(
        [sys.executable, "-m", "venv", "--clear", env],
        what=f"Creating {env.name} failed",
        who="you: see the output above",
    )


def _pip(env: Path, words: Sequence[str | Path]) -> None:
    # A bar drawn by pip would be lost in the one line there is for progress.
    command = [env / "bin" / "python", "-m", "pip", "install", "--progress-bar", "off", "--no-input", *words]
    shell.run(command, what=f"Installing packages into {env.name} failed", who=_NETWORK)
