"""What the tests of the streaming problems share: authors' files, accepted solutions, and ways to run them."""

import copy
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from tests.problems.author import PROBLEMS, accepted, load

SET = "streaming-top-k"
Calls = list[tuple[Any, ...]]


def author(problem: str, file: str) -> SimpleNamespace:
    """An author's file of a problem; what it imports from its folder is forgotten again."""
    sys.path.insert(0, str(PROBLEMS / SET / problem))
    known = set(sys.modules)
    try:
        return load(f"{SET}/{problem}", file)
    finally:
        sys.path.pop(0)
        for name in set(sys.modules) - known:
            sys.modules.pop(name)


def solutions(problem: str) -> dict[str, SimpleNamespace]:
    """The accepted submissions of a problem as namespaces, by file name."""
    package = f"{SET}/{problem}"
    return {name: load(package, f"submissions/accepted/{name}") for name in accepted(package)}


def replay(solution: Any, args: tuple[Any, ...], calls: Calls) -> list[Any]:
    """One entry per call: its value as it was then, or the name of the error it raised."""
    try:
        made = solution(*copy.deepcopy(args))
    except ValueError:
        return ["ValueError"]
    entries: list[Any] = []
    for method, *given in calls:
        try:
            entries.append(copy.deepcopy(getattr(made, method)(*copy.deepcopy(given))))
        except ValueError:
            entries.append("ValueError")
    return entries


class Examined:
    """An accepted solution as an examiner sees it: functions that get copies and give copies."""

    def __init__(self, module: SimpleNamespace) -> None:
        self._module = module

    def fresh(self) -> None:
        """Nothing to do: accepted solutions remember nothing."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = getattr(self._module, name)
        return lambda *args: copy.deepcopy(function(*copy.deepcopy(args)))


def in_order(totals: dict[int, Any]) -> list[int]:
    """Ids by total, larger first, equal totals by smaller id."""
    return sorted(totals, key=lambda video_id: (-totals[video_id], video_id))
