"""A queue of acceptances beside a dictionary; a pair whose time the dictionary no longer has is a ghost."""

from collections import deque
from math import inf


class Deduplicator:
    def __init__(self, ttl: int, capacity: int) -> None:
        if not (ttl > 0 and capacity > 0):
            raise ValueError("ttl and capacity must be positive")
        self.ttl, self.capacity = ttl, capacity
        self.clock = -inf
        self.queue: deque[tuple[int, int]] = deque()  # (time of acceptance, event), oldest first, with ghosts
        self.times: dict[int, int] = {}  # event -> time of acceptance
        self.lost = 0

    def accept(self, time: int, event_id: int) -> bool:
        if time < self.clock:
            raise ValueError("time must not run backwards")
        self.clock = time
        for _ in range(2):
            if self.times and self._is_expired(self._oldest()):
                self._remove_oldest()
        if event_id in self.times and not self._is_expired(self.times[event_id]):
            return False
        self.times[event_id] = time  # what the queue still has of an expired entry is now a ghost
        self.queue.append((time, event_id))
        if len(self.times) > self.capacity:
            self._remove_oldest()  # which is no ghost, and alive: else step 1 would have made room
            self.lost += 1
        return True

    def held(self) -> int:
        return len(self.times)

    def evicted(self) -> int:
        return self.lost

    def _is_expired(self, accepted: int) -> bool:
        return accepted + self.ttl <= self.clock

    def _oldest(self) -> int:
        """When the oldest entry was accepted; ghosts before it are dropped."""
        while self.times.get(self.queue[0][1]) != self.queue[0][0]:
            self.queue.popleft()
        return self.queue[0][0]

    def _remove_oldest(self) -> None:
        _, event_id = self.queue.popleft()
        del self.times[event_id]
