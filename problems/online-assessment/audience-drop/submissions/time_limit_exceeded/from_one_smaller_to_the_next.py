# group: scale
"""Right, but goes from each audience to the next smaller one, and on to the next, until it is low enough: in a slow melt these are thousands of steps."""


def seconds_until_drop(viewers: list[int], percent: int, hold: int) -> list[int | None]:
    if percent < 0 or percent > 100 or hold < 1:
        raise ValueError("percent must lie between 0 and 100, and hold be positive")
    peaks = window_maxima(viewers, hold)
    following: list[int | None] = [None] * len(peaks)
    for second in reversed(range(len(peaks) - 1)):
        later: int | None = second + 1
        while later is not None and peaks[later] >= peaks[second]:
            later = following[later]
        following[second] = later
    waits: list[int | None] = []
    for second, audience in enumerate(viewers):
        later = second + 1 if second + 1 < len(peaks) else None
        while later is not None and 100 * peaks[later] > (100 - percent) * audience:
            later = following[later]
        waits.append(None if later is None else later - second)
    return waits


def window_maxima(values: list[int], width: int) -> list[int]:
    span = 1
    while 2 * span <= width:
        values = list(map(max, values, values[span:]))
        span *= 2
    return list(map(max, values, values[width - span :]))
