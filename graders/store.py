"""The package store: folders named by what they hold, written once and never changed."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from graders.diagnostics import Diagnostics
from graders.package.loader import load_package
from graders.package.model import SHARED, Package

_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")


class NotStored(LookupError):
    """There is no usable package of that digest; the text says why."""


class Store:
    """Packages under `<root>/sha256/<hex>/<set>/<problem>/`, with what they share in `<set>/author/`."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._load = lru_cache(maxsize=256)(self._read)

    def put(self, path: Path) -> str:
        """Copy the package at `path` into the store and return its digest; ValueError if it does not load."""
        path = Path(path).resolve()
        diagnostics = Diagnostics(path.name)
        package = load_package(path, diagnostics)
        if package is None:
            raise ValueError("; ".join(str(note) for note in diagnostics.errors))
        home = self._home(package.digest)
        if not home.exists():
            self._copy(package, home)
        return package.digest

    def get(self, digest: str) -> Package:
        """The package of that digest, checked against it; NotStored if there is none."""
        return self._load(digest)

    def __contains__(self, digest: str) -> bool:
        return self._home(digest).is_dir()

    def newest(self, count: int) -> list[str]:
        """Digests of the packages stored last, newest first."""
        homes = [
            home for home in (self.root / "sha256").glob("*") if re.fullmatch(r"[0-9a-f]{64}", home.name)
        ]
        homes.sort(key=lambda home: home.stat().st_mtime, reverse=True)
        return [f"sha256:{home.name}" for home in homes[:count]]

    def _home(self, digest: str) -> Path:
        match = _DIGEST.fullmatch(digest)
        if not match:  # whatever else it spells, such as a path, it is no name of ours
            raise NotStored(f"{digest[:80]!r} is not a digest")
        return self.root / "sha256" / match[1]

    def _copy(self, package: Package, home: Path) -> None:
        home.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=".new-", dir=home.parent))
        try:
            folder = building / package.set_slug
            for name, content in package.files.items():
                shared = name.startswith(SHARED)
                target = (
                    folder / "author" / name.removeprefix(SHARED) if shared else folder / package.slug / name
                )
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            building.chmod(0o755)
            os.rename(building, home)
        except OSError:
            if not home.is_dir():  # else another process stored the same content first
                raise
        finally:
            shutil.rmtree(building, ignore_errors=True)

    def _read(self, digest: str) -> Package:
        home = self._home(digest)
        folders = list(home.glob("*/*/problem.toml"))
        if len(folders) != 1:
            raise NotStored(f"{digest} is not in the store {self.root}")
        diagnostics = Diagnostics(digest)
        package = load_package(folders[0].parent, diagnostics)
        if package is None:
            raise NotStored("; ".join(str(note) for note in diagnostics.errors))
        if package.digest != digest:
            raise NotStored(f"what the store holds as {digest} has the digest {package.digest}")
        return package
