# group: scale
"""Right, but takes the maximum of each window anew."""

from collections.abc import Iterator
from heapq import heappop, heappush


def seconds_until_drop(viewers: list[int], percent: int, hold: int) -> list[int | None]:
    if percent < 0 or percent > 100 or hold < 1:
        raise ValueError("percent must lie between 0 and 100, and hold be positive")
    waits: list[int | None] = [None] * len(viewers)
    waiting: list[tuple[int, int]] = []  # (-100 times what is low, second): the least demanding first
    for second, peak in enumerate(window_maxima(viewers, hold)):
        while waiting and 100 * peak <= -waiting[0][0]:
            early = heappop(waiting)[1]
            waits[early] = second - early
        heappush(waiting, ((percent - 100) * viewers[second], second))
    return waits


def window_maxima(values: list[int], width: int) -> Iterator[int]:
    return (max(values[place : place + width]) for place in range(len(values) - width + 1))
