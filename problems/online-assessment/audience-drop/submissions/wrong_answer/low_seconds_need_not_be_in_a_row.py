# group: samples
"""Counts low seconds until there are enough of them, in a row or not."""

from bisect import bisect_right
from collections import deque


def seconds_until_drop(viewers: list[int], percent: int, hold: int) -> list[int | None]:
    if not 0 <= percent <= 100 or hold <= 0:
        raise ValueError("percent must lie between 0 and 100, and hold be positive")
    waits: list[int | None] = [None] * len(viewers)
    for second, audience in enumerate(viewers):
        lows = [
            later
            for later in range(second + 1, len(viewers))
            if 100 * viewers[later] <= (100 - percent) * audience
        ]
        if len(lows) >= hold:
            waits[second] = lows[0] - second
    return waits


def sliding_maximum(values: list[int], width: int) -> list[int]:
    """The maximum of each window of the given width, by its first place."""
    falling: deque[int] = deque()  # places in the window, each with a larger value than all after it
    peaks = []
    for place, value in enumerate(values):
        while falling and values[falling[-1]] <= value:
            falling.pop()
        falling.append(place)
        if falling[0] == place - width:
            falling.popleft()
        if place >= width - 1:
            peaks.append(values[falling[0]])
    return peaks
