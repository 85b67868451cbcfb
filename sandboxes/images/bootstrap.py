"""Makes a base image with Python 3.11 from Debian's packages, where no registry can be reached."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import docker

_SUITE, _PACKAGES = "bookworm", "python3,libstdc++6"
_NEEDLESS = (
    "var/cache/apt",
    "var/lib/apt/lists",
    "usr/share/doc",
    "usr/share/man",
    "usr/share/locale",
    "var/log",
)


def bootstrap(engine: docker.DockerClient, name: str, say: Callable[[str], None]) -> None:
    """Make image `name`; raise RuntimeError that says what is missing or went wrong."""
    if shutil.which("debootstrap") is None:
        raise RuntimeError("debootstrap is not installed: apt-get install debootstrap")
    if os.geteuid() != 0:
        raise RuntimeError("debootstrap needs root: run this once as root, or name a base with --base")
    with tempfile.TemporaryDirectory(prefix="readyroom-base-") as directory:
        root = Path(directory) / "root"
        say(f"debootstrap {_SUITE} (about a minute)")
        command = [
            "debootstrap",
            "--variant=minbase",
            f"--include={_PACKAGES}",
            _SUITE,
            str(root),
            *_mirror(),
        ]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode != 0:
            raise RuntimeError(f"debootstrap failed: {(run.stdout + run.stderr).strip()[-1000:]}")
        for place in _NEEDLESS:
            shutil.rmtree(root / place, ignore_errors=True)
        archive = Path(directory) / "root.tar"
        subprocess.run(["tar", "-C", str(root), "--numeric-owner", "-cf", str(archive), "."], check=True)
        engine.api.import_image_from_file(str(archive), repository=name, tag="latest")


def _mirror() -> list[str]:
    """Return the mirror of Debian that this machine uses; without one debootstrap takes its own default."""
    sources = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]
    for source in sources:
        if not source.is_file():
            continue
        for line in source.read_text(errors="replace").splitlines():
            words = line.split()
            if words[:1] == ["URIs:"] and "/debian" in words[1] and "security" not in words[1]:
                return [words[1]]
            if words[:1] == ["deb"]:
                address = next((word for word in words[1:] if "://" in word), "")
                if address.rstrip("/").endswith("/debian"):
                    return [address]
    return []
