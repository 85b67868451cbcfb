"""Runs are dictionaries of version lists; compaction gives every version to the first reader that sees it, and each reader keeps its newest."""

from bisect import bisect_left
from collections import defaultdict
from itertools import dropwhile
from math import inf

Versions = list[tuple[int, int | None]]  # (number, value), oldest first


class Store:
    def __init__(self) -> None:
        self.writes = 0
        self.opened = 0
        self.memory: dict[str, Versions] = defaultdict(list)
        self.older: list[dict[str, Versions]] = []
        self.seen_by: dict[int, int] = {}  # open snapshot: writes it has seen

    def put(self, key: str, value: int | None) -> None:
        self.writes += 1
        self.memory[key].append((self.writes, value))

    def delete(self, key: str) -> None:
        self.put(key, None)

    def get(self, key: str, snapshot: int | None = None) -> int | None:
        seen = self.writes if snapshot is None else self.seen_by[snapshot]
        for table in (self.memory, *self.older):
            versions = table.get(key, [])
            if visible := bisect_left(versions, (seen + 1,)):
                return versions[visible - 1][1]
        return None

    def snapshot(self) -> int:
        self.opened += 1
        self.seen_by[self.opened] = self.writes
        return self.opened

    def release(self, snapshot: int) -> None:
        self.seen_by.pop(snapshot)

    def flush(self) -> None:
        if self.memory:
            self.older.insert(0, self.memory)
            self.memory = defaultdict(list)

    def compact(self, first: int, last: int) -> None:
        if not 0 <= first <= last < len(self.older):
            raise ValueError("no such runs")
        together: dict[str, Versions] = defaultdict(list)
        for run in reversed(self.older[first : last + 1]):
            for key, versions in run.items():
                together[key] += versions
        readers = [*self.seen_by.values(), inf]  # ascending: who opens later has seen no less
        merged: dict[str, Versions] = {}
        for key, versions in together.items():
            stays = {readers[bisect_left(readers, entry[0])]: entry for entry in versions}.values()
            if last == len(self.older) - 1:
                stays = dropwhile(lambda entry: entry[1] is None, stays)
            if kept := list(stays):
                merged[key] = kept
        self.older[first : last + 1] = [merged] if merged else []

    def runs(self) -> list[list[tuple[str, int, int | None]]]:
        return [[(key, *entry) for key in sorted(run) for entry in reversed(run[key])] for run in self.older]
