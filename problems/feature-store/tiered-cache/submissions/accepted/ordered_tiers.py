"""Both tiers as ordered dictionaries, the least recently used first; halving forgets keys that reach 0, so it never touches many."""

from collections import Counter, OrderedDict
from operator import mul


class TieredCache:
    def __init__(self, ram: int, ssd: int, window: int, costs: tuple[int, int, int, int]) -> None:
        if ram < 1 or ssd < 0 or window < 1:
            raise ValueError("ram and window must be positive, ssd not negative")
        self.ram_size, self.ssd_size, self.window, self.costs = ram, ssd, window, costs
        self.ram: OrderedDict[str, None] = OrderedDict()
        self.ssd: OrderedDict[str, None] = OrderedDict()
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
        return list(self.ram), list(self.ssd)

    def stats(self) -> dict[str, int]:
        return {**self.counts, "cost": sum(map(mul, self.counts.values(), self.costs))}

    def _halve(self) -> None:
        """Age all frequencies. What is left sums to at most one window, so no more keys than that are touched."""
        self.until_halving = self.window
        self.frequency = Counter({key: half for key, count in self.frequency.items() if (half := count // 2)})

    def _look_up(self, key: str) -> str:
        """Find the row, move what has to move, and say where it was."""
        if key in self.ram:
            self.ram.move_to_end(key)
            return "ram"
        admitted = self._admits(self.ram, self.ram_size, key)
        if key in self.ssd:
            if admitted:
                del self.ssd[key]
                self._enter_ram(key)
            else:
                self.ssd.move_to_end(key)
            return "ssd"
        if admitted:
            self._enter_ram(key)
        else:
            self._offer_to_ssd(key)
        return "remote"

    def _admits(self, tier: OrderedDict[str, None], size: int, key: str) -> bool:
        return len(tier) < size or self.frequency[key] > self.frequency[next(iter(tier))]

    def _enter_ram(self, key: str) -> None:
        self.ram[key] = None
        if len(self.ram) > self.ram_size:
            last, _ = self.ram.popitem(last=False)
            self._offer_to_ssd(last)  # after an SSD hit a place is free: nothing is asked

    def _offer_to_ssd(self, key: str) -> None:
        if self.ssd_size and self._admits(self.ssd, self.ssd_size, key):
            self.ssd[key] = None
            self.counts["ssd_writes"] += 1
            if len(self.ssd) > self.ssd_size:
                self.ssd.popitem(last=False)
