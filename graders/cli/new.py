"""`new`: start a package, and say what to do with it."""

from __future__ import annotations

import sys
from pathlib import Path

from graders.new.starting import CannotStart, start


def new(library: Path, name: str, kind: str) -> int:
    """Make the folder of a new problem; 0, or 2 when there is none."""
    try:
        folder = start(library, name, kind)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2
    print(
        f"{folder} is there and verifies. Put your problem in the place of its own, file by file, and ask now and then:"
    )
    print(f"  python -m graders verify {folder}")
    return 0
