# group: scale
"""Right, but goes from millisecond to millisecond."""

from collections import Counter


def watch_time(views: list[tuple[int, int]], length: int) -> dict[str, object]:
    if not views or length <= 0:
        raise ValueError("there must be views, and length must be positive")
    if any(ms < 0 or left not in (0, 1) for ms, left in views):
        raise ValueError("times must not be negative, flags must be 0 or 1")
    leaves, cuts = Counter(ms for ms, left in views if left), Counter(ms for ms, left in views if not left)
    last = max(ms for ms, _ in views)
    there, watching, uncut = len(views), 1.0, 1.0
    completion, mean, median = 1.0, 0.0, None
    known = {}  # time -> share not cut off before it
    for now in range(last + 1):
        if now <= length:
            completion, at_end = watching, uncut
        if leaves[now] or cuts[now]:
            known[now] = at_end
            stay = there - leaves[now]
            watching *= stay / there
            if stay:
                uncut *= 1 - cuts[now] / stay
            there = stay - cuts[now]
            if median is None and watching <= 0.5 + 1e-9:
                median = now
        if now < min(length, last):
            mean += watching
    open_end = watching * max(0, length - last)
    return {
        "completion": (completion, completion) if length <= last else (0.0, watching),
        "mean": (mean, mean + open_end),
        "median": median,
        "weights": [1 / known[ms] if left or ms >= length else 0.0 for ms, left in views],
    }
