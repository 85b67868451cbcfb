"""What the tests of the streaming problems share: accepted solutions by name, and a class's calls one by one."""

import copy
from types import SimpleNamespace
from typing import Any

from tests.problems.author import accepted, load

SET = "streaming-top-k"
Calls = list[tuple[Any, ...]]


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


def in_order(totals: dict[int, Any]) -> list[int]:
    """Ids by total, larger first, equal totals by smaller id."""
    return sorted(totals, key=lambda video_id: (-totals[video_id], video_id))
