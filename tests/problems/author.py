"""Load single files of a package in this process, as the tests of its author's code need them."""

import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

from graders.authoring import readyroom

PROBLEMS = Path(__file__).parents[2] / "problems"


def load(package: str, file: str) -> SimpleNamespace:
    """The globals of one file of `<set>/<problem>`, which can import what it can in an author's cell."""
    sys.modules.setdefault("readyroom", readyroom)
    folders = [str(PROBLEMS / package), str(PROBLEMS / package / "../author")]
    known = set(sys.modules)
    sys.path[:0] = folders
    try:
        return SimpleNamespace(**runpy.run_path(str(PROBLEMS / package / file)))
    finally:
        for folder in folders:
            sys.path.remove(folder)
        for name in set(sys.modules) - known:  # another package's file may have the same name
            if str(getattr(sys.modules[name], "__file__", "")).startswith(tuple(f"{f}/" for f in folders)):
                del sys.modules[name]


def accepted(package: str) -> list[str]:
    """File names of the accepted submissions."""
    return sorted(path.name for path in (PROBLEMS / package / "submissions/accepted").glob("*.py"))
