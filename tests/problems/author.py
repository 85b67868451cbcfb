"""Load single files of a package in this process, as the tests of its author's code need them."""

import importlib
import runpy
import sys
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace

from graders.authoring import readyroom

PROBLEMS = Path(__file__).parents[2] / "problems"


def load(package: str, file: str) -> SimpleNamespace:
    """The globals of one file of `<set>/<problem>`, which can import what it can in an author's cell."""
    sys.modules.setdefault("readyroom", readyroom)
    folders = [str(PROBLEMS / package), str(PROBLEMS / package / "../author")]
    names = {file.stem for folder in folders for file in Path(folder).glob("*.py")}
    others = {name: sys.modules.pop(name) for name in names if name in sys.modules}  # another package's files
    known = set(sys.modules)
    sys.path[:0] = folders
    try:
        return SimpleNamespace(**runpy.run_path(str(PROBLEMS / package / file)))
    finally:
        for folder in folders:
            sys.path.remove(folder)
        for name in set(sys.modules) - known:
            if str(getattr(sys.modules[name], "__file__", "")).startswith(tuple(f"{f}/" for f in folders)):
                del sys.modules[name]
        sys.modules.update(others)


def load_apart(package: str) -> dict[str, ModuleType]:
    """All the author's modules of a package by name, without touching those of the same names that are loaded already."""
    folder = PROBLEMS / package
    folders = (folder, folder.parent / "author")
    shared = tomllib.loads((folder / "problem.toml").read_text()).get("shared", [])
    names = [file.stem for file in folder.glob("*.py") if file.stem not in ("starter", "cases", "search")]
    names += [name.removesuffix(".py") for name in shared]
    sys.modules.setdefault("readyroom", readyroom)
    others = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    sys.path[:0] = map(str, folders)
    try:
        return {name: importlib.import_module(name) for name in names}
    finally:
        for path in folders:
            sys.path.remove(str(path))
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(others)


def accepted(package: str) -> list[str]:
    """File names of the accepted submissions."""
    return sorted(path.name for path in (PROBLEMS / package / "submissions/accepted").glob("*.py"))
