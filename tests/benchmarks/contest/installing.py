"""Environments of the contestants, outside the repository's own: made when first asked for, below var/."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.contest.task import NotHere
from tools import shell, system
from tools.console import Failure
from tools.paths import ROOT

FOLDER = ROOT / "var" / "peers"


def environment(packages: Sequence[str], needs: dict[Path, str], install: bool) -> Path:
    """The interpreter of an environment that has packages of PyPI, named by the first.

    `needs` maps files to the Debian packages that have them, for what pip has to compile. NotHere says why there is
    none; without `install` one that is there already will do.
    """
    package = packages[0]
    home = FOLDER / package
    python = home / "bin" / "python"
    if (home / "complete").exists():
        return python
    if not install:
        raise NotHere(f"{package} is not installed, and a quick run installs nothing")
    missing = sorted({debian for file, debian in needs.items() if not file.exists()})
    try:
        if missing:
            system.install(missing, f"Compiling {package}")
        print(f"installing {package} into {home.relative_to(ROOT)}")
        shell.run([sys.executable, "-m", "venv", "--clear", home], what=f"no environment for {package}")
        quiet = ("--quiet", "--no-input", "--progress-bar", "off")
        shell.run(
            [python, "-m", "pip", "install", *quiet, *packages], what=f"pip could not install {package}"
        )
    except Failure as failure:
        last = failure.log.strip().splitlines()[-1:] if failure.log else []
        raise NotHere(f"{failure.what}: {' '.join(last)}") from None
    (home / "complete").touch()
    return python


def version(python: Path, package: str) -> str:
    """Which one it is."""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
