"""Settings of the sandbox, from the environment (documented in docs/operations.md)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDER_IMAGE = "python-older"


@dataclass(frozen=True)
class Settings:
    """Where cells come from and how long they serve."""

    backend: str = "auto"  # auto | docker | bubblewrap
    environment: Path = field(default_factory=lambda: ROOT / ".sandbox-env")  # Python of the bubblewrap cells
    older: Path = field(default_factory=lambda: ROOT / ".sandbox-env-older")  # another, with the oldest NumPy
    python_image: str = "python"  # of Docker, that python cells are made from
    runtime: str = ""  # of Docker, such as runsc; empty for the engine's default
    sessions_per_cell: int = 200
    image_prefix: str = "readyroom-sandbox-"
    cell_memory_bytes: int = 4 << 30  # the outer wall's limit, far above a run's own
    processes_per_cell: int = 512
    device: str = "0"  # number of the GPU that cells with a device get
    device_cells: int = 1  # of them that a GPU runner keeps warm

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read SANDBOX, SANDBOX_ENV, SANDBOX_ENV_OLDER, SANDBOX_RUNTIME, SANDBOX_SESSIONS_PER_CELL.

        Also SANDBOX_IMAGE_PREFIX, SANDBOX_CELL_MEMORY_MIB, SANDBOX_DEVICE and SANDBOX_DEVICE_CELLS. Raises ValueError for a backend that does not exist or a bad number.
        """
        backend = environment.get("SANDBOX") or cls.backend
        if backend not in ("auto", "docker", "bubblewrap"):
            raise ValueError(f"SANDBOX must be auto, docker or bubblewrap, not {backend!r}")
        return cls(
            backend=backend,
            environment=Path(environment.get("SANDBOX_ENV") or ROOT / ".sandbox-env").resolve(),
            older=Path(environment.get("SANDBOX_ENV_OLDER") or ROOT / ".sandbox-env-older").resolve(),
            runtime=environment.get("SANDBOX_RUNTIME", ""),
            sessions_per_cell=_positive(environment, "SANDBOX_SESSIONS_PER_CELL", cls.sessions_per_cell),
            image_prefix=environment.get("SANDBOX_IMAGE_PREFIX") or cls.image_prefix,
            cell_memory_bytes=_positive(environment, "SANDBOX_CELL_MEMORY_MIB", cls.cell_memory_bytes >> 20)
            << 20,
            device=_number(environment, "SANDBOX_DEVICE", cls.device),
            device_cells=_positive(environment, "SANDBOX_DEVICE_CELLS", cls.device_cells),
        )

    def with_older(self) -> "Settings":
        """The same for python cells with the oldest NumPy, from an environment or an image of their own."""
        return replace(self, environment=self.older, python_image=OLDER_IMAGE)


def _number(environment: Mapping[str, str], name: str, default: str) -> str:
    text = environment.get(name) or default
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(f"{name} must be the number of a device, not {text!r}")
    return text


def _positive(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name)
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"{name} must be a positive number, not {text!r}")
    return int(text)
