"""Tilts every market to where the data are before convolving, so that plain floats hold all that matters."""

from collections.abc import Callable
from math import exp, inf

import numpy as np


def common_odds(markets: list[tuple[int, int, int, int]], alpha: float) -> dict:
    for treated, treated_harmed, control, control_harmed in markets:
        if treated_harmed < 0 or control_harmed < 0 or treated < treated_harmed or control < control_harmed:
            raise ValueError("numbers of users contradict each other")
    if alpha <= 0 or alpha >= 1:
        raise ValueError("alpha is no level")
    tables = [Table(*market) for market in markets]
    tables = [table for table in tables if len(table.logs) > 1]
    most = sum(len(table.logs) - 1 for table in tables)
    total = sum(table.harmed for table in tables)
    if most == 0:
        return {"p": 1.0, "estimate": None, "low": 0.0, "high": None}

    flat = Flat(tables)
    centre = min(max(total, 0.5), most - 0.5)  # the ends are reached by no finite tilt
    start = bisect(lambda tilt: flat.mean(tilt) < centre)
    steps = np.arange(most + 1) - total

    def answer(above: Callable[[np.ndarray], bool]) -> float:
        """The odds ratio up to which the distribution of the total is so, from a tilt that is near it."""
        return exp(flat.search(above, steps, flat.search(above, steps, start)))

    return {
        "p": flat.distribution(0.0)[total:].sum(),
        "estimate": None if total == most else answer(lambda chances: chances @ steps < 0) if total else 0.0,
        "low": answer(lambda chances: chances[total:].sum() < alpha / 2) if total else 0.0,
        "high": None if total == most else answer(lambda chances: chances[: total + 1].sum() > alpha / 2),
    }


class Table:
    """One market: log weights of its possible numbers of harmed users in treatment, counted from the smallest."""

    def __init__(self, treated: int, treated_harmed: int, control: int, control_harmed: int) -> None:
        both = treated_harmed + control_harmed
        low, high = max(0, both - control), min(both, treated)
        self.harmed = treated_harmed - low
        logs = [0.0]
        for x in range(low + 1, high + 1):
            up, down = (treated - x + 1) * (both - x + 1), x * (control - both + x)
            logs.append(logs[-1] + np.log(up / down))
        self.logs = np.array(logs)


class Flat:
    """All markets in one array, so that a tilt costs a few calls."""

    def __init__(self, tables: list[Table]) -> None:
        sizes = [len(table.logs) for table in tables]
        self.logs = np.concatenate([table.logs for table in tables])
        self.ends = np.cumsum(sizes)
        self.starts = self.ends - sizes
        self.owner = np.repeat(np.arange(len(sizes)), sizes)
        self.counts = np.arange(len(self.logs)) - self.starts[self.owner]

    def shares(self, tilt: float) -> np.ndarray:
        tilted = self.logs + tilt * self.counts
        shares = np.exp(tilted - np.maximum.reduceat(tilted, self.starts)[self.owner])
        return shares / np.add.reduceat(shares, self.starts)[self.owner]

    def mean(self, tilt: float) -> float:
        return self.shares(tilt) @ self.counts

    def distribution(self, tilt: float) -> np.ndarray:
        chances = np.ones(1)
        for market in np.split(self.shares(tilt), self.ends[:-1]):
            chances = np.convolve(chances, market)
        return chances

    def search(self, above: Callable[[np.ndarray], bool], steps: np.ndarray, near: float) -> float:
        """Convolve at the tilt `near`; from there the total can be tilted by itself, without the markets."""
        with np.errstate(divide="ignore"):
            logs = np.log(self.distribution(near))

        def tilted(tilt: float) -> np.ndarray:
            shares = logs + (tilt - near) * steps
            shares = np.exp(shares - shares.max())
            return shares / shares.sum()

        return bisect(lambda tilt: above(tilted(tilt)))


def bisect(above: Callable[[float], bool]) -> float:
    """Where `above`, true for small tilts, becomes false."""
    low, high = -100.0, 100.0
    previous = inf
    while (middle := (low + high) / 2) != previous:
        low, high = (middle, high) if above(middle) else (low, middle)
        previous = middle
    return middle
