# group: scale
"""Keeps entries in a list, and looks through it for the event."""


class Deduplicator:
    def __init__(self, ttl: int, capacity: int) -> None:
        if ttl <= 0 or capacity <= 0:
            raise ValueError("ttl and capacity must be positive")
        self.ttl, self.capacity, self.clock, self.lost = ttl, capacity, 0, 0
        self.entries: list[tuple[int, int]] = []

    def accept(self, time: int, event_id: int) -> bool:
        if time < self.clock:
            raise ValueError("time must not run backwards")
        self.clock = time
        for _ in range(2):
            if self.entries and self.entries[0][0] + self.ttl <= time:
                self.entries.pop(0)
        for entry in self.entries:
            if entry[1] == event_id:
                if time < entry[0] + self.ttl:
                    return False
                self.entries.remove(entry)
                break
        self.entries.append((time, event_id))
        if len(self.entries) > self.capacity:
            self.entries.pop(0)
            self.lost += 1
        return True

    def held(self) -> int:
        return len(self.entries)

    def evicted(self) -> int:
        return self.lost
