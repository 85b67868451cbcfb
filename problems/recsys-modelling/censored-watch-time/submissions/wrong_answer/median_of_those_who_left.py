# group: samples
"""Takes the median of the views that ended by themselves."""

import numpy as np


def watch_time(views: list[tuple[int, int]], length: int) -> dict[str, object]:
    if not views or length <= 0:
        raise ValueError("there must be views, and length must be positive")
    ms, left = np.array(views).T
    if (ms < 0).any() or not np.isin(left, (0, 1)).all():
        raise ValueError("times must not be negative, flags must be 0 or 1")
    times, place = np.unique(ms, return_inverse=True)
    there = len(ms) - np.searchsorted(np.sort(ms), times)  # who is there just before each time
    stay = there - np.bincount(place, left)  # who leaves at a time does so before anybody is cut off
    watching = np.cumprod([1.0, *stay / there])  # just before each time, and after the last
    uncut = np.cumprod([1.0, *there[1:] / stay[:-1]])  # just before each time
    at = np.searchsorted(times, length)  # the first time that is not before the end of the video
    seen = watching[:-1] @ np.diff(np.minimum(times, length), prepend=0)
    unseen = watching[-1] * max(0, length - times[-1])
    own = np.sort(ms[left == 1])
    halved = own[(len(own) - 1) // 2 :]
    return {
        "completion": (watching[at] if at < len(times) else 0.0, watching[at]),
        "mean": (seen, seen + unseen),
        "median": halved[0] if len(halved) else None,
        "weights": ((left | (ms >= length)) / uncut[np.minimum(place, at)]).tolist(),
    }
