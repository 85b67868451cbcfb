"""The formats there are, by name, and how a folder or file of each is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from graders.formats.model import NotImported, Problem, Whole


@dataclass(frozen=True)
class Unreadable:
    """Something in a collection that is no problem, and why."""

    name: str
    why: str


Found = Problem | Whole | Unreadable
_MODULES = {
    "exercises": "graders.formats.exercises",
    "json": "graders.formats.records",
    "jupyter": "graders.formats.jupyter.collection",
    "kattis": "graders.formats.kattis",
}


def formats() -> list[str]:
    """The names of the formats that can be imported."""
    return sorted(_MODULES)


def read(name: str, path: Path) -> Iterator[Found]:
    """What is found at `path`, one by one; NotImported if there is nothing of that format."""
    if not path.exists():
        raise NotImported(f"{path} does not exist")
    reader: Callable[[Path], Iterator[Found]] = import_module(_MODULES[name]).read
    yield from reader(path)
