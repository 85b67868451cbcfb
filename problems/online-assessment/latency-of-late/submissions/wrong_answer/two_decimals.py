"""Writes two decimals, which is not near enough for small latencies."""

import sys
from bisect import bisect_left, insort
from collections import deque


def percentile(ordered, x):
    """The value at place (m - 1) * x / 100 of an ascending list, between its neighbours where that is no whole one."""
    place = (len(ordered) - 1) * x / 100
    low = int(place)
    value = ordered[low]
    if low < place:
        value += (place - low) * (ordered[low + 1] - value)
    return value


def main():
    lines = sys.stdin.read().splitlines()
    width = int(lines[0].split()[0])
    recent, ordered = deque(), []
    for line in lines[1:]:
        kind, time, number = line.split()
        time = int(time)
        while recent and recent[0][0] <= time - width:
            ordered.pop(bisect_left(ordered, recent.popleft()[1]))
        if kind == "r":
            recent.append((time, int(number)))
            insort(ordered, int(number))
        else:
            print(f"{percentile(ordered, float(number)):.2f}" if ordered else "none")


main()
