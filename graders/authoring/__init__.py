"""Files that travel into an author's cell: `readyroom`, which authors import, and the drivers the host calls."""

from pathlib import Path

_HERE = Path(__file__).parent
SHIPPED = ("readyroom.py", "readyroom_driver.py")


def shipped_files() -> dict[str, bytes]:
    """The files every author session carries beside the package's own."""
    return {name: (_HERE / name).read_bytes() for name in SHIPPED}
