"""Frequencies carry the number of halvings they know of and catch up when they are read. Plain dictionaries keep the order of use."""

from operator import mul


class TieredCache:
    def __init__(self, ram: int, ssd: int, window: int, costs: tuple[int, int, int, int]) -> None:
        if not (ram >= 1 and ssd >= 0 and window >= 1):
            raise ValueError("ram and window must be positive, ssd not negative")
        self.sizes = {"ram": ram, "ssd": ssd}
        self.tiers: dict[str, dict[str, None]] = {"ram": {}, "ssd": {}}
        self.window, self.costs = window, costs
        self.calls = 0
        self.frequencies: dict[str, tuple[int, int]] = {}  # key: (frequency, halvings it has seen)
        self.found = {"ram": 0, "ssd": 0, "remote": 0}
        self.ssd_writes = 0

    def get(self, key: str) -> str:
        self.frequencies[key] = (self._frequency(key) + 1, self.calls // self.window)
        where = next((name for name, tier in self.tiers.items() if key in tier), "remote")
        if where != "remote":
            del self.tiers[where][key]
        if self._admits("ram", key):  # which has room for a row that was in RAM
            self._enter("ram", key)
        elif where == "ssd":
            self.tiers["ssd"][key] = None
        else:
            self._offer(key)
        self.found[where] += 1
        self.calls += 1
        return where

    def invalidate(self, key: str) -> bool:
        held = [tier for tier in self.tiers.values() if key in tier]
        for tier in held:
            del tier[key]
        return bool(held)

    def contents(self) -> tuple[list[str], list[str]]:
        return list(self.tiers["ram"]), list(self.tiers["ssd"])

    def stats(self) -> dict[str, int]:
        counts = {**self.found, "ssd_writes": self.ssd_writes}
        return {**counts, "cost": sum(map(mul, counts.values(), self.costs))}

    def _frequency(self, key: str) -> int:
        if key not in self.frequencies:
            return 0
        count, halvings = self.frequencies[key]
        return count >> (self.calls // self.window - halvings)

    def _admits(self, name: str, key: str) -> bool:
        tier = self.tiers[name]
        return len(tier) < self.sizes[name] or self._frequency(key) > self._frequency(next(iter(tier)))

    def _enter(self, name: str, key: str) -> None:
        """Put the row in front; whoever falls off the end of RAM is offered to the SSD, off the SSD dropped."""
        tier = self.tiers[name]
        tier[key] = None
        if len(tier) > self.sizes[name]:
            last = next(iter(tier))
            del tier[last]
            if name == "ram":
                self._offer(last)

    def _offer(self, key: str) -> None:
        if self.sizes["ssd"] > 0 and self._admits("ssd", key):
            self.ssd_writes += 1
            self._enter("ssd", key)
