# group: scale
"""Right, but finds who waits by looking through all requests at every step."""

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
    admitted = [False] * len(requests)
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    running: list[Running] = []
    now = 0
    while not all(admitted) or running:
        if not running:
            now = max(now, min(requests[i][0] for i in range(len(requests)) if not admitted[i]))
        tokens = sum(not request.prompt for request in running)
        for request in running:
            tokens += request.read(token_budget - tokens)
        waiting = [i for i, request in enumerate(requests) if not admitted[i] and request[0] <= now]
        waiting.sort(key=lambda i: (requests[i][0], i), reverse=True)
        while len(running) < max_batch and waiting:
            index = waiting.pop()
            admitted[index] = True
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
