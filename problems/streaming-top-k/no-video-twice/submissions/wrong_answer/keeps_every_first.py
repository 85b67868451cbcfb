# group: samples
"""Cuts from the first id that stood before to the last one: the beginning keeps every first time."""


def shortest_cut(ids: list[int]) -> tuple[int, int]:
    seen: set[int] = set()
    again = []
    for place, video_id in enumerate(ids):
        if video_id in seen:
            again.append(place)
        seen.add(video_id)
    return (again[0], again[-1] + 1) if again else (0, 0)
