# group: scale
"""Every collection looks at the oldest versions of every key."""

from bisect import bisect_right
from collections import Counter, defaultdict, deque
from math import inf


class VersionStore:
    def __init__(self, keep: int, horizon: int) -> None:
        if keep < 1 or horizon < 0:
            raise ValueError("keep must be positive, horizon not negative")
        self.keep, self.horizon, self.clock = keep, horizon, -inf
        self.times: dict[str, list[int]] = defaultdict(list)
        self.values: dict[str, dict[int, int]] = defaultdict(dict)
        self.sets: dict[str, list[tuple[str, int]]] = {}
        self.pins: Counter[tuple[str, int]] = Counter()
        self.superseded: deque[tuple[int, tuple[str, int]]] = deque()
        self.hints: set[tuple[str, int]] = set()

    def write(self, key: str, time: int, value: int) -> int:
        self._advance(time)
        self.times[key].append(time)
        version = len(self.times[key])
        self.values[key][version] = value
        self.superseded.append((time, (key, version - 1)))
        self.hints.add((key, version - self.keep))
        return version

    def read(self, key: str, time: int) -> int | None:
        version = self._current(key, time)
        return self.values[key][version] if version else None

    def pin(self, name: str, keys: list[str], time: int) -> list[tuple[str, int]]:
        if name in self.sets:
            raise ValueError("the name is taken")
        pinned = [(key, version) for key in sorted(set(keys)) if (version := self._current(key, time))]
        for key, version in pinned:
            self.values[key][version]
        self.pins.update(pinned)
        self.sets[name] = pinned
        return pinned

    def unpin(self, name: str) -> None:
        pinned = self.sets.pop(name)
        self.pins.subtract(pinned)
        self.hints.update(pinned)

    def collect(self, now: int) -> list[tuple[str, int]]:
        self._advance(now)
        while self.superseded and self.superseded[0][0] <= now - self.horizon:
            self.hints.add(self.superseded.popleft()[1])
        gone = []
        for key, values in self.values.items():
            for version in values:
                if self._needless(key, version, now):
                    gone.append((key, version))
                elif not self.pins[key, version]:
                    break
        gone.sort()
        self.hints.clear()
        for key, version in gone:
            del self.values[key][version]
        return gone

    def versions(self, key: str) -> list[int]:
        return list(self.values[key])

    def _advance(self, time: int) -> None:
        if time < self.clock:
            raise ValueError("the clock does not go back")
        self.clock = time

    def _current(self, key: str, time: int) -> int:
        """The number of the version current at that time; 0 for none."""
        return bisect_right(self.times[key], time)

    def _needless(self, key: str, version: int, now: int) -> bool:
        if version not in self.values[key] or self.pins[key, version]:
            return False
        outnumbered = version <= len(self.times[key]) - self.keep
        return outnumbered or version < self._current(key, now - self.horizon)
