"""Retention cuts the versions of a key at one place that only rises: everything up to the floor goes, unless it is pinned."""

from bisect import bisect_right
from collections import Counter, defaultdict, deque
from math import inf


class VersionStore:
    def __init__(self, keep: int, horizon: int) -> None:
        if keep < 1 or horizon < 0:
            raise ValueError("keep must be positive, horizon not negative")
        self.keep, self.horizon, self.clock = keep, horizon, -inf
        self.times: dict[str, list[int]] = defaultdict(list)  # of all versions ever, version 1 first
        self.values: dict[tuple[str, int], int] = {}
        self.numbers: dict[str, set[int]] = defaultdict(set)  # of the versions stored
        self.sets: dict[str, list[tuple[str, int]]] = {}
        self.pins: Counter[tuple[str, int]] = Counter()
        self.floor: Counter[str] = Counter()
        self.writes: deque[tuple[int, str]] = deque()  # (time, key), until the horizon has passed them
        self.touched: set[str] = set()  # keys whose floor may have risen
        self.free: set[tuple[str, int]] = set()  # at or below the floor, and once unpinned

    def write(self, key: str, time: int, value: int) -> int:
        self._advance(time)
        self.times[key].append(time)
        version = len(self.times[key])
        self.values[key, version] = value
        self.numbers[key].add(version)
        self.writes.append((time, key))
        self.touched.add(key)
        return version

    def read(self, key: str, time: int) -> int | None:
        version = bisect_right(self.times[key], time)
        return self.values[key, version] if version else None

    def pin(self, name: str, keys: list[str], time: int) -> list[tuple[str, int]]:
        if name in self.sets:
            raise ValueError("the name is taken")
        known = {key: bisect_right(self.times[key], time) for key in keys}
        pinned = sorted((key, version) for key, version in known.items() if version)
        for pair in pinned:
            self.values[pair]  # KeyError if it is gone, before anything has changed
        for pair in pinned:
            self.pins[pair] += 1
        self.sets[name] = pinned
        return pinned

    def unpin(self, name: str) -> None:
        for key, version in self.sets.pop(name):
            self.pins[key, version] -= 1
            if version <= self.floor[key]:
                self.free.add((key, version))

    def collect(self, now: int) -> list[tuple[str, int]]:
        self._advance(now)
        edge = now - self.horizon
        while self.writes and self.writes[0][0] <= edge:
            self.touched.add(self.writes.popleft()[1])
        while self.touched:
            self._raise_floor(self.touched.pop(), edge)
        gone = sorted(pair for pair in self.free if not self.pins[pair])
        self.free.clear()  # what is pinned comes back when it is unpinned
        for key, version in gone:
            del self.values[key, version]
            self.numbers[key].remove(version)
        return gone

    def versions(self, key: str) -> list[int]:
        return sorted(self.numbers[key])

    def _advance(self, time: int) -> None:
        if time < self.clock:
            raise ValueError("the clock does not go back")
        self.clock = time

    def _raise_floor(self, key: str, edge: int) -> None:
        times = self.times[key]
        superseded = bisect_right(times, edge) - 1
        for version in range(self.floor[key] + 1, max(len(times) - self.keep, superseded) + 1):
            self.floor[key] = version
            self.free.add((key, version))
