# group: share
"""Multiplies by 1 - percent / 100, which is not exact: 10 * (1 - 90 / 100) is less than 1."""

from bisect import bisect_right
from collections import deque


def seconds_until_drop(viewers: list[int], percent: int, hold: int) -> list[int | None]:
    if not 0 <= percent <= 100 or hold <= 0:
        raise ValueError("percent must lie between 0 and 100, and hold be positive")
    peaks = sliding_maximum(viewers, hold)
    waits: list[int | None] = [None] * len(viewers)
    heights: list[int] = []  # rising: the last window is the nearest and the highest
    places: list[int] = []
    for second in reversed(range(len(viewers))):
        low = viewers[second] * (1 - percent / 100)
        if number := bisect_right(heights, low):
            waits[second] = places[number - 1] - second
        if second < len(peaks):
            while heights and heights[-1] >= peaks[second]:
                heights.pop()
                places.pop()
            heights.append(peaks[second])
            places.append(second)
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
