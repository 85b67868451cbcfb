# group: clock
"""Removes expired entries before it refuses a late call."""

from collections import OrderedDict
from itertools import islice


class Deduplicator:
    def __init__(self, ttl: int, capacity: int) -> None:
        if ttl <= 0 or capacity <= 0:
            raise ValueError("ttl and capacity must be positive")
        self.ttl, self.capacity = ttl, capacity
        self.clock = 0
        self.entries: OrderedDict[int, int] = OrderedDict()  # event -> time of acceptance, oldest first
        self.lost = 0

    def accept(self, time: int, event_id: int) -> bool:
        for oldest in list(islice(self.entries, 2)):
            if not self._is_alive(oldest):
                del self.entries[oldest]
        if time < self.clock:
            raise ValueError("time must not run backwards")
        self.clock = time
        if event_id in self.entries and self._is_alive(event_id):
            return False
        self.entries[event_id] = time
        self.entries.move_to_end(event_id)
        if len(self.entries) > self.capacity:
            self.entries.popitem(last=False)
            self.lost += 1
        return True

    def held(self) -> int:
        return len(self.entries)

    def evicted(self) -> int:
        return self.lost

    def _is_alive(self, event_id: int) -> bool:
        return self.clock < self.entries[event_id] + self.ttl
