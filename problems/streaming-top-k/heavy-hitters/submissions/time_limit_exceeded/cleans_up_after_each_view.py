# group: scale
"""Looks for empty counters after each view, not only after a cancellation."""

from heapq import nlargest


def absorb(summary: dict[int, int], chunk: list[int], k: int) -> dict[int, int]:
    for video_id in chunk:
        if video_id in summary:
            summary[video_id] += 1
        elif len(summary) < k - 1:
            summary[video_id] = 1
        else:
            for video in summary:
                summary[video] -= 1
        summary = {video: count for video, count in summary.items() if count}
    return summary


def merge(first: dict[int, int], second: dict[int, int], k: int) -> dict[int, int]:
    for video_id, count in second.items():
        first[video_id] = first.get(video_id, 0) + count
    off = 0
    if len(first) >= k:  # the k largest lose what the smallest of them has, so k different videos pay
        off = nlargest(k, first.values())[-1]
    return {video_id: count - off for video_id, count in first.items() if count > off}


def recount(counts: dict[int, int], chunk: list[int]) -> dict[int, int]:
    for video_id in chunk:
        if video_id in counts:
            counts[video_id] += 1
    return counts


def heavy(counts: dict[int, int], n: int, k: int) -> list[tuple[int, int]]:
    by_count = sorted((-count, video_id) for video_id, count in counts.items() if k * count > n)
    return [(video_id, -negated) for negated, video_id in by_count]
