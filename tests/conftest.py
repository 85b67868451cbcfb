"""What tests need from the machine: where it lacks something they are skipped with the reason, in CI they fail."""

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@cache
def _why_no_docker() -> str:
    if reason := os.environ.get("READYROOM_NO_DOCKER"):
        return reason
    if shutil.which("docker") is None:
        return "docker is not installed"
    answer = subprocess.run(["docker", "version"], check=False, capture_output=True, text=True)
    return "" if answer.returncode == 0 else f"no Docker engine answers: {answer.stderr.strip()[-200:]}"


@cache
def _why_no_bubblewrap() -> str:
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed"
    environment = Path(os.environ.get("SANDBOX_ENV") or _ROOT / ".sandbox-env")
    return (
        ""
        if (environment / "bin" / "python").exists()
        else f"there is no sandbox environment at {environment}"
    )


@cache
def _why_no_older_numpy() -> str:
    environment = Path(os.environ.get("SANDBOX_ENV_OLDER") or _ROOT / ".sandbox-env-older")
    return "" if (environment / "bin" / "python").exists() else f"no older NumPy at {environment}: make test"


@cache
def _why_no_browser() -> str:
    return "" if any(map(shutil.which, _BROWSERS)) else "no Chromium on the PATH"


@cache
def _why_no_gpu() -> str:
    return "" if shutil.which("nvidia-smi") else "no NVIDIA driver on this machine"


_NEEDS: dict[str, Callable[[], str]] = {
    "docker": _why_no_docker,
    "bubblewrap": _why_no_bubblewrap,
    "older_numpy": _why_no_older_numpy,
    "browser": _why_no_browser,
    "gpu": _why_no_gpu,
}
# A continuous-integration machine that lacks one of these would pass without having tested the walls.
_REQUIRED_IN_CI = {"docker", "bubblewrap", "older_numpy", "browser"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose need is not met, or fail it where the machine promised to have everything."""
    for name, why_not in _NEEDS.items():
        if item.get_closest_marker(name) is None or not (reason := why_not()):
            continue
        if name in _REQUIRED_IN_CI and os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(f"CI must be able to run this: {reason}", pytrace=False)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Tables straight from the models, since migrations make no rows and take ten seconds of each test process.

    That both lead to the same is tested beside the other commands that set a site up; what `make run` starts for tests migrates.
    """
    return False
