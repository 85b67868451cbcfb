"""In which order a mutant meets the cases: those that unmask many at little cost first."""

from __future__ import annotations

import threading
from collections.abc import Sequence

OVERHEAD_S = 0.004
"""What a run costs beside the candidate's own time."""


class Priorities:
    """Learns which cases kill. Safe for many threads."""

    def __init__(self, costs_s: Sequence[float]) -> None:
        self._costs = [OVERHEAD_S + cost for cost in costs_s]
        self._kills = [0] * len(self._costs)
        self._lock = threading.Lock()

    def order(self, places: Sequence[int]) -> list[int]:
        """The given places of cases, those with the most kills to be expected per second first."""
        with self._lock:
            kills = list(self._kills)
        return sorted(places, key=lambda place: (-(kills[place] + 0.5) / self._costs[place], place))

    def killed_by(self, place: int) -> None:
        """Remember that a case unmasked a mutant."""
        with self._lock:
            self._kills[place] += 1
