"""Where a grader keeps what: read from the environment when asked for, so that tests can set it."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def data() -> Path:
    """READYROOM_DATA: caches and the embedded store; default <repository>/var."""
    return Path(os.environ.get("READYROOM_DATA") or ROOT / "var")


def package_store() -> Path:
    """PACKAGE_STORE: the folder of published packages."""
    return Path(os.environ.get("PACKAGE_STORE") or data() / "packages")


def broker_url() -> str:
    """REDIS_URL: the broker."""
    return os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"


def log_level() -> str:
    """LOG_LEVEL: from which level on a grader writes lines."""
    return os.environ.get("LOG_LEVEL") or "INFO"


def log_format() -> str:
    """LOG_FORMAT: text or json."""
    return os.environ.get("LOG_FORMAT") or "text"


def cache(name: str) -> Path:
    """A cache folder, made when asked for."""
    path = data() / "cache" / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file in one step, so that a reader sees the old or the new content."""
    building = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        building.write_bytes(content)
        os.replace(building, path)
    except OSError:
        building.unlink(missing_ok=True)  # half a file would take what room is left on a full disk
        raise
