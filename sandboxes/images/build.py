"""Builds the images of Docker cells: base, wheels, layers. Quick when nothing has changed.

Wheels are downloaded by the host's pip into the build context, and the build itself has no network.
"""

import contextlib
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docker
import docker.errors

from ..engine import ENGINE_ERRORS, connect
from ..settings import OLDER_IMAGE, ROOT, Settings
from . import image_name
from .bootstrap import bootstrap

PUBLIC_BASE = "python:3.11-slim-bookworm"
_HERE = Path(__file__).parent
_LABEL = "readyroom.sandbox.inputs"
_STAGE = "readyroom.sandbox.stage=packages"  # the stage that unpacked the wheels, needless afterwards
_REQUIREMENTS = ROOT / "requirements"
_PYTHON_PACKAGES = ("msgpack", "numpy")
_RECIPES = {OLDER_IMAGE: "python"}
"""Images that are built as others are, from a lock file of their own."""
_PULL_S = 120

Say = Callable[[str], None]


class BuildFailed(Exception):
    """An image could not be built; the message says which step and why."""


def build(settings: Settings, base: str | None = None, say: Say = print) -> list[str]:
    """Build what is missing or out of date; return the names of all images. Raises `BuildFailed`."""
    try:
        engine = connect(timeout=1800)
        engine.ping()
    except ENGINE_ERRORS as error:
        raise BuildFailed(f"no Docker engine answers: {error}") from None
    with contextlib.closing(engine):
        python = image_name(settings.image_prefix, "python")
        torch = image_name(settings.image_prefix, "torch")
        older = image_name(settings.image_prefix, OLDER_IMAGE)
        chosen = base
        for name, image in ((python, "python"), (older, OLDER_IMAGE)):
            inputs = _digest(image, base or "")
            if _inputs_of(engine, name) == inputs:
                say(f"{name} is up to date")
            else:
                chosen = chosen or _base(engine, settings, say)
                _build(engine, name, image, chosen, inputs, say)
        torch_inputs = _digest("torch", str(engine.images.get(python).id))
        if _inputs_of(engine, torch) == torch_inputs:
            say(f"{torch} is up to date")
        else:
            _build(engine, torch, "torch", python, torch_inputs, say)
        return [python, older, torch]


def _base(engine: docker.DockerClient, settings: Settings, say: Say) -> str:
    """Return a base with Python 3.11: the public image if a registry has it, else one made from Debian's packages."""
    own = image_name(settings.image_prefix, "base")
    for name in (PUBLIC_BASE, own):
        if _inputs_of(engine, name) is not None:
            return name
    say(f"pulling {PUBLIC_BASE}")
    try:
        with contextlib.closing(connect(timeout=_PULL_S)) as patient:
            patient.images.pull(PUBLIC_BASE)
        return PUBLIC_BASE
    except ENGINE_ERRORS as error:
        say(f"no registry has it ({str(error)[:120]}); making {own} from Debian's packages")
    try:
        bootstrap(engine, own, say)
    except (RuntimeError, *ENGINE_ERRORS) as error:
        raise BuildFailed(f"the base could not be made: {error}") from None
    return own


def _inputs_of(engine: docker.DockerClient, name: str) -> str | None:
    """Return the label of what an image was built from, "" if it has none, None if there is no such image."""
    try:
        image = engine.images.get(name)
    except docker.errors.ImageNotFound:
        return None
    return str((image.labels or {}).get(_LABEL, ""))


def _digest(image: str, base: str) -> str:
    parts = [_recipe(image), requirements(image), base]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _recipe(image: str) -> str:
    return (_HERE / _RECIPES.get(image, image) / "Dockerfile").read_text()


def requirements(image: str) -> str:
    """Return the requirements of an image: its part of the lock file, hashes included, and PyTorch by version."""
    lock = "sandbox-older.lock" if image == OLDER_IMAGE else "sandbox.lock"
    blocks = re.split(r"^(?=[A-Za-z])", (_REQUIREMENTS / lock).read_text(), flags=re.MULTILINE)
    locked = {block.partition("==")[0].lower(): _without_comments(block) for block in blocks if "==" in block}
    if image in ("python", OLDER_IMAGE):
        return "".join(locked[name] for name in _PYTHON_PACKAGES)
    return "".join(block for name, block in locked.items() if name not in _PYTHON_PACKAGES)


def _without_comments(block: str) -> str:
    kept = [
        line.rstrip("\\ ")
        for line in block.splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    return " \\\n".join(kept) + "\n"


def _torch_requirement() -> str:
    lines = (_REQUIREMENTS / "torch.txt").read_text().splitlines()
    return next(line.strip() for line in lines if line.startswith("torch"))


def _build(engine: docker.DockerClient, name: str, image: str, base: str, inputs: str, say: Say) -> None:
    with tempfile.TemporaryDirectory(prefix="readyroom-image-") as directory:
        context = Path(directory)
        say(f"collecting the wheels of {name}")
        _collect_wheels(image, context / "wheels")
        (context / "Dockerfile").write_text(_recipe(image))
        say(f"building {name} from {base}")
        try:
            engine.images.build(
                path=str(context),
                tag=name,
                buildargs={"BASE": base},
                labels={_LABEL: inputs},
                network_mode="none",
                rm=True,
                forcerm=True,
            )
            engine.images.prune(filters={"dangling": True, "label": _STAGE})
        except docker.errors.BuildError as error:
            log = "".join(str(line.get("stream", line.get("error", ""))) for line in error.build_log)
            raise BuildFailed(f"{name}: {error}\n{log[-3000:]}") from None
        except ENGINE_ERRORS as error:
            raise BuildFailed(f"{name}: {error}") from None


def _collect_wheels(image: str, wheels: Path) -> None:
    """Download an image's wheels, and pip itself, which the base need not have."""
    wheels.mkdir()
    locked = wheels / "locked.txt"
    locked.write_text(requirements(image))
    _pip(
        "download",
        "--only-binary=:all:",
        "--require-hashes",
        "--no-deps",
        "-r",
        str(locked),
        "-d",
        str(wheels),
    )
    _pip("download", "--only-binary=:all:", "--no-deps", "pip", "-d", str(wheels))
    names = [line.partition(" ")[0] for line in locked.read_text().splitlines() if line[:1].isalpha()]
    if image == "torch":
        torch = os.environ.get("TORCH_WHEELS")
        where = ["--find-links", torch] if torch else []
        constraints = wheels / "constraints.txt"
        constraints.write_text("".join(f"{name}\n" for name in _pinned()))
        # With what it depends on: the CUDA build needs NVIDIA's libraries, which no lock of ours names.
        held = ["-c", str(constraints), *where]
        _pip("download", "--only-binary=:all:", _torch_requirement(), *held, "-d", str(wheels))
        names.append(_torch_requirement())
        names += beyond([file.name for file in wheels.glob("*.whl")], [*_pinned(), *names, "pip"])
    (wheels / "requirements.txt").write_text("\n".join(names) + "\n")


def _pinned() -> list[str]:
    """Return what the lock of the sandbox names, as "name==version"."""
    lines = (_REQUIREMENTS / "sandbox.lock").read_text().splitlines()
    return [line.partition(" ")[0] for line in lines if line[:1].isalpha()]


def beyond(wheels: list[str], known: list[str]) -> list[str]:
    """Return as "name==version" what lies among the wheels and is none of those that are known by name."""
    names = {_normal(requirement.partition("==")[0]) for requirement in known}
    found = sorted({tuple(wheel.split("-")[:2]) for wheel in wheels})
    return [f"{_normal(name)}=={version}" for name, version in found if _normal(name) not in names]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pip(*arguments: str) -> Any:
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        raise BuildFailed(f"pip {arguments[0]} failed: {run.stderr.strip()[-2000:]}")
    return run
