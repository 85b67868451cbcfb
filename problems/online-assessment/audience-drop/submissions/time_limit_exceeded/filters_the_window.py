# growth: slower
"""Right, and fast where few seconds of a window matter: whenever one expires it looks through all that wait."""

from bisect import bisect_right


def seconds_until_drop(viewers: list[int], percent: int, hold: int) -> list[int | None]:
    if not 0 <= percent <= 100 or hold <= 0:
        raise ValueError("percent must lie between 0 and 100, and hold be positive")
    peaks = sliding_maximum(viewers, hold)
    waits: list[int | None] = [None] * len(viewers)
    heights: list[int] = []
    places: list[int] = []
    for second in reversed(range(len(viewers))):
        low = (100 - percent) * viewers[second] // 100
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
    falling: list[int] = []
    peaks = []
    for place, value in enumerate(values):
        while falling and values[falling[-1]] <= value:
            falling.pop()
        falling.append(place)
        if falling[0] <= place - width:
            falling = [waiting for waiting in falling if waiting > place - width]
        if place >= width - 1:
            peaks.append(values[falling[0]])
    return peaks
