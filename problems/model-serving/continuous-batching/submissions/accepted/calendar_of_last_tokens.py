"""Whoever decodes does so in every step, so the step of its last token is known when its prompt is read. A step costs only its changes."""

from collections import deque
from heapq import heappop, heappush


def serve(
    requests: list[tuple[int, int, int]], max_batch: int, token_budget: int, base_us: int, token_us: int
) -> list[tuple[int, int]]:
    if not 1 <= max_batch <= token_budget:
        raise ValueError("max_batch must be at least 1 and at most token_budget")
    waiting = deque(sorted(range(len(requests)), key=lambda index: requests[index][0]))
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    decoding: list[tuple[int, int]] = []  # heap of (step of the last token, request)
    reading: list[tuple[int, int]] = []  # (request, tokens of its prompt still to be read), at most one
    now = step = 0
    while waiting or decoding or reading:
        if not decoding and not reading:
            now = max(now, requests[waiting[0]][0])
        budget = token_budget - len(decoding)
        begun: list[int] = []
        while budget:
            if not reading:
                full = len(decoding) + len(begun) == max_batch
                if full or not waiting or requests[waiting[0]][0] > now:
                    break
                reading.append((waiting[0], requests[waiting.popleft()][1]))
            index, left = reading.pop()
            if left > budget:
                reading.append((index, left - budget))
                budget = 0
            else:
                budget -= left
                begun.append(index)
        now += base_us + (token_budget - budget) * token_us
        step += 1
        for index in begun:
            first[index] = now
            heappush(decoding, (step + requests[index][2] - 1, index))
        while decoding and decoding[0][0] == step:
            last[heappop(decoding)[1]] = now
    return [(first[index], last[index]) for index in range(len(requests))]
