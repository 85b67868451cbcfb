# group: scale
"""Right, but looks ahead from each second until the audience has been low for long enough."""


def seconds_until_drop(viewers: list[int], percent: int, hold: int) -> list[int | None]:
    if percent < 0 or percent > 100 or hold < 1:
        raise ValueError("percent must lie between 0 and 100, and hold be positive")
    waits: list[int | None] = []
    for second, audience in enumerate(viewers):
        row = 0
        wait = None
        for later in range(second + 1, len(viewers)):
            row = row + 1 if 100 * viewers[later] <= (100 - percent) * audience else 0
            if row == hold:
                wait = later - hold + 1 - second
                break
        waits.append(wait)
    return waits
