"""What retention costs in clicks: a weight of joy from 0 to 0.7 beside a click of 1, and joy alone, run offline."""

POINTS = [
    [74.0, 32.2],
    [83.0, 28.3],
    [88.2, 24.2],
    [92.4, 18.8],
    [95.1, 13.9],
    [96.2, 11.1],
    [97.1, 8.0],
    [97.9, 4.9],
]


def chart() -> dict:
    """The trade-off as the report draws it."""
    return {
        "x": "ctr",
        "y": "retention_7",
        "points": POINTS,
        "x_title": "click-through rate, % of today's",
        "y_title": "gain in day-7 retention, points",
    }
