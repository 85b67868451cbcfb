# group: absorb
"""Lets the newcomer take over the smallest counter with its count: counts become too large."""


def absorb(summary: dict[int, int], chunk: list[int], k: int) -> dict[int, int]:
    for video_id in chunk:
        if video_id in summary:
            summary[video_id] += 1
        elif len(summary) < k - 1:
            summary[video_id] = 1
        else:
            victim = min(summary, key=summary.__getitem__)
            summary[video_id] = summary.pop(victim) + 1
    return summary


def merge(first: dict[int, int], second: dict[int, int], k: int) -> dict[int, int]:
    for video_id, count in second.items():
        first[video_id] = first.get(video_id, 0) + count
    by_count = sorted(first, key=first.__getitem__)
    off = 0
    while len(by_count) >= k:  # k different videos lose what the smallest of them has
        off = first[by_count.pop(-k)]
        by_count = [video_id for video_id in by_count if first[video_id] > off]
    return {video_id: first[video_id] - off for video_id in by_count}


def recount(counts: dict[int, int], chunk: list[int]) -> dict[int, int]:
    for video_id in chunk:
        if video_id in counts:
            counts[video_id] += 1
    return counts


def heavy(counts: dict[int, int], n: int, k: int) -> list[tuple[int, int]]:
    by_count = sorted((-count, video_id) for video_id, count in counts.items() if count > n // k)
    return [(video_id, -negated) for negated, video_id in by_count]
