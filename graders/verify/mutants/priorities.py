"""In which order a mutant meets the cases: those that unmask many at little cost first."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence

OVERHEAD_S = 0.004
"""What a run costs beside the candidate's own time."""
NEAR = 4
"""A kill among mutants of the same line tells as much as so many elsewhere in the file."""


class Priorities:
    """Learns which cases kill. Safe for many threads."""

    def __init__(self, costs_s: Sequence[float]) -> None:
        self._costs = [OVERHEAD_S + cost for cost in costs_s]
        self._kills = Counter[int]()
        self._near = Counter[tuple[int, int]]()
        self._lock = threading.Lock()

    def order(self, places: Sequence[int], line: int = 0) -> list[int]:
        """The given places of cases, those with the most kills to be expected per second first, for a mutant of a line."""
        with self._lock:
            kills = {place: self._kills[place] + NEAR * self._near[line, place] for place in places}
        return sorted(places, key=lambda place: (-(kills[place] + 0.5) / self._costs[place], place))

    def first(self, places: Sequence[int], seconds: float, line: int = 0) -> list[int]:
        """Of these places in order the first ones, until they take the original so long; one at least."""
        chosen, spent = list[int](), 0.0
        for place in self.order(places, line):
            if chosen and spent + self._costs[place] > seconds:
                break
            chosen.append(place)
            spent += self._costs[place]
        return chosen

    def killed_by(self, place: int, line: int = 0) -> None:
        """Remember that a case unmasked a mutant of a line."""
        with self._lock:
            self._kills[place] += 1
            self._near[line, place] += 1
