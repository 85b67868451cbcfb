# group: second
"""Counts each chunk by itself."""

from collections import Counter


def absorb(summary: dict[int, int], chunk: list[int], k: int) -> dict[int, int]:
    total = Counter(summary)
    total.update(chunk)
    return _trimmed(total, k)


def merge(first: dict[int, int], second: dict[int, int], k: int) -> dict[int, int]:
    total = Counter(first)
    total.update(second)
    return _trimmed(total, k)


def _trimmed(total: Counter[int], k: int) -> dict[int, int]:
    # At most k - 1 counts exceed the k-th largest, and what each of them loses at least k videos lose.
    off = sum(sorted(total.values(), reverse=True)[k - 1 : k])
    return {video_id: count - off for video_id, count in total.items() if count > off}


def recount(counts: dict[int, int], chunk: list[int]) -> dict[int, int]:
    views = Counter(chunk)
    return {video_id: views[video_id] for video_id in counts}


def heavy(counts: dict[int, int], n: int, k: int) -> list[tuple[int, int]]:
    rows = [(video_id, count) for video_id, count in counts.items() if count * k > n]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
