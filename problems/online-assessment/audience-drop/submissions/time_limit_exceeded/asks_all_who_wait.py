# group: scale
"""Right, but asks all waiting seconds at each new one instead of keeping them in order."""

from collections.abc import Iterator


def seconds_until_drop(viewers: list[int], percent: int, hold: int) -> list[int | None]:
    if percent < 0 or percent > 100 or hold < 1:
        raise ValueError("percent must lie between 0 and 100, and hold be positive")
    waits: list[int | None] = [None] * len(viewers)
    waiting: list[int] = []
    for second, peak in enumerate(window_maxima(viewers, hold)):
        still = []
        for early in waiting:
            if 100 * peak <= (100 - percent) * viewers[early]:
                waits[early] = second - early
            else:
                still.append(early)
        waiting = [*still, second]
    return waits


def window_maxima(values: list[int], width: int) -> Iterator[int]:
    """The maximum of each window of the given width, by its first place: windows double, then two overlap."""
    span = 1
    while 2 * span <= width:
        values = list(map(max, values, values[span:]))
        span *= 2
    return map(max, values, values[width - span :])
