"""Files that a package puts beside every submission: modules that candidates may import, texts that they may open."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

FOLDER = "include/"
MOST_BYTES = 1 << 20
"""Of all of them together: they travel into a cell with each submission."""
_NAME = re.compile(r"[A-Za-z_]\w*(\.\w+)+", re.ASCII)
_OURS = {"solution", "curves", "reference", "cases", "checker", "examiner", "simulator", "starter"}
_LIBRARIES = {"numpy", "torch", "msgpack"}


def refusal(name: str) -> str | None:
    """Why no file of that name can lie beside a submission; None if one can."""
    if not _NAME.fullmatch(name):
        return "is no plain name of a file: it lies beside the submission, in no folder"
    stem = name.partition(".")[0]
    if stem in _OURS or stem.startswith("readyroom"):
        return f"has the name of a file that has a meaning of its own: {stem}"
    if stem in sys.stdlib_module_names or stem in _LIBRARIES:
        return f"would be imported in the place of Python's own {stem}"
    return None


def beside_submission(names: Iterable[str]) -> dict[str, str]:
    """The package's files that lie beside a submission: name in the package -> name there."""
    return {name: name.removeprefix(FOLDER) for name in names if name.startswith(FOLDER)}
