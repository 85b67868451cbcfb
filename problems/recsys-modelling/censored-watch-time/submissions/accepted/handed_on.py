"""Every view has the same mass; who is cut off hands it on, in equal parts, to those who are seen for longer."""

View = tuple[int, int]


def watch_time(views: list[View], length: int) -> dict[str, object]:
    if not views or length <= 0:
        raise ValueError("there must be views, and length must be positive")
    if any(ms < 0 or left not in (0, 1) for ms, left in views):
        raise ValueError("times must not be negative, flags must be 0 or 1")
    # Up to the end of the video a view that lasts as long is known, however it ended.
    shown = [(min(ms, length), left or ms >= length) for ms, left in views]
    masses, rest = hand_on(shown)
    last = max(ms for ms, _ in shown)
    completed = sum(mass for mass, (ms, _) in zip(masses, shown) if ms == length)
    low = sum(mass * ms for mass, (ms, _) in zip(masses, shown)) + rest * last
    return {
        "completion": (completed, completed + rest),
        "mean": (low, low + rest * (length - last)),
        "median": median(views),
        "weights": [mass * len(views) for mass in masses],
    }


def hand_on(views: list[View]) -> tuple[list[float], float]:
    """The mass with which each view that ended by itself counts in the end, and what nobody was left to take."""
    order = sorted(range(len(views)), key=lambda at: (views[at][0], -views[at][1]))
    masses = [0.0] * len(views)
    mass = 1 / len(views)
    for passed, at in enumerate(order, 1):
        if views[at][1]:
            masses[at] = mass
        elif passed < len(views):
            mass += mass / (len(views) - passed)
        else:
            return masses, mass
    return masses, 0.0


def median(views: list[View]) -> int | None:
    left = 0.0
    for (ms, _), mass in sorted(zip(views, hand_on(views)[0])):
        left += mass
        if left >= 0.5 - 1e-9:
            return ms
    return None
