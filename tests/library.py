"""A part of the library as a library of its own: a site that serves it is up in a fraction of the time."""

import shutil
from collections.abc import Iterable
from pathlib import Path

PROBLEMS = Path(__file__).resolve().parent.parent / "problems"


def write_library(folder: Path, names: Iterable[str]) -> Path:
    """Copy sets and packages (`set` or `set/problem`) into `folder`, and all that is no set; returns `folder`."""
    ignored = shutil.ignore_patterns("__pycache__")
    for entry in PROBLEMS.iterdir():
        if entry.is_file():
            shutil.copy(entry, folder)
        elif not (entry / "set.toml").is_file():
            shutil.copytree(entry, folder / entry.name, ignore=ignored)
    for name in names:
        shutil.copytree(PROBLEMS / name, folder / name, ignore=ignored, dirs_exist_ok=True)
        group = name.partition("/")[0]
        for entry in (PROBLEMS / group).iterdir():  # what the set's packages share
            if entry.is_file():
                shutil.copy(entry, folder / group)
            elif not (entry / "problem.toml").is_file():
                shutil.copytree(entry, folder / group / entry.name, ignore=ignored, dirs_exist_ok=True)
    return folder
