"""A class for the memory, heaps for everything that has an order; outdated entries are dropped when they come to the top."""

from collections import defaultdict, deque
from heapq import heappop, heappush


class Memory:
    """Adapters on the GPU: pinned by running requests, or idle and ordered by when their last request was done."""

    def __init__(self, slots: int, load_steps: int) -> None:
        self.slots, self.load_steps = slots, load_steps
        self.link = self.loads = 0
        self.usable: dict[int, int] = {}  # adapters that are here -> from which step on
        self.pins: dict[int, int] = defaultdict(int)
        self.idle: dict[int, int] = {}  # of these, the ones that nobody uses -> since when
        self.oldest: list[
            tuple[int, int]
        ] = []  # heap of (idle since, adapter), with entries that have passed

    def can_load(self) -> bool:
        return len(self.usable) - len(self.idle) < self.slots

    def pin(self, adapter: int, now: int) -> int:
        """Keep the adapter here, load it if it is not; return from which step on it can be used."""
        if adapter not in self.usable:
            if len(self.usable) == self.slots:
                self._evict()
            self.link = max(self.link, now) + self.load_steps
            self.usable[adapter] = self.link
            self.loads += 1
        self.idle.pop(adapter, None)
        self.pins[adapter] += 1
        return self.usable[adapter]

    def unpin(self, adapter: int, now: int) -> None:
        """One running request less; the last one leaves the adapter idle."""
        self.pins[adapter] -= 1
        if not self.pins[adapter]:
            self.idle[adapter] = now
            heappush(self.oldest, (now, adapter))

    def _evict(self) -> None:
        since, adapter = heappop(self.oldest)
        while self.idle.get(adapter) != since:
            since, adapter = heappop(self.oldest)
        del self.usable[adapter], self.idle[adapter]


def serve_adapters(
    requests: list[tuple[int, int, int]], slots: int, max_batch: int, load_steps: int
) -> tuple[list[int], int]:
    if min(slots, max_batch) <= 0:
        raise ValueError("slots and max_batch must be positive")
    memory = Memory(slots, load_steps)
    upcoming = deque(sorted((request[0], index) for index, request in enumerate(requests)))
    done: dict[int, int] = {}
    everyone: deque[int] = deque()
    queues: dict[int, deque[tuple[int, int]]] = defaultdict(deque)  # per adapter (arrival, index)
    heads: list[
        tuple[int, int]
    ] = []  # heap of (arrival, index), the first in line for adapters that are here
    running: list[tuple[int, int]] = []  # heap of (step at which it is done, request)
    while upcoming or running:
        now = min(queue[0][0] for queue in (running, upcoming) if queue)
        while running and running[0][0] == now:
            memory.unpin(requests[heappop(running)[1]][1], now)
        while upcoming and upcoming[0][0] == now:
            entry = upcoming.popleft()
            queue = queues[requests[entry[1]][1]]
            queue.append(entry)
            everyone.append(entry[1])
            if len(queue) == 1:
                heappush(heads, entry)
        while len(running) < max_batch:
            while everyone and everyone[0] in done:
                everyone.popleft()
            while heads and (heads[0][1] in done or requests[heads[0][1]][1] not in memory.usable):
                heappop(heads)
            if memory.can_load() and everyone:
                index = everyone[0]
            elif heads:
                index = heads[0][1]
            else:
                break
            _, adapter, tokens = requests[index]
            done[index] = max(now, memory.pin(adapter, now)) + tokens
            heappush(running, (done[index], index))
            queues[adapter].popleft()
            if queues[adapter]:
                heappush(heads, queues[adapter][0])
    return [done[index] for index in range(len(requests))], memory.loads
