# group: admission
"""Admits the shortest waiting prompt first."""

from collections import deque
from dataclasses import dataclass


@dataclass
class Running:
    index: int
    prompt: int  # tokens of the prompt still to be read
    output: int  # tokens still to be produced

    def read(self, budget: int) -> int:
        """Read as much of the prompt as the budget allows; return how much that was."""
        tokens = min(self.prompt, budget)
        self.prompt -= tokens
        return tokens


def serve(
    requests: list[tuple[int, int, int]], max_batch: int, token_budget: int, base_us: int, token_us: int
) -> list[tuple[int, int]]:
    if max_batch < 1 or token_budget < max_batch:
        raise ValueError("max_batch must be at least 1 and at most token_budget")
    queue = deque(sorted((arrival, index) for index, (arrival, _, _) in enumerate(requests)))
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    running: list[Running] = []
    now = 0
    while queue or running:
        if not running:
            now = max(now, queue[0][0])
        tokens = sum(not request.prompt for request in running)
        for request in running:
            tokens += request.read(token_budget - tokens)
        while len(running) < max_batch and queue and queue[0][0] <= now:
            due = [entry for entry in queue if entry[0] <= now]
            entry = min(due, key=lambda entry: requests[entry[1]][1])
            queue.remove(entry)
            _, index = entry
            running.append(Running(index, *requests[index][1:]))
            tokens += running[-1].read(token_budget - tokens)
        now += base_us + tokens * token_us
        for request in running:
            if not request.prompt:
                request.output -= 1
                first.setdefault(request.index, now)
                last[request.index] = now
        running = [request for request in running if request.output]
    return [(first[index], last[index]) for index in range(len(requests))]
