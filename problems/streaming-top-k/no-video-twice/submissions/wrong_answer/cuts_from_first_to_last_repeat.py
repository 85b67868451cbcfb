# group: samples
"""Cuts from the first id that stands again to the last one that stood before."""

from collections import Counter


def shortest_cut(ids: list[int]) -> tuple[int, int]:
    count = Counter(ids)
    repeated = [place for place, video_id in enumerate(ids) if count[video_id] > 1]
    return (repeated[0], repeated[-1] + 1) if repeated else (0, 0)
