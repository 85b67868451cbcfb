# group: cuts
"""Keeps the longest beginning or the longest end, whichever is longer."""


def shortest_cut(ids: list[int]) -> tuple[int, int]:
    end, seen = len(ids), set()
    while end and ids[end - 1] not in seen:
        end -= 1
        seen.add(ids[end])
    start, seen = 0, set()
    while start < len(ids) and ids[start] not in seen:
        seen.add(ids[start])
        start += 1
    return (0, end) if end <= len(ids) - start else (start, len(ids))
