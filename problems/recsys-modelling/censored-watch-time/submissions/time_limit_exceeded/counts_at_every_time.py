# group: scale
"""Right, but goes through all views at every time."""


def watch_time(views: list[tuple[int, int]], length: int) -> dict[str, object]:
    if not views or length <= 0:
        raise ValueError("there must be views, and length must be positive")
    if any(ms < 0 or left not in (0, 1) for ms, left in views):
        raise ValueError("times must not be negative, flags must be 0 or 1")
    watching, uncut = 1.0, 1.0
    completion, mean, before, median = 1.0, 0.0, 0, None
    known = {}  # time -> share not cut off before it
    for now in sorted({ms for ms, _ in views}):
        if before < length:
            completion, at_end = watching, uncut
        known[now] = at_end
        mean += watching * (min(now, length) - min(before, length))
        there = sum(ms >= now for ms, _ in views)
        leave = sum(ms == now and left for ms, left in views)
        cut = sum(ms == now and not left for ms, left in views)
        watching *= 1 - leave / there
        if there > leave:
            uncut *= 1 - cut / (there - leave)
        if median is None and watching <= 0.5 + 1e-9:
            median = now
        before = now
    open_end = watching if before < length else 0.0
    return {
        "completion": (0.0, watching) if before < length else (completion, completion),
        "mean": (mean, mean + open_end * (length - before)),
        "median": median,
        "weights": [1 / known[ms] if left or ms >= length else 0.0 for ms, left in views],
    }
