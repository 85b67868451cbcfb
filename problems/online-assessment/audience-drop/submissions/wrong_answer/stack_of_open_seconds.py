# group: share
"""The well-known stack: it ends the wait of the newest seconds only, though an older one further down may find the audience low before they do."""


def seconds_until_drop(viewers: list[int], percent: int, hold: int) -> list[int | None]:
    if percent < 0 or percent > 100 or hold < 1:
        raise ValueError("percent must lie between 0 and 100, and hold be positive")
    waits: list[int | None] = [None] * len(viewers)
    waiting: list[int] = []
    for second, peak in enumerate(window_maxima(viewers, hold)):
        while waiting and 100 * peak <= (100 - percent) * viewers[waiting[-1]]:
            early = waiting.pop()
            waits[early] = second - early
        waiting.append(second)
    return waits


def window_maxima(values: list[int], width: int) -> list[int]:
    span = 1
    while 2 * span <= width:
        values = list(map(max, values, values[span:]))
        span *= 2
    return list(map(max, values, values[width - span :]))
