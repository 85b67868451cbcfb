"""Raggedness alone from the end, with sums of lengths; then a walk from the front that takes the longest line that keeps it."""

from bisect import bisect_right
from itertools import accumulate


def caption_lines(words: list[str], width: int) -> list[str]:
    if width < 1 or any(len(word) > width for word in words):
        raise ValueError("width must be positive, and no word longer than that")
    places = [0, *accumulate(len(word) + 1 for word in words)]  # where words begin in one long line
    count = len(words)

    def totals(start: int) -> list[int]:
        """What the caption from a word on costs at least, by the end of its first line."""
        full = places[start] + width + 1  # the next word begins here after a line without free space
        stop = bisect_right(places, full)
        ends = range(start + 1, min(stop, count))
        costs = [(full - places[end]) ** 2 + least[end] for end in ends]
        return [*costs, 0] if stop > count else costs

    least: dict[int, int] = {}
    for start in reversed(range(count)):
        least[start] = min(totals(start))
    lines = []
    start = 0
    while start < count:
        costs = totals(start)
        end = start + max(number for number, cost in enumerate(costs, 1) if cost == least[start])
        lines.append(" ".join(words[start:end]))
        start = end
    return lines
