# group: scale
"""Keeps the time of the last use per row and searches for the smallest."""

from collections import Counter
from operator import mul


class TieredCache:
    def __init__(self, ram: int, ssd: int, window: int, costs: tuple[int, int, int, int]) -> None:
        if ram < 1 or ssd < 0 or window < 1:
            raise ValueError("ram and window must be positive, ssd not negative")
        self.ram_size, self.ssd_size, self.window, self.costs = ram, ssd, window, costs
        self.ram: dict[str, int] = {}
        self.ssd: dict[str, int] = {}
        self.clock = 0
        self.frequency: Counter[str] = Counter()
        self.until_halving = window
        self.counts = {"ram": 0, "ssd": 0, "remote": 0, "ssd_writes": 0}

    def get(self, key: str) -> str:
        self.frequency[key] += 1
        where = self._look_up(key)
        self.counts[where] += 1
        self.until_halving -= 1
        if self.until_halving == 0:
            self._halve()
        return where

    def invalidate(self, key: str) -> bool:
        held = key in self.ram or key in self.ssd
        self.ram.pop(key, None)
        self.ssd.pop(key, None)
        return held

    def contents(self) -> tuple[list[str], list[str]]:
        return sorted(self.ram, key=self.ram.get), sorted(self.ssd, key=self.ssd.get)

    def _now(self) -> int:
        self.clock += 1
        return self.clock

    def stats(self) -> dict[str, int]:
        return {**self.counts, "cost": sum(map(mul, self.counts.values(), self.costs))}

    def _halve(self) -> None:
        self.until_halving = self.window
        self.frequency = Counter({key: half for key, count in self.frequency.items() if (half := count // 2)})

    def _look_up(self, key: str) -> str:
        if key in self.ram:
            self.ram[key] = self._now()
            return "ram"
        admitted = self._admits(self.ram, self.ram_size, key)
        if key in self.ssd:
            if admitted:
                del self.ssd[key]
                self._enter_ram(key)
            else:
                self.ssd[key] = self._now()
            return "ssd"
        if admitted:
            self._enter_ram(key)
        else:
            self._offer_to_ssd(key)
        return "remote"

    def _last(self, tier: dict[str, int]) -> str:
        return min(tier, key=tier.__getitem__)

    def _admits(self, tier: dict[str, int], size: int, key: str) -> bool:
        return len(tier) < size or self.frequency[key] > self.frequency[self._last(tier)]

    def _enter_ram(self, key: str) -> None:
        self.ram[key] = self._now()
        if len(self.ram) > self.ram_size:
            last = self._last(self.ram)
            del self.ram[last]
            self._offer_to_ssd(last)

    def _offer_to_ssd(self, key: str) -> None:
        if self.ssd_size and self._admits(self.ssd, self.ssd_size, key):
            self.ssd[key] = self._now()
            self.counts["ssd_writes"] += 1
            if len(self.ssd) > self.ssd_size:
                del self.ssd[self._last(self.ssd)]
