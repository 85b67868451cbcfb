# group: reads
"""Looks at the entry found without asking whether there is one."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from heapq import merge

Entry = tuple[str, int, int | None]


class Store:
    def __init__(self) -> None:
        self.writes = 0
        self.opened = 0
        self.tables: list[list[Entry]] = [[]]
        self.seen_by: dict[int, int] = {}

    def put(self, key: str, value: int) -> None:
        self._write(key, value)

    def delete(self, key: str) -> None:
        self._write(key, None)

    def _write(self, key: str, value: int | None) -> None:
        self.writes += 1
        insort(self.tables[0], (key, -self.writes, value))

    def get(self, key: str, snapshot: int | None = None) -> int | None:
        seen = self.writes if snapshot is None else self.seen_by[snapshot]
        for table in self.tables:
            at = bisect_left(table, (key, -seen))
            if table[at][0] == key:
                return table[at][2]
        return None

    def snapshot(self) -> int:
        self.opened += 1
        self.seen_by[self.opened] = self.writes
        return self.opened

    def release(self, snapshot: int) -> None:
        del self.seen_by[snapshot]

    def flush(self) -> None:
        if self.tables[0]:
            self.tables.insert(0, [])

    def compact(self, first: int, last: int) -> None:
        if not 0 <= first <= last < len(self.tables) - 1:
            raise ValueError("no such runs")
        chosen = slice(first + 1, last + 2)
        kept = self._picked(merge(*self.tables[chosen]))
        if last + 2 == len(self.tables):
            kept = _without_idle_tombstones(kept)
        self.tables[chosen] = [kept] if kept else []

    def runs(self) -> list[list[Entry]]:
        return [[(key, -minus, value) for key, minus, value in run] for run in self.tables[1:]]

    def _picked(self, entries: Iterable[Entry]) -> list[Entry]:
        readers = sorted(self.seen_by.values())
        kept: list[Entry] = []
        key = newer = None
        for entry in entries:
            younger = bisect_left(readers, -entry[1])
            if entry[0] != key or younger < newer:
                kept.append(entry)
            key, newer = entry[0], younger
        return kept


def _without_idle_tombstones(entries: list[Entry]) -> list[Entry]:
    kept: list[Entry] = []
    hidden = None
    for entry in reversed(entries):
        if entry[2] is not None:
            hidden = entry[0]
        if entry[0] == hidden:
            kept.append(entry)
    return kept[::-1]
