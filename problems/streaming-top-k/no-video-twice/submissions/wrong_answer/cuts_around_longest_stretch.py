# group: cuts
"""Looks for the longest stretch without repeats and cuts at the side where more is left."""


def shortest_cut(ids: list[int]) -> tuple[int, int]:
    start, best, last = 0, (0, 0), {}
    for place, video_id in enumerate(ids):
        start = max(start, last.get(video_id, -1) + 1)
        last[video_id] = place
        if place + 1 - start > best[1] - best[0]:
            best = (start, place + 1)
    return (0, best[0]) if best[0] >= len(ids) - best[1] else (best[1], len(ids))
